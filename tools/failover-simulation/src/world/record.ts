import type { Reached } from './people';
import type { Violation } from './guarantee';
import type { World } from './world';
import { BEGINNING } from './timeline';
import type { Side } from '../schedule';

/** Something of a run, and when: milliseconds since its beginning. */
interface Timed {
  readonly at: number;
}

/** What truly happened in a run, from outside. */
export interface Facts {
  /** What RDS took on. */
  readonly operations: readonly (Timed & {
    readonly kind: 'failover' | 'switchover';
    readonly target: Side;
    readonly by: 'controller' | 'console';
    readonly lossMs: number;
  })[];
  /** Who wrote, from when on. */
  readonly reigns: readonly (Timed & { readonly side: Side })[];
  /** Where traffic went. */
  readonly traffic: readonly (Timed & { readonly to: Side })[];
  /** What reached a person. */
  readonly reached: readonly (Timed & Omit<Reached, 'at'>)[];
  /** What dr's controller said of itself. */
  readonly heartbeats: readonly (Timed & { readonly healthy: boolean })[];
  readonly tasks: Readonly<Record<Side, number>>;
  readonly falseFailovers: number;
  readonly violation: Violation | undefined;
}

/** The facts of a run that is over. */
export function factsOf({ aurora, traffic, people, tasks, falseFailovers, violation }: World): Facts {
  const since = <T extends Timed>(timed: T): T => ({ ...timed, at: timed.at - BEGINNING });
  return {
    operations: aurora.operations.map(({ kind, target, by, startedAt, lossMs }) => ({
      at: startedAt - BEGINNING,
      kind,
      target,
      by: by === 'console' ? by : 'controller',
      lossMs,
    })),
    reigns: aurora.reigns.map(({ side, from }) => ({ side, at: from - BEGINNING })),
    traffic: traffic.map(since),
    reached: people.reached.map(since),
    heartbeats: people.heartbeats.map(since),
    tasks,
    falseFailovers,
    violation,
  };
}
