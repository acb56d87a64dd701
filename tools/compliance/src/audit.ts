import { EnvironmentModel, type Json, type Read, type SynthesizedStack } from '@healthcare-dr/testing';
import type { Environment } from '@healthcare-dr/topology';
import {
  ALL_CHECKS,
  CONTROLS,
  evaluateCompliance,
  isCompliant,
  type AcceptedViolation,
  type ApprovedSuppression,
  type Control,
  type ControlFinding,
  type ControlResult,
  type ControlState,
  type ExceptionRegister,
} from './rules';

/** Where something stands. */
export interface Address {
  readonly stack: string;
  readonly address: string;
}

/** One control as a reader sees it. */
export interface AuditedControl extends Omit<Control, 'leftTo'> {
  readonly state: ControlState;
  /** How many resources were looked at; for controls met by absence, how many stacks. */
  readonly examined: number;
  readonly violations: readonly (Address & { readonly violation: string })[];
  /** What was seen of each, and what proves it. */
  readonly findings: readonly AuditedFinding[];
}

/** What was seen of one resource, or of one stack where something must not be in it. */
export interface AuditedFinding extends Address {
  readonly result: 'met' | 'excepted' | 'violated';
  /** What is wrong, also if it is excepted; absent if nothing is. */
  readonly violation?: string;
  /** What was read: attributes with their values, and the resources that they lead to, which have none. */
  readonly evidence: readonly (Address & { readonly attribute?: string; readonly value?: Json })[];
  /** What was looked for and is not there. */
  readonly note?: string;
}

/** Who accepts a violation, why, and until when. */
export type Exception = Omit<ApprovedSuppression, 'check'>;

/** The violations that one team accepts for one reason. */
export interface AuditedException extends Exception {
  readonly control: string;
  readonly resources: readonly (Address & { readonly violation: string })[];
}

/** A control that a whole environment does without, by its configuration. */
export interface OptOut {
  /** Where in the environment's file. */
  readonly setting: string;
  readonly reason: string;
}

/** A control that no configuration can show. */
export interface LeftToOwner extends Omit<Control, 'leftTo'> {
  readonly reason: string;
}

/** Everything an auditor is told of one environment. The same stacks give the same audit, as long as no exception expires. */
export interface Audit {
  readonly environment: string;
  readonly accountId: string;
  readonly deletionPolicy: Environment['deletionPolicy'];
  readonly stacks: readonly string[];
  readonly compliant: boolean;
  readonly controls: readonly AuditedControl[];
  readonly exceptions: readonly AuditedException[];
  readonly optOuts: readonly OptOut[];
  /** Suppressions that excuse nothing, or name no check. */
  readonly suppressionProblems: readonly string[];
  readonly leftToOwner: readonly LeftToOwner[];
}

/** Audits an environment on the day of the register. Pure. */
export function audit(
  environment: Environment,
  stacks: readonly SynthesizedStack[],
  register: ExceptionRegister,
): Audit {
  const report = evaluateCompliance(new EnvironmentModel(environment, stacks), ALL_CHECKS, register);
  return {
    environment: environment.suffix,
    accountId: environment.accountId,
    deletionPolicy: environment.deletionPolicy,
    stacks: stacks.map(({ name }) => name),
    compliant: isCompliant(report),
    controls: report.results.map(auditedControl),
    exceptions: report.results.flatMap(({ control, exceptions }) => group(control.key, exceptions)),
    optOuts: optOutsOf(environment),
    suppressionProblems: report.suppressionProblems,
    leftToOwner: CONTROLS.flatMap(({ leftTo, ...control }) =>
      leftTo === undefined ? [] : [{ ...control, reason: leftTo }],
    ),
  };
}

function auditedControl({ control, state, findings, violations }: ControlResult): AuditedControl {
  const { key, title, severity, hipaa, basis, ids } = control;
  return {
    key,
    title,
    severity,
    hipaa,
    basis,
    ids,
    state,
    examined: findings.length,
    violations: violations.map(({ stack, address, violation = '' }) => ({ stack, address, violation })),
    findings: findings.map((finding) => auditedFinding(finding, violations.includes(finding))),
  };
}

function auditedFinding(finding: ControlFinding, isViolated: boolean): AuditedFinding {
  const { stack, address, violation, evidence } = finding;
  return {
    stack,
    address,
    result: violation === undefined ? 'met' : isViolated ? 'violated' : 'excepted',
    ...(violation === undefined ? {} : { violation }),
    evidence: evidence.reads.map(auditedRead),
    ...(evidence.note === undefined ? {} : { note: evidence.note }),
  };
}

function auditedRead(read: Read): AuditedFinding['evidence'][number] {
  const where = { stack: read.resource.stack.name, address: read.resource.address };
  return read.path === undefined
    ? where
    : { ...where, attribute: read.path, ...(read.value === undefined ? {} : { value: read.value }) };
}

function group(control: string, accepted: readonly AcceptedViolation[]): AuditedException[] {
  const groups = new Map<string, { exception: Exception; members: AcceptedViolation[] }>();
  for (const member of accepted) {
    const exception: Exception & { check?: string } = { ...member.suppression };
    delete exception.check;
    const id = JSON.stringify(exception);
    const { members } = groups.get(id) ?? { members: [] };
    groups.set(id, { exception, members: [...members, member] });
  }
  return [...groups.values()].map(({ exception, members }) => ({
    control,
    ...exception,
    resources: members.map(({ stack, address, violation }) => ({ stack, address, violation })),
  }));
}

/** Every setting of the environment that switches a control off and says why, wherever in its file it stands. */
export function optOutsOf(environment: Environment): OptOut[] {
  const found: OptOut[] = [];
  const visit = (value: unknown, path: readonly string[]) => {
    if (typeof value !== 'object' || value === null) return;
    if ('optOutReason' in value && typeof value.optOutReason === 'string') {
      found.push({ setting: path.join('.'), reason: value.optOutReason });
    }
    for (const [key, element] of Object.entries(value)) visit(element, [...path, key]);
  };
  visit(environment, []);
  return found;
}
