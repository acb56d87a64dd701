import {
  CALL_BOUND_MS,
  CONFIRMATION_GAP_MS,
  CONFIRMATION_ROUNDS,
  ROUND_GAP_MS,
  type Incident,
} from '@healthcare-dr/failover-controller';
import type { Side } from '../schedule';
import type { Call, Operation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { INVOCATION_MS } from '../world/timeline';
import type { World } from '../world/world';
import { contradicts, permitsOrder, saysLost } from './evidence';
import { approvalOf, isFailover, isMove } from './judgement';
import { looksOf, type Look } from './looks';

/**
 * Guarantee 2: no failover by itself unless every vantage point says that the Region is lost, by what truly became of the questions, in
 * three rounds over a while and none that says the contrary; none beyond the lag bound or on an unknown lag without approval; none by
 * itself where the mode asks for approval; and a planned operation never turns into an unplanned one. The loss is the true one, of which
 * only what was written since that invocation looked, a minute at most, is not held against it.
 */
export class EvidenceAndBound implements Guarantee {
  constructor(private readonly world: World) {}

  begins(call: Call): void {
    if (!isMove(call.name)) return;
    const { world } = this;
    const { side } = call.invocation;
    const incident = world.journals[side].journal.incident;
    if (incident === undefined) return;
    if (!isFailover(call.name)) {
      if (incident.kind === 'failover') world.violate('2', `${call.name} in the course of a failover`);
      return;
    }
    if (incident.kind !== 'failover')
      return world.violate('2', `a ${incident.kind} became a failover (${call.name})`);
    const isOrdered = approvalOf(world, incident, side) !== undefined;
    if (isOrdered) this.judgeOrder(call);
    else this.judgeEvidence(call, incident, side);
    this.judgeMode(call, isOrdered);
    this.judgeKnowledge(call, incident, side);
  }

  /** The true loss, when RDS takes the failover on. */
  operationStarts({ kind, by, lossMs }: Operation): void {
    if (kind !== 'failover' || by === 'console') return;
    const { world } = this;
    const { side } = by.invocation;
    const incident = world.journals[side].journal.incident;
    if (incident === undefined || lossMs <= world.policy.lagBoundMs + INVOCATION_MS) return;
    if (approvalOf(world, incident, side)?.acceptDataLoss === true) return;
    world.violate(
      '2',
      `a failover that loses ${lossMs / 1000} s of data without approval, where ${world.policy.lagBoundMs / 1000} s are allowed`,
    );
  }

  /** Without an override the evidence must say that the Region is lost, though nothing need be confirmed. */
  private judgeOrder({ name, invocation }: Call): void {
    const { world } = this;
    const isOverridden = world.delivered.some(
      ({ side, command }) =>
        side === invocation.side && command.operation === 'failover' && command.overrideReason !== undefined,
    );
    const { told } = invocation;
    if (isOverridden || (told !== undefined && permitsOrder(told))) return;
    world.violate('2', `${name} by an order without an override, although the Region does not look lost`);
  }

  private judgeEvidence({ name, invocation }: Call, incident: Incident, side: Side): void {
    const { world } = this;
    const { told } = invocation;
    if (told === undefined) return world.violate('2', `${name} without a look at the other Region`);
    const { confirmationMs, failoverWhileReplicatingAfterMs: whileReplicatingMs } = world.policy;
    const ways = [{ mayReplicate: false, forMs: confirmationMs }];
    if (whileReplicatingMs !== undefined) ways.push({ mayReplicate: true, forMs: whileReplicatingMs });
    if (!ways.some(({ mayReplicate }) => saysLost(told, mayReplicate)))
      return world.violate(
        '2',
        `${name} by itself, although not every vantage point says that the Region is lost`,
      );
    if (incident.attempts > 1) return;
    const looks = looksOf(world, side).filter((look) => look.told.completeAt <= told.completeAt);
    if (!ways.some(({ mayReplicate, forMs }) => this.isConfirmed(looks, mayReplicate, forMs)))
      world.violate('2', `${name} by itself before three rounds had agreed for ${confirmationMs / 1000} s`);
  }

  /** Whether rounds that agree go far enough back, with none between them that says the contrary; judged leniently by what a call may take. */
  private isConfirmed(looks: readonly Look[], mayReplicate: boolean, forMs: number): boolean {
    const slackMs = CALL_BOUND_MS + 2 * this.world.nature.skewMs;
    let rounds = 0;
    let firstAt = 0;
    let roundAt = -Infinity;
    let lastAt = -Infinity;
    let lookedAt = -Infinity;
    for (const { told, counts } of looks) {
      const at = told.completeAt;
      // A look that saw too little is one all the same; what happened while there was none nobody knows.
      if (at - lookedAt > CONFIRMATION_GAP_MS + slackMs) rounds = 0;
      lookedAt = at;
      if (saysLost(told, mayReplicate)) {
        if (rounds === 0) firstAt = at;
        if (rounds === 0 || at - roundAt >= ROUND_GAP_MS - slackMs) {
          rounds += 1;
          roundAt = at;
        }
        lastAt = at;
      } else if (counts && contradicts(told, mayReplicate)) rounds = 0;
    }
    return rounds >= CONFIRMATION_ROUNDS && lastAt - firstAt >= forMs - slackMs;
  }

  private judgeMode({ name, invocation }: Call, isOrdered: boolean): void {
    const { world } = this;
    const { policy } = world.parameters;
    const automatic = policy !== undefined && policy.includes('"mode":"automatic"');
    if (isOrdered || automatic || world.modeChangedAt >= invocation.startedAt) return;
    world.violate('2', `${name} by itself, although the mode is not automatic`);
  }

  private judgeKnowledge({ name }: Call, incident: Incident, side: Side): void {
    const { world } = this;
    if (approvalOf(world, incident, side)?.acceptDataLoss === true) return;
    const since = incident.openedAt - 60_000 - 2 * world.nature.skewMs;
    const known = looksOf(world, side).some(
      ({ told: { lag, completeAt } }) => lag !== undefined && lag !== 'none' && completeAt >= since,
    );
    if (!known) world.violate('2', `${name} on an unknown replication lag without approval`);
  }
}
