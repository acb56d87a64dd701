import type { GlobalCluster } from '@healthcare-dr/failover-controller';
import { noise } from '../random';
import type { Nature, Side } from '../schedule';
import type { Timeline } from './timeline';

/** What the control planes show from some moment on. */
export interface Picture {
  readonly at: number;
  readonly global: GlobalCluster;
  readonly status: Readonly<Record<Side, string>>;
}

/** What each Region's control plane tells: what was true some seconds ago. */
export class Views {
  private readonly pictures: Picture[] = [];

  constructor(
    private readonly time: Timeline,
    private readonly nature: Nature,
  ) {}

  paint(picture: Omit<Picture, 'at'>): void {
    this.pictures.push({ at: this.time.now, ...picture });
  }

  /** What the nth call is shown. */
  seenBy(call: number): Picture {
    const { pictures } = this;
    const { staleMs, jitter } = this.nature;
    const newest = pictures[pictures.length - 1] as Picture;
    if (staleMs === 0) return newest;
    const asOf = this.time.now - staleMs * noise(jitter + 17, call);
    for (let index = pictures.length - 1; index >= 0; index -= 1) {
      const picture = pictures[index] as Picture;
      if (picture.at <= asOf) return picture;
    }
    return pictures[0] as Picture;
  }
}
