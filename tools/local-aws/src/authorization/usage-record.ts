import {
  grantsOf,
  type Authorization,
  type Denial,
  type Grant,
  type RoleUsage,
} from '@healthcare-dr/aws-models/iam';
import type { Session } from './facts';

interface Seen {
  session: Session;
  readonly used: Map<string, Grant>;
  readonly denied: Map<string, Denial>;
}

/** Remembers which of their permissions roles used, and what they asked for in vain. */
export class UsageRecord {
  readonly #roles = new Map<string, Seen>();

  record(session: Session, { judgements, denial }: Authorization): void {
    const seen = this.#roles.get(session.roleArn) ?? { session, used: new Map(), denied: new Map() };
    seen.session = session;
    this.#roles.set(session.roleArn, seen);
    for (const { requirement, decision } of judgements) {
      if (decision.outcome !== 'allowed') continue;
      for (const { kind, policy, index, sid } of decision.by) {
        if (kind !== 'identity') continue;
        const grant: Grant = { policy, statement: index, sid, action: requirement.action };
        seen.used.set(`${policy} ${index} ${requirement.action}`, grant);
      }
    }
    if (denial !== undefined) seen.denied.set(`${denial.action} ${denial.resource}`, denial);
  }

  /** What each role was granted, used and denied so far, by its ARN. */
  roles(): readonly RoleUsage[] {
    return [...this.#roles].map(([roleArn, { session, used, denied }]) => ({
      roleArn,
      granted: grantsOf(session.caller.identity),
      used: [...used.values()],
      denied: [...denied.values()],
    }));
  }
}
