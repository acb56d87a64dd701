import { peerOf, type Environment, type Role } from '@healthcare-dr/topology';
import type { PairFacts } from '../facts';
import { standbyOf } from './pair-view';
import { CONTROLLER_RULES } from './rules/controller';
import { DATABASE_RULES } from './rules/database';
import type { RuleFinding, ReadinessRuleId, ReadinessRule, Subject } from './rules/rule';
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

/** Applies every rule. */
export function assessReadiness(environment: Environment, facts: PairFacts): Readiness {
  const role = standbyOf(facts);
  const subject: Subject = {
    environment,
    facts,
    standby: facts.sides[role],
    writer: facts.sides[peerOf(role)],
  };
  const verdicts = READINESS_RULES.map((rule): ReadinessResult => {
    const { pass: passes, detail } = rule.check(subject);
    return {
      id: rule.id,
      title: rule.title,
      pass: passes,
      detail,
      fix: passes ? undefined : rule.fix.replaceAll('<role>', role),
    };
  });
  return { standby: role, ready: verdicts.every(({ pass: passes }) => passes), verdicts };
}
