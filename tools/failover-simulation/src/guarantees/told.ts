import type {
  Incident,
  Journal,
  JournalEntry,
  JournalEvent,
  Notification,
} from '@healthcare-dr/failover-controller';
import type { Side } from '../schedule';
import { INVOCATION_MS } from '../world/timeline';
import type { World } from '../world/world';
import type { Call, Invocation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { isMove } from './judgement';

/**
 * Guarantee 7: every state change is journalled and notified of, in the same transaction; a notification is taken off only once it
 * was published; and an operation that has not ended within its deadline is reported as stuck by the next invocation that works.
 */
export class Told implements Guarantee {
  /** When the writer's move was asked for first, by incident. */
  private readonly askedAt = new Map<string, number>();

  constructor(private readonly world: World) {}

  begins({ name, invocation }: Call): void {
    const id = this.world.journals[invocation.side].journal.incident?.id;
    if (isMove(name) && id !== undefined && !this.askedAt.has(id)) this.askedAt.set(id, this.world.time.now);
  }

  journalled(
    _call: Call,
    before: Journal,
    after: Journal,
    entries: readonly JournalEntry[],
    side: Side,
  ): void {
    const { world } = this;
    const isNew = before.incident !== after.incident && stateOf(before.incident) !== stateOf(after.incident);
    const trafficMoves = before.traffic.engaged !== after.traffic.engaged;
    // What was withheld stands again as it was before, with its own time.
    const trafficSettles =
      !before.traffic.settled && after.traffic.settled && before.traffic.since === after.traffic.since;
    if ((isNew || trafficMoves) && entries.length === 0)
      world.violate(
        '7',
        `${stateOf(before.incident)} became ${stateOf(after.incident)} without an entry in the history`,
      );
    if (isNew && !tellsMore(before, after))
      world.violate(
        '7',
        `${stateOf(before.incident)} became ${stateOf(after.incident)} without a notification`,
      );
    if (trafficSettles && !tellsMore(before, after))
      world.violate('7', 'traffic was moved, and nobody was told');
    if (before.outbox === after.outbox) return;
    for (const { id } of before.outbox)
      if (!after.outbox.some((kept) => kept.id === id) && !world.topics[side].published.has(id))
        world.violate('7', `the notification ${id} was taken off without having been published`);
  }

  invocationEnds({ side, disturbed, disturbedOnlyBy, dead, finished, trigger, startedAt }: Invocation): void {
    const { world } = this;
    const { incident, outbox } = world.journals[side].journal;
    // Policy and hold switch need not be readable for it.
    const isDisturbed = disturbed && disturbedOnlyBy !== 'configuration';
    if (isDisturbed || dead || !finished || trigger.kind !== 'schedule') return;
    if (incident === undefined || incident.phase === 'closed') return;
    const askedAt = this.askedAt.get(incident.id);
    if (askedAt === undefined || startedAt - askedAt < world.policy.operationDeadlineMs + INVOCATION_MS)
      return;
    const isReport = ({ event, incidentId }: Notification) => isStuck(event) && incidentId === incident.id;
    const reported =
      outbox.some(isReport) ||
      [...world.topics[side].published.values()].some(({ notification }) => isReport(notification));
    if (!reported)
      world.violate(
        '7',
        `${incident.id} is stuck for ${(startedAt - askedAt) / 1000} s, and nobody was told`,
      );
  }
}

const STUCK: ReadonlySet<JournalEvent> = new Set(['failover-stuck', 'switchover-stuck', 'failback-stuck']);

const isStuck = (event: JournalEvent | undefined): boolean => event !== undefined && STUCK.has(event);

const tellsMore = (before: Journal, after: Journal): boolean =>
  after.outbox.some(({ id }) => !before.outbox.some((known) => known.id === id));

const stateOf = (incident: Incident | undefined): string =>
  incident === undefined ? 'no incident' : `${incident.id} ${incident.phase} ${incident.result ?? ''}`.trim();
