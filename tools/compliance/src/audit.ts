import { EnvironmentModel, type SynthesizedStack } from '@healthcare-dr/testing';
import type { Environment } from '@healthcare-dr/topology';
import {
  ALL_CHECKS,
  CONTROLS,
  evaluateCompliance,
  isCompliant,
  type AcceptedViolation,
  type Control,
  type ControlResult,
  type ControlState,
} from './rules';

/** One control as a reader sees it. */
export interface AuditedControl extends Omit<Control, 'leftTo'> {
  readonly state: ControlState;
  /** How many resources were looked at; for controls met by absence, how many stacks. */
  readonly examined: number;
  readonly violations: readonly {
    readonly stack: string;
    readonly address: string;
    readonly violation: string;
  }[];
}

/** The violations that one team accepts for one reason. */
export interface AuditedException {
  readonly control: string;
  readonly reason: string;
  readonly owner: string;
  readonly resources: readonly {
    readonly stack: string;
    readonly address: string;
    readonly violation: string;
  }[];
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

/** Everything an auditor is told of one environment. The same stacks give the same audit: it has no date. */
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

/** Audits an environment. Pure. */
export function audit(environment: Environment, stacks: readonly SynthesizedStack[]): Audit {
  const report = evaluateCompliance(new EnvironmentModel(environment, stacks), ALL_CHECKS);
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

function auditedControl({ control, state, examined, violations }: ControlResult): AuditedControl {
  const { key, title, severity, hipaa, basis, ids } = control;
  return {
    key,
    title,
    severity,
    hipaa,
    basis,
    ids,
    state,
    examined,
    violations: violations.map(({ stack, address, violation = '' }) => ({ stack, address, violation })),
  };
}

function group(control: string, accepted: readonly AcceptedViolation[]): AuditedException[] {
  const groups = new Map<string, AcceptedViolation[]>();
  for (const exception of accepted) {
    const id = JSON.stringify([exception.reason, exception.owner]);
    groups.set(id, [...(groups.get(id) ?? []), exception]);
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const resources = members.map(({ stack, address, violation }) => ({ stack, address, violation }));
    return [{ control, reason: first.reason, owner: first.owner, resources }];
  });
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
