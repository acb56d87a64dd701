import { controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import { namingOf } from '@healthcare-dr/platform';
import { peerOf, type Environment, type Role } from '@healthcare-dr/topology';
import type { PairFacts } from '../facts';
import { commandLine } from '../program';
import { standbyOf } from './pair-view';
import { CONTROLLER_RULES } from './rules/controller';
import { DATABASE_RULES } from './rules/database';
import type { FixCommands, RuleFinding, ReadinessRuleId, ReadinessRule, Subject } from './rules/rule';
import { SAFETY_NET_RULES } from './rules/safety-net';
import { SERVICE_RULES } from './rules/service';
import { SIGNAL_RULES } from './rules/signals';
import { TRAFFIC_RULES } from './rules/traffic';

/** A rule and what it found. */
export interface ReadinessResult extends RuleFinding {
  readonly id: ReadinessRuleId;
  readonly title: string;
  /** Only where it did not pass. */
  readonly fix: string | undefined;
}

/** Every precondition, in the order in which an operator would look. */
export const READINESS_RULES: readonly ReadinessRule[] = [
  ...DATABASE_RULES,
  ...CONTROLLER_RULES,
  ...SIGNAL_RULES,
  ...TRAFFIC_RULES,
  ...SERVICE_RULES,
  ...SAFETY_NET_RULES,
];

/** What was found, rule by rule. */
export interface Readiness {
  readonly standby: Role;
  readonly ready: boolean;
  readonly verdicts: readonly ReadinessResult[];
}

/**
 * Applies every rule.
 *
 * @param program how this program is started, for the commands that fixes name
 */
export function assessReadiness(environment: Environment, facts: PairFacts, program: string): Readiness {
  const role = standbyOf(facts);
  const subject: Subject = {
    environment,
    facts,
    standby: facts.sides[role],
    writer: facts.sides[peerOf(role)],
  };
  const { suffix } = environment;
  const commands: FixCommands = {
    standby: role,
    deploy: (stack) => `ENVIRONMENT_SUFFIX=${suffix} npm run deploy -- --only ${stack} --refresh`,
    aws: (...words) => ['aws', ...words, '--region', facts.sides[role].region].join(' '),
    controllerFunction: controllerFunctionName(namingOf(environment, role)),
    drctl: (...words) => commandLine(program, suffix, words),
  };
  const verdicts = READINESS_RULES.map((rule): ReadinessResult => {
    const { pass: passes, detail } = rule.check(subject);
    return {
      id: rule.id,
      title: rule.title,
      pass: passes,
      detail,
      fix: passes ? undefined : typeof rule.fix === 'string' ? rule.fix : rule.fix(commands),
    };
  });
  return { standby: role, ready: verdicts.every(({ pass: passes }) => passes), verdicts };
}
