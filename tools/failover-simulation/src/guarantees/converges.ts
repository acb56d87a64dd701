import { other, type Side } from '../schedule';
import { CREATING_MS } from '../world/ports/rds';
import type { World } from '../world/world';
import { MINUTE } from '../world/timeline';
import type { Guarantee } from '../world/guarantee';

/** The least number of tasks, and of ACU, before anything was raised. */
const BEFORE = 2;

/**
 * Guarantee 6: a crash after any step resumes to the same end, and duplicated, late and reordered events change nothing. That it
 * comes to an end at all once the faults are over is judged by the world, which waits for it; here, that the end is the right one:
 * what follows a promotion is done, and nothing is left half done. (That the end is the same as without the crash is what
 * the enumerations compare.)
 */
export class Converges implements Guarantee {
  constructor(private readonly world: World) {}

  snapshotCopied(side: Side, createdAt: number): void {
    const { world } = this;
    const { pendingSnapshot } = world.journals[side].journal;
    if (pendingSnapshot !== undefined && createdAt < pendingSnapshot.since)
      world.violate('6', 'the snapshot of another incident was copied');
    if (world.time.now - createdAt < CREATING_MS)
      world.violate('6', 'a snapshot was copied that was not there yet');
  }

  /**
   * dr runs no fewer tasks than the primary ran, of which its controller was told, and could keep it, while the primary lived.
   */
  private judgeCarried(): void {
    const { world } = this;
    const { incident } = world.journals.dr.journal;
    if (incident?.result !== 'succeeded' || incident.kind === 'failback' || world.aurora.writer !== 'dr')
      return;
    if (this.movedByOthers('dr')) return;
    const wasTold = world.invocations.some(
      ({ side, dead, last, startedAt, trigger }) =>
        side === 'dr' &&
        last.tasksTold >= 0 &&
        (last.journalWritten > last.tasksTold || (!dead && trigger.kind === 'schedule')) &&
        startedAt < incident.openedAt - MINUTE,
    );
    // It remembers what it was told only while nothing spoke against the primary.
    if (
      !wasTold ||
      world.journals.dr.journal.capacity === undefined ||
      world.touched ||
      world.journals.dr.wasLost ||
      world.tasks.dr >= world.running.primary
    )
      return;
    world.violate(
      '6',
      `${incident.id} ended, and dr has a minimum of ${world.tasks.dr} tasks, where the primary ran ${world.running.primary}`,
    );
  }

  /** Where the writer was moved past the controller, whoever did that raises the capacity too: the runbook by which it is done says so. */
  private movedByOthers(to: Side): boolean {
    const moved = this.world.aurora.operations.findLast(
      ({ target, succeeded }) => target === to && succeeded === true,
    );
    return moved?.by === 'console';
  }

  /** Once the primary writes again, dr costs what it did before. */
  private judgeRestored(): void {
    const { world } = this;
    const { aurora, tasks, minAcu, disturbedCapacity, touched } = world;
    if (aurora.writer === 'dr' || disturbedCapacity || touched || world.journals.dr.wasLost) return;
    const wasRaised = aurora.operations.some(({ target, by }) => target === 'dr' && by !== 'console');
    if (wasRaised && (tasks.dr > BEFORE || minAcu.dr > BEFORE))
      world.violate(
        '6',
        `the primary writes again, and dr keeps a minimum of ${tasks.dr} tasks and ${minAcu.dr} ACU`,
      );
  }

  ends(): void {
    const { world } = this;
    this.judgeCarried();
    this.judgeRestored();
    const { minTasks, minAcu } = world.policy.capacity;
    for (const side of ['dr', 'primary'] as const) {
      const { incident } = world.journals[side].journal;
      if (incident?.result !== 'succeeded' || incident.kind === 'failback') continue;
      // What was raised is lowered once the other side writes again.
      const givenUp = world.disturbedCapacity || world.aurora.writer !== side || this.movedByOthers(side);
      if (minTasks !== undefined && world.tasks[side] < minTasks && !givenUp)
        world.violate('6', `${incident.id} ended, and ${side} has a minimum of ${world.tasks[side]} tasks`);
      if (minAcu !== undefined && world.minAcu[side] < minAcu && !givenUp)
        world.violate('6', `${incident.id} ended, and ${side} has a minimum of ${world.minAcu[side]} ACU`);
      const snapshotOf = other(side);
      const createdAt = world.aurora.snapshots[snapshotOf];
      if (incident.kind !== 'failover' || createdAt === undefined || createdAt < incident.openedAt) continue;
      if (world.copies.size === 0 && world.journals[side].journal.pendingSnapshot === undefined)
        world.violate('6', `the snapshot of the old primary was not copied, and is forgotten`);
    }
  }
}
