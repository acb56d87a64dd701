import {
  MAX_FAILOVER_ATTEMPTS,
  MAX_PLANNED_ATTEMPTS,
  type Incident,
} from '@healthcare-dr/failover-controller';
import type { Side } from '../schedule';
import { INVOCATION_MS } from '../world/timeline';
import type { World } from '../world/world';
import type { Call, Operation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { approvalOf, isMove, isMutating, MINUTE_MS } from './judgement';

/** A call that asked RDS to move the writer. */
interface Asked {
  readonly incident: Incident;
  readonly side: Side;
  readonly at: number;
  /** What RDS took on because of it. */
  operation: Operation | undefined;
}

/**
 * Guarantee 1: never two failovers of one incident, nor one while another runs or right after it; never one when the target
 * already writes; a cool-down between the incidents of a Region's controller; no failback, nor any other planned move, that nobody asked for, and each command
 * moves the writer once, however often it is delivered.
 */
export class OneFailover implements Guarantee {
  private readonly asked: Asked[] = [];

  constructor(private readonly world: World) {}

  begins(call: Call): void {
    const { world } = this;
    const { side, epoch } = call.invocation;
    if ((isMutating(call.name) || call.engaged !== undefined) && world.journals[side].epoch !== epoch)
      return world.violate('1', `${call.name} by an invocation that does not hold the lease`);
    if (!isMove(call.name)) return;
    const incident = world.journals[side].journal.incident;
    const target = call.target ?? side;
    if (incident === undefined || incident.phase !== 'promoting')
      return world.violate('1', `${call.name} although the journal has no intent to promote`);
    if (call.invocation.last.globalRead < call.invocation.last.journalWritten)
      return world.violate('1', `${call.name} without another look at the global cluster right before`);
    this.judgeState(call, target);
    this.judgeRepetition(call, incident, side);
    this.judgeCause(call, incident, side);
    this.asked.push({ incident, side, at: world.time.now, operation: undefined });
  }

  /** What RDS took on is known once it did. */
  operationStarts(operation: Operation): void {
    if (operation.by === 'console') return;
    const { startedAt, invocation } = operation.by;
    const asked = this.asked.find(({ at, side }) => at === startedAt && side === invocation.side);
    if (asked !== undefined) asked.operation = operation;
  }

  /** A writer or an operation that any look could have shown. */
  private judgeState({ name }: Call, target: Side): void {
    const { world } = this;
    const { aurora, time, nature } = world;
    const oldest = time.now - nature.staleMs - MINUTE_MS;
    const reign = aurora.reigns.at(-1);
    if (reign?.side === target && (reign.settledAt ?? Infinity) < oldest)
      world.violate('1', `${name} although ${target} already writes`);
    // Whoever orders it against the evidence lets AWS say whether what runs gives way.
    const isOverridden = world.delivered.some(
      ({ command }) => command.operation === 'failover' && command.overrideReason !== undefined,
    );
    if (aurora.operation !== undefined && aurora.operation.startedAt < oldest && !isOverridden)
      world.violate('1', `${name} while RDS is at a ${aurora.operation.kind}`);
  }

  private judgeRepetition(call: Call, incident: Incident, side: Side): void {
    const { world } = this;
    const { now } = world.time;
    const before = this.asked.filter((asked) => asked.incident.id === incident.id && asked.side === side);
    if (before.some(({ operation }) => operation?.succeeded === true))
      world.violate('1', `a second ${call.name} for ${incident.id}, whose first one had succeeded`);
    const taken = before.findLast(({ operation }) => operation !== undefined);
    if (incident.kind !== 'failover' && taken?.operation !== undefined && this.wasSeen(taken.operation, side))
      world.violate('1', `${call.name} again, although RDS was seen at it and did not move the writer`);
    if (taken !== undefined && now - taken.at < world.policy.reissueAfterMs - INVOCATION_MS)
      world.violate('1', `${call.name} again ${(now - taken.at) / 1000} s after RDS took the last one on`);
    const most = incident.kind === 'failover' ? MAX_FAILOVER_ATTEMPTS : MAX_PLANNED_ATTEMPTS;
    const times = before.filter(({ operation }) => operation !== undefined).length;
    if (times >= most)
      world.violate('1', `${call.name} for ${incident.id}, for which RDS took ${times} on already`);
  }

  /** Whether a run that nothing disturbed looked while RDS was at an operation that failed since. */
  private wasSeen({ startedAt, endedAt, succeeded }: Operation, side: Side): boolean {
    const { invocations, nature } = this.world;
    if (endedAt === undefined || succeeded !== false) return false;
    return invocations.some(
      (run) =>
        run.side === side &&
        run.finished &&
        !run.dead &&
        !run.disturbed &&
        run.trigger.kind === 'schedule' &&
        run.startedAt > startedAt + nature.staleMs &&
        run.startedAt + INVOCATION_MS < endedAt &&
        run.looks.some(({ sawOperation }) => sawOperation),
    );
  }

  private judgeCause({ name, invocation }: Call, incident: Incident, side: Side): void {
    const { world } = this;
    const { requestId, kind } = incident;
    if (requestId !== undefined) {
      const wasAsked = world.delivered.some(
        ({ command, side: there }) =>
          there === side && command.operation === kind && command.requestId === requestId && !command.dryRun,
      );
      if (!wasAsked) world.violate('1', `${name} for a ${kind} that no operator asked for`);
      const twice = this.asked.some(
        (asked) =>
          asked.incident.requestId === requestId && asked.incident.id !== incident.id && asked.side === side,
      );
      if (twice) world.violate('1', `${name} a second time for the one command ${requestId}`);
      return;
    }
    if (kind !== 'failover' || invocation.side === 'primary')
      return world.violate('1', `${name} by itself, where an operator must ask`);
    if (approvalOf(world, incident, side) !== undefined) return;
    const last = this.asked.findLast(
      (asked) =>
        asked.side === side &&
        asked.incident.id !== incident.id &&
        asked.incident.kind === 'failover' &&
        asked.operation?.succeeded === true,
    );
    const endedAt = last?.operation?.endedAt;
    if (endedAt !== undefined && world.time.now - endedAt < world.policy.cooldownMs - 2 * world.nature.skewMs)
      world.violate(
        '1',
        `${name} by itself ${(world.time.now - endedAt) / 1000} s after the last failover, within the cool-down`,
      );
  }
}
