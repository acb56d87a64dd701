import type { Journal } from '@healthcare-dr/failover-controller';
import type { Operation } from './call';
import type { Guarantee } from './guarantee';
import { MINUTE } from './timeline';
import type { World } from './world';

/** What the way from the loss of the primary to clients in dr consists of, in order. */
export const PARTS = ['noticed', 'confirmed', 'takenOn', 'promoted', 'led'] as const;
export type Part = (typeof PARTS)[number];

/** How a run ended in which the primary was lost for long, or failed over. */
export type Ending =
  /** By the controller, and nobody had asked for it. */
  | 'automatic'
  /** By the controller, by order or approval of an operator. */
  | 'ordered'
  /** By somebody past the controller. */
  | 'console'
  /** Nobody wrote in dr, and somebody was paged. */
  | 'left';

/** A loss of at least this length asks for something. */
const LONG_MS = 15 * MINUTE;

/** What became of a lost primary, and what took how long. */
export class Course implements Guarantee {
  /** When each part ended first, since the primary was lost. */
  private readonly marks: Partial<Record<Part, number>> = {};
  private lostAt: number | undefined;
  private wasLostForLong = false;

  constructor(private readonly world: World) {}

  minutePasses(): void {
    const { truth, time } = this.world;
    if (truth.lostSince === undefined) return;
    this.lostAt ??= truth.lostSince;
    if (time.now - truth.lostSince >= LONG_MS) this.wasLostForLong = true;
  }

  journalled(_call: unknown, _before: Journal, { incident }: Journal): void {
    if (incident?.kind !== 'failover' || incident.phase === 'closed') return;
    this.mark('noticed');
    if (incident.phase === 'promoting') this.mark('confirmed');
  }

  operationStarts({ kind, target, by }: Operation): void {
    if (kind === 'failover' && target === 'dr' && by !== 'console') this.mark('takenOn');
  }

  trafficMoves(engaged: boolean): void {
    if (engaged) this.mark('led');
  }

  /** How it ended; `undefined` where nothing was lost for long, and nothing failed over. */
  get ending(): Ending | undefined {
    const { aurora, delivered } = this.world;
    const moved = aurora.operations.filter(({ target, succeeded }) => target === 'dr' && succeeded === true);
    const failover = moved.find(({ kind, by }) => kind === 'failover' && by !== 'console');
    if (failover !== undefined)
      return delivered.some(
        ({ at, command: { operation } }) =>
          at <= failover.startedAt && (operation === 'failover' || operation === 'approve'),
      )
        ? 'ordered'
        : 'automatic';
    if (!this.wasLostForLong) return undefined;
    if (moved.some(({ by }) => by === 'console')) return 'console';
    return moved.length > 0 ? 'ordered' : 'left';
  }

  /** How long each part took, in ms; `undefined` where the controller did not come to the end of it by itself. */
  get parts(): Readonly<Record<Part, number>> | undefined {
    if (this.lostAt === undefined || this.ending !== 'automatic') return undefined;
    const promoted = this.world.aurora.reigns.find(
      ({ side, from }) => side === 'dr' && from >= (this.lostAt ?? 0),
    );
    const ends = { ...this.marks, ...(promoted && { promoted: promoted.from }) };
    const parts: Partial<Record<Part, number>> = {};
    let last = this.lostAt;
    for (const part of PARTS) {
      const end = ends[part];
      if (end === undefined || end < last) return undefined;
      parts[part] = end - last;
      last = end;
    }
    return parts as Record<Part, number>;
  }

  private mark(part: Part): void {
    const { time, truth } = this.world;
    this.lostAt ??= truth.lostSince;
    if (this.lostAt !== undefined) this.marks[part] ??= time.now;
  }
}
