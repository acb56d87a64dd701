import { other } from '../../schedule';
import { MINUTE } from '../timeline';
import { type Caller, unheard } from './caller';

/** How far back the control metric is looked at. */
const CONTROL_METRIC_MS = 3 * MINUTE;

/** CloudWatch in the own Region. */
export class Metrics {
  constructor(private readonly invocation: Caller) {}

  replicationLag() {
    const { world, side } = this.invocation;
    const told = this.invocation.look('lag');
    return this.invocation.call(
      'metrics.replicationLag',
      'metrics',
      () => world.lag.newest(side, world.time.now),
      undefined,
      {
        answered: (reading) => {
          told.lag = reading ?? 'none';
          told.completeAt = world.time.now;
        },
        failed: () => (told.completeAt = world.time.now),
      },
    );
  }

  hasReplicated() {
    const { world, side } = this.invocation;
    return this.invocation.call('metrics.hasReplicated', 'metrics', () => world.lag.everMeasured(side));
  }

  putTrafficEngaged(engaged: boolean) {
    const { invocation } = this;
    return invocation.call(
      'metrics.putTrafficEngaged',
      'metrics',
      () => invocation.world.putTraffic(invocation.side, engaged),
      { engaged },
    );
  }
}

/** CloudWatch in the other Region. */
export class PeerMetrics {
  constructor(private readonly invocation: Caller) {}

  trafficEngaged() {
    const { world, side } = this.invocation;
    return this.invocation.call('peerMetrics.trafficEngaged', 'peerRds', () =>
      world.controls[other(side)].heldWithin(CONTROL_METRIC_MS, world.time.now),
    );
  }

  runningTasks() {
    const { world, side, last } = this.invocation;
    let asked = -1;
    return this.invocation.call(
      'peerMetrics.runningTasks',
      'peerRds',
      ({ index }) => {
        asked = index;
        return world.regions.runs(other(side)) ? world.running[other(side)] : undefined;
      },
      undefined,
      {
        answered: (running) => {
          if (running !== undefined) last.tasksTold = asked;
        },
        failed: unheard,
      },
    );
  }

  replicationLag() {
    const { world, side } = this.invocation;
    return this.invocation.call('peerMetrics.replicationLag', 'peerRds', () =>
      world.lag.newest(other(side), world.time.now),
    );
  }
}
