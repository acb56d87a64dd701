import type { Environment, Role } from '@healthcare-dr/topology';
import type { Answer } from '../../answer';
import type { PairFacts, SideFacts } from '../../facts';

/** What a rule looks at. */
export interface Subject {
  readonly environment: Environment;
  readonly facts: PairFacts;
  /** The side that would take over. */
  readonly standby: SideFacts;
  /** The side that writes, as far as anybody knows. */
  readonly writer: SideFacts;
}

/** What a rule found. */
export interface RuleFinding {
  readonly pass: boolean;
  readonly detail: string;
}

/** What a precondition is known by: to monitoring that reads `drctl readiness --json`, to runbooks, to specs. */
export type ReadinessRuleId =
  | 'standby-available'
  | 'versions-equal'
  | 'replication-connected'
  | 'lag-within-bound'
  | 'no-operation'
  | 'controller-alive'
  | 'controller-mode'
  | 'controller-concurrency'
  | 'journal-readable'
  | 'no-hold'
  | 'no-incident'
  | 'signals-known'
  | 'witness-checks'
  | 'capacity-known'
  | 'clients-released'
  | 'dns-records'
  | 'control-metric'
  | 'service-running'
  | 'certificate-valid'
  | 'image-present'
  | 'secret-present'
  | 'recovery-point'
  | 'backup-opt-in'
  | 'restore-tested'
  | 'notifications-subscribed'
  | 'alarms-ok';

/** The commands that fixes name, as they can be pasted. */
export interface FixCommands {
  /** The side that would take over. */
  readonly standby: Role;
  /** The command that puts a stack back to what is configured. */
  deploy(stack: string): string;
  /** A command of the AWS CLI in the Region of that side. */
  aws(...words: string[]): string;
  /** The function of that side's controller. */
  readonly controllerFunction: string;
  /** A command of this program. */
  drctl(...words: string[]): string;
}

/** One precondition of a failover. */
export interface ReadinessRule {
  readonly id: ReadinessRuleId;
  /** What must hold, as a statement. */
  readonly title: string;
  /** What to do if it does not; with every command whole, the environment in it. */
  readonly fix: string | ((commands: FixCommands) => string);
  check(subject: Subject): RuleFinding;
}

/** It holds: what shows that. */
export const pass = (detail: string): RuleFinding => ({ pass: true, detail });
/** It does not hold: what is there instead. */
export const fail = (detail: string): RuleFinding => ({ pass: false, detail });

/** What is not known does not pass: nobody would be told on the day. */
export function known<T>(answer: Answer<T>, region: string, check: (value: T) => RuleFinding): RuleFinding {
  return answer.known ? check(answer.value) : fail(`${region} does not tell: ${answer.reason}`);
}

/** The same, of what may not be there at all. */
export function present<T>(
  answer: Answer<T | undefined>,
  { region }: SideFacts,
  absent: string,
  check: (value: T) => RuleFinding,
): RuleFinding {
  return known(answer, region, (value) => (value === undefined ? fail(absent) : check(value)));
}
