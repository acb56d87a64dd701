import { CALL_BOUND_MS, type Incident } from '@healthcare-dr/failover-controller';
import type { Side } from '../schedule';
import { INVOCATION_MS } from '../world/timeline';
import type { World } from '../world/world';
import type { Call, Operation, Told } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { consentTo, isFailover, isMove, signalsDown } from './judgement';

/** What one look said, for the confirmation. */
interface Look {
  readonly told: Told;
  readonly side: Side;
  readonly down: number;
  /** Whether it must have undone a confirmation: nothing kept the controller from writing down what it saw. */
  readonly counts: boolean;
}

/**
 * Guarantee 2: no failover that may lose data without a quorum of independent signals, confirmed over time; none beyond the lag
 * bound or on an unknown lag without consent; none by itself where the mode asks for consent; and a planned operation never turns
 * into an unplanned one. The signals are those that the invocation was given before it made the call; the loss is the true one, of
 * which only what was written since that invocation looked, a minute at most, is not held against it.
 */
export class QuorumAndBound implements Guarantee {
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
    this.judgeQuorum(call, incident, side);
    this.judgeMode(call, incident, side);
    this.judgeKnowledge(call, incident, side);
  }

  /** The true loss, when RDS takes the failover on. */
  operationStarts({ kind, by, lossMs }: Operation): void {
    if (kind !== 'failover' || by === 'console') return;
    const { world } = this;
    const { side } = by.invocation;
    const incident = world.journals[side].journal.incident;
    if (incident === undefined || lossMs <= world.policy.lagBoundMs + INVOCATION_MS) return;
    if (consentTo(world, incident, side)?.acceptDataLoss === true) return;
    world.violate(
      '2',
      `a failover that loses ${lossMs / 1000} s of data without consent, where ${world.policy.lagBoundMs / 1000} s are allowed`,
    );
  }

  private judgeQuorum({ name, invocation }: Call, incident: Incident, side: Side): void {
    const { world } = this;
    const { quorum, confirmationMs } = world.policy;
    const { told } = invocation;
    if (told === undefined) return world.violate('2', `${name} without a look at the other Region`);
    const down = signalsDown(told);
    if (down < quorum) return world.violate('2', `${name} on ${down} signals, where ${quorum} are needed`);
    if (incident.attempts > 1) return;
    const looks = this.looksOf(side).filter((look) => look.told.completeAt < told.completeAt);
    const reset = looks.findLastIndex((look) => look.counts && look.down < quorum);
    const confirming = looks.slice(reset + 1).filter((look) => look.down >= quorum);
    const first = confirming[0];
    const slackMs = CALL_BOUND_MS + 2 * world.nature.skewMs;
    if (first === undefined || told.completeAt - first.told.completeAt < confirmationMs - slackMs)
      world.violate('2', `${name} before the quorum had held for ${confirmationMs / 1000} s`);
  }

  private judgeMode({ name, invocation }: Call, incident: Incident, side: Side): void {
    const { world } = this;
    const { policy } = world.parameters;
    const automatic = policy !== undefined && policy.includes('"mode":"automatic"');
    if (automatic || world.modeChangedAt >= invocation.startedAt) return;
    if (consentTo(world, incident, side) === undefined)
      world.violate('2', `${name} by itself, although the mode is not automatic`);
  }

  private judgeKnowledge({ name }: Call, incident: Incident, side: Side): void {
    const { world } = this;
    if (consentTo(world, incident, side)?.acceptDataLoss === true) return;
    const oldest = incident.openedAt - world.policy.lagMaxAgeMs - 2 * world.nature.skewMs;
    const known = this.looksOf(side).some(
      ({ told: { lag, completeAt } }) =>
        lag !== undefined &&
        lag !== 'none' &&
        lag.measuredAt >= oldest &&
        completeAt >= incident.openedAt - 60_000,
    );
    if (!known) world.violate('2', `${name} on an unknown replication lag without consent`);
  }

  private looksOf(side: Side): readonly Look[] {
    return this.world.invocations
      .filter((invocation) => invocation.side === side)
      .flatMap((invocation) =>
        invocation.looks.map((told, index, { length }) => ({
          told,
          side,
          down: signalsDown(told),
          counts:
            index === length - 1 &&
            !invocation.disturbed &&
            invocation.finished &&
            !invocation.dead &&
            invocation.trigger.kind !== 'command' &&
            !invocation.heldWhenRead &&
            told.sawGlobal &&
            !told.sawOperation,
        })),
      )
      .sort((one, another) => one.told.completeAt - another.told.completeAt);
  }
}
