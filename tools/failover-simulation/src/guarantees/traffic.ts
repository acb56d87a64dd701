import type { Side } from '../schedule';
import type { World } from '../world/world';
import type { Invocation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { MINUTE_MS } from './judgement';

/** Within how long clients follow the writer, where nothing but the primary has failed: three looks, and what a call may take. */
const FOLLOWS_WITHIN_MS = 8 * MINUTE_MS;

/**
 * Guarantee 4: traffic goes to dr only once dr writes, stays there until the primary writes again, and
 * never flaps: each move of the writer moves traffic once at most. And the control metric is kept alive from the schedule.
 */
export class TrafficFollowsWriter implements Guarantee {
  /** The reign that traffic last followed, by side. */
  private readonly followed: Record<Side, number> = { primary: -1, dr: -1 };
  private lastWrittenAt: number;
  /** Undisturbed scheduled invocations since the control metric was last written. */
  private silent = 0;

  constructor(private readonly world: World) {
    this.lastWrittenAt = world.time.now;
    if (world.nature.writer === 'dr') this.followed.dr = 0;
  }

  trafficMoves(engaged: boolean, byHomeControl: boolean): void {
    const { world } = this;
    const { aurora, time, nature } = world;
    const side: Side = engaged ? 'dr' : 'primary';
    const oldest = time.now - nature.staleMs - 2 * MINUTE_MS;
    const reign = aurora.reigns.findLastIndex(
      (candidate) => candidate.side === side && (candidate.until ?? Infinity) >= oldest,
    );
    const where = engaged ? 'to dr' : 'home';
    if (reign < 0 && byHomeControl && world.controls.primary.newest) {
      // It did not let go, it fell silent: its Region may be the one that is lost. What still holds clients in dr is dr's own, which could not let go.
      this.followed.primary = -1;
      return;
    }
    if (reign < 0) world.violate('4', `traffic went ${where} while ${aurora.writer} writes`);
    else if (reign <= this.followed[side])
      world.violate('4', `traffic went ${where} twice for one move of the writer`);
    this.followed[side] = reign;
    const { primary: silentSince } = world.checkers.silentSince;
    const isSilent = silentSince !== undefined && time.now - silentSince > 3 * MINUTE_MS;
    // From a Region that is dark nothing is taken away; and from a dr that does not write any more the primary's controller keeps clients
    // away, whatever becomes of the primary: what they read there would grow old without a word.
    if (!engaged && isSilent && world.regions.stands('dr') && !world.controls.primary.engaged)
      world.violate('4', 'traffic went home to a primary that does not serve');
  }

  /** RDS may show the operation for as long as the old Region is dark: clients do not wait for that. */
  minutePasses(): void {
    const { world } = this;
    const { aurora, time, furtherFaults, leads } = world;
    const reign = aurora.reigns.at(-1);
    const waits = leads === 'primary' && reign?.side === 'dr' && time.now - reign.from > FOLLOWS_WITHIN_MS;
    const isLeftToOthers = aurora.operations.some(({ by }) => by === 'console');
    if (waits && furtherFaults === 0 && !isLeftToOthers)
      world.violate(
        '4',
        `dr has written for ${(time.now - (reign?.from ?? 0)) / 60_000} min, and clients are not led there`,
      );
  }

  metricWritten(): void {
    this.lastWrittenAt = this.world.time.now;
    this.silent = 0;
  }

  invocationEnds({ side, disturbed, dead, trigger, startedAt }: Invocation): void {
    if (side !== 'dr' || disturbed || dead || trigger.kind !== 'schedule') return;
    // While a new value is to be written, either one may stand there, and none is repeated.
    // Nor by a journal that is new, before it is known who writes.
    const { settled, since } = this.world.journals.dr.journal.traffic;
    if (!settled || since === 0) return;
    if (startedAt > this.lastWrittenAt) this.silent += 1;
    if (this.silent >= 3)
      this.world.violate('4', 'the control metric was not kept alive by three scheduled invocations');
  }
}
