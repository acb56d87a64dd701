import type { Happening, Service } from '../schedule';
import type { Timeline } from './timeline';

const SEEN_BY: ReadonlySet<Service> = new Set([
  'journal',
  'configuration',
  'metrics',
  'ownRds',
  'peerRds',
  'probe',
  'witness',
  'egress',
]);

/** What keeps dr's controller from seeing just now, and since when something has. */
export class Blindness {
  since: number | undefined;
  private readonly what: string[] = [];

  constructor(private readonly time: Timeline) {}

  /** dr writes, or does no more: while it does, nothing of the primary is waited for. */
  restart(): void {
    if (this.since !== undefined) this.since = this.time.now;
  }

  change(what: Happening, by: 1 | -1): void {
    const name = nameOf(what);
    if (name === undefined) return;
    if (by === 1) this.what.push(name);
    else this.what.splice(this.what.indexOf(name), 1);
    if (this.what.length === 0) this.since = undefined;
    else this.since ??= this.time.now;
  }

  /** Whether all of it is such as is asked for. */
  isAll(of: (name: string) => boolean): boolean {
    return this.what.every(of);
  }

  get names(): string {
    return this.what.join(' and ');
  }
}

/** What is not seen because of it; `undefined` if everything is. What throttles answers. */
function nameOf(what: Happening): string | undefined {
  switch (what.kind) {
    case 'service':
      return SEEN_BY.has(what.service) && what.fault !== 'throttled' ? what.service : undefined;
    case 'path':
      return what.side === 'dr' && what.path !== 'sns-endpoint' && what.path !== 'autoscaling-endpoint'
        ? what.path
        : undefined;
    case 'check':
      return what.how === 'missing' || what.how === 'garbled' ? `the ${what.how} witness` : undefined;
    default:
      return undefined;
  }
}
