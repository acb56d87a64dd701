import { approvalId, holdToApproval, type ApprovedSuppression, type ExceptionRegister } from './approvals';
import type { Check, Control, ControlFinding } from './check';
import type { EnvironmentModel } from '@healthcare-dr/testing';

/** How a control stands in an environment. */
export type ControlState = 'met' | 'excepted' | 'not applicable yet' | 'violated';

/** A violation that a suppression accepts. */
export interface AcceptedViolation extends ControlFinding {
  readonly violation: string;
  readonly suppression: ApprovedSuppression;
}

/** How one control stands. */
export interface ControlResult {
  readonly control: Control;
  readonly state: ControlState;
  /** What was seen of every resource (for absence: of every stack) that was looked at. */
  readonly findings: readonly ControlFinding[];
  readonly violations: readonly ControlFinding[];
  readonly exceptions: readonly AcceptedViolation[];
}

/** How an environment stands. */
export interface ComplianceReport {
  readonly environment: string;
  readonly results: readonly ControlResult[];
  /** Suppressions that excuse nothing or name no check: each is an error. */
  readonly suppressionProblems: readonly string[];
}

/**
 * Runs the checks over an environment. Pure.
 *
 * @param register - who approved which exceptions, and the day on which they must hold
 */
export function evaluateCompliance(
  model: EnvironmentModel,
  checks: readonly Check[],
  { approvals, today }: ExceptionRegister,
): ComplianceReport {
  const used = new Set<string>();
  const approved = new Map(approvals.map((approval) => [approvalId(approval), approval]));
  const tiers = new Map(model.stacks.map(({ name, tier }) => [name, tier]));
  const results = checks.map(({ evaluate, ...control }): ControlResult => {
    const findings = evaluate(model);
    const violations: ControlFinding[] = [];
    const exceptions: AcceptedViolation[] = [];
    for (const finding of findings) {
      const { stack, address, violation } = finding;
      if (violation === undefined) continue;
      const suppression = model
        .find(stack, address)
        ?.block.suppressions.find(({ check }) => check === control.key);
      if (suppression === undefined) {
        violations.push(finding);
      } else {
        used.add(suppressionId(stack, address, control.key));
        const approval = approved.get(approvalId({ check: control.key, tier: tiers.get(stack) ?? '' }));
        const held = holdToApproval(suppression, approval, today);
        if (typeof held === 'string') violations.push({ ...finding, violation: `${violation}; ${held}` });
        else exceptions.push({ ...finding, violation, suppression: held });
      }
    }
    return {
      control,
      state: stateOf(findings, violations, exceptions),
      findings,
      violations,
      exceptions,
    };
  });
  return {
    environment: model.environment.suffix,
    results,
    suppressionProblems: findSuppressionProblems(model, checks, used),
  };
}

/** Whether nothing is violated and every suppression is needed. */
export function isCompliant({ results, suppressionProblems }: ComplianceReport): boolean {
  return suppressionProblems.length === 0 && results.every(({ state }) => state !== 'violated');
}

function stateOf(
  findings: readonly ControlFinding[],
  violations: readonly ControlFinding[],
  exceptions: readonly ControlFinding[],
): ControlState {
  if (findings.length === 0) return 'not applicable yet';
  if (violations.length > 0) return 'violated';
  return exceptions.length > 0 ? 'excepted' : 'met';
}

function findSuppressionProblems(
  model: EnvironmentModel,
  checks: readonly Check[],
  used: ReadonlySet<string>,
): string[] {
  const keys = new Set<string>(checks.map(({ key }) => key));
  const blocks = model.stacks.flatMap((stack) =>
    [...stack.allResources, ...stack.allDataSources].map((block) => ({ stack: stack.name, block })),
  );
  return blocks.flatMap(({ stack, block: { address, suppressions } }) =>
    suppressions.flatMap(({ check, reason, owner }) => {
      const where = `${stack}: ${address} suppresses '${check}'`;
      if (!keys.has(check)) return [`${where}, which is no check.`];
      if (reason.trim() === '' || owner.trim() === '') return [`${where} without a reason and an owner.`];
      return used.has(suppressionId(stack, address, check))
        ? []
        : [`${where}, but does not violate it: remove the suppression.`];
    }),
  );
}

const suppressionId = (stack: string, address: string, check: string) => `${stack} ${address} ${check}`;
