import { DOCUMENTED_PROMOTION_MS } from '../promotion';
import type { World } from './world';

/** The planned moves of the writer: to dr, and back home. */
export const HANDOVERS = ['switchover', 'failback'] as const;

/** How long clients were without a database that takes their writes, in one planned move of the controller's. */
export interface Handover {
  readonly operation: (typeof HANDOVERS)[number];
  /** From RDS taking it on, when the writer stops, until the other side writes; in ms. */
  readonly movingMs: number;
  /** From then until clients are led there. */
  readonly leadingMs: number;
  /** Whether nothing has failed in the run, and AWS took as long as it says at most. */
  readonly isAlone: boolean;
}

/** Of the operations that came to their end, and whose clients were led after them. */
export function handoversOf({
  aurora,
  furtherFaults,
  nature,
  recovery,
  traffic,
}: World): readonly Handover[] {
  const isAlone =
    recovery.lostAt === undefined && furtherFaults === 0 && nature.operationMs <= DOCUMENTED_PROMOTION_MS;
  return aurora.operations.flatMap(({ kind, by, target, startedAt, succeeded }) => {
    if (kind !== 'switchover' || by === 'console' || succeeded !== true) return [];
    const reign = aurora.reigns.find(({ side, from }) => side === target && from >= startedAt);
    if (reign === undefined) return [];
    const led = traffic.find(
      ({ to, at }) => to === target && at >= reign.from && at <= (reign.until ?? Infinity),
    );
    if (led === undefined) return [];
    return [
      {
        operation: target === 'dr' ? ('switchover' as const) : ('failback' as const),
        movingMs: reign.from - startedAt,
        leadingMs: led.at - reign.from,
        isAlone,
      },
    ];
  });
}
