import type { Path, Service, Side } from '../schedule';
import { MINUTE, type Timeline } from './timeline';

/** Along what the calls of a port leave the function. What shares a path fails together. */
const WAYS: Readonly<Record<Service, Exclude<Path, 'zone' | 'anchors'>>> = {
  journal: 'dynamodb-endpoint',
  configuration: 'ssm-endpoint',
  notifications: 'sns-endpoint',
  backupNotifications: 'nat',
  metrics: 'monitoring-endpoint',
  ownRds: 'rds-endpoint',
  capacity: 'autoscaling-endpoint',
  peerRds: 'nat',
  probe: 'nat',
  egress: 'nat',
  witness: 'resolver',
};

/** Until the interfaces of endpoints in a lost zone are answered with no more. */
const WITHDRAWN_MS = 2 * MINUTE;
/** The share of calls that meet such an interface until then. */
const STRUCK = 1 / 3;

/** What the controllers' calls go along in each Region, and what of it is out of order. Faults overlap, so they are counted. */
export class Paths {
  private readonly down: Record<Side, Map<Path, number>> = { primary: new Map(), dr: new Map() };
  private readonly zoneLostAt: Record<Side, number> = { primary: -Infinity, dr: -Infinity };
  private troubles = 0;

  constructor(private readonly time: Timeline) {}

  change(side: Side, path: Path, by: 1 | -1): void {
    this.down[side].set(path, (this.down[side].get(path) ?? 0) + by);
    this.troubles += by;
    if (path === 'zone' && by === 1) this.zoneLostAt[side] = this.time.now;
  }

  /** Whether everything is in order. */
  get whole(): boolean {
    return this.troubles === 0;
  }

  /** Whether the one way out of a Region's VPC is open. */
  leaves(side: Side): boolean {
    return !this.fails(side, 'nat') && !this.fails(side, 'zone');
  }

  /** Whether a call that goes to a service is lost on its way. @param draw - a number in [0, 1) of the call's own */
  loses(side: Side, service: Service, draw: number): boolean {
    if (this.troubles === 0) return false;
    const way = WAYS[service];
    if (this.fails(side, way)) return true;
    if (service === 'egress' && this.fails(side, 'anchors')) return true;
    if (!this.fails(side, 'zone') || way === 'resolver') return false;
    return way === 'nat' || (draw < STRUCK && this.time.now - this.zoneLostAt[side] < WITHDRAWN_MS);
  }

  private fails(side: Side, path: Path): boolean {
    return (this.down[side].get(path) ?? 0) > 0;
  }
}
