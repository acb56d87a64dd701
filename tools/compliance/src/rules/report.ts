import type { Check, Control, ControlFinding } from './check';
import type { Suppression } from '@healthcare-dr/platform';
import type { EnvironmentModel } from '@healthcare-dr/testing';

/** How a control stands in an environment. */
export type ControlState = 'met' | 'excepted' | 'not applicable yet' | 'violated';

/** A violation that a suppression accepts. */
export interface AcceptedViolation extends ControlFinding {
  readonly violation: string;
  readonly suppression: Suppression;
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

/** Runs the checks over an environment. Pure. */
export function evaluateCompliance(model: EnvironmentModel, checks: readonly Check[]): ComplianceReport {
  const used = new Set<string>();
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
        exceptions.push({ ...finding, violation, suppression });
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
