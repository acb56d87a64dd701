import type { RdsPort } from '@healthcare-dr/failover-controller';
import type { Side } from '../../schedule';
import { CLUSTER_ARNS, sideOf } from '../clusters';
import type { Call, Told } from '../call';
import { FailedCall, RefusedCallError } from '../sdk-errors';
import { SECOND } from '../timeline';
import { type Caller, unheard } from './caller';

/** The names of the calls of both RDS ports, written out: a string that is put together has to be hashed and compared anew. */
const RDS_CALLS = {
  ownRds: {
    describeGlobalCluster: 'ownRds.describeGlobalCluster',
    describeCluster: 'ownRds.describeCluster',
    failover: 'ownRds.failover',
    switchover: 'ownRds.switchover',
    setMinimumCapacity: 'ownRds.setMinimumCapacity',
    findFailoverSnapshot: 'ownRds.findFailoverSnapshot',
    copyFailoverSnapshot: 'ownRds.copyFailoverSnapshot',
  },
  peerRds: {
    describeGlobalCluster: 'peerRds.describeGlobalCluster',
    describeCluster: 'peerRds.describeCluster',
    failover: 'peerRds.failover',
    switchover: 'peerRds.switchover',
    setMinimumCapacity: 'peerRds.setMinimumCapacity',
    findFailoverSnapshot: 'peerRds.findFailoverSnapshot',
    copyFailoverSnapshot: 'peerRds.copyFailoverSnapshot',
  },
} as const;

/** How long a snapshot takes until it can be copied. */
export const CREATING_MS = 90 * SECOND;

/** RDS, in one of the Regions. */
export class Rds implements RdsPort {
  private readonly names: (typeof RDS_CALLS)['ownRds'] | (typeof RDS_CALLS)['peerRds'];

  constructor(
    private readonly invocation: Caller,
    private readonly side: Side,
    private readonly service: 'ownRds' | 'peerRds',
  ) {
    this.names = RDS_CALLS[service];
  }

  describeGlobalCluster() {
    const { invocation, service } = this;
    const { world } = invocation;
    let asked = -1;
    const effect = ({ index }: Call) => {
      asked = index;
      return world.aurora.describeGlobal(index);
    };
    if (service !== 'ownRds') return invocation.call(this.names.describeGlobalCluster, service, effect);
    return invocation.call(this.names.describeGlobalCluster, service, effect, undefined, {
      answered: (global) => {
        invocation.last.globalRead = asked;
        const { told } = invocation;
        // Only the look itself: what is asked again right before a call has no part in the quorum.
        if (told === undefined || told.sawGlobal) return;
        told.completeAt = world.time.now;
        told.sawGlobal = global !== undefined;
        told.sawOperation = global?.operation !== undefined;
        told.synchronization = global?.members.find(({ isWriter }) => !isWriter)?.synchronizationStatus;
      },
      failed: unheard,
    });
  }

  describeCluster(clusterArn: string) {
    const { invocation, service } = this;
    const { world } = invocation;
    const effect = ({ index }: Call) => world.aurora.describeMember(sideOf(clusterArn), index);
    if (service !== 'peerRds') return invocation.call(this.names.describeCluster, service, effect);
    const told = invocation.look('peer');
    const hear = (peer: Told['peer']) => {
      told.peer = peer;
      told.completeAt = world.time.now;
    };
    return invocation.call(this.names.describeCluster, service, effect, undefined, {
      answered: ({ status, availableInstances: instances }) => hear({ status, instances }),
      failed: (error) => {
        if (error instanceof FailedCall) hear({ failure: error.truly });
      },
    });
  }

  failover(_globalClusterId: string, targetClusterArn: string) {
    return this.start('failover', targetClusterArn);
  }

  switchover(_globalClusterId: string, targetClusterArn: string) {
    return this.start('switchover', targetClusterArn);
  }

  setMinimumCapacity(clusterArn: string, minAcu: number) {
    return this.invocation.call(this.names.setMinimumCapacity, this.service, () => {
      const { world } = this.invocation;
      world.minAcu[sideOf(clusterArn)] = minAcu;
    });
  }

  findFailoverSnapshot(clusterArn: string) {
    return this.invocation.call(this.names.findFailoverSnapshot, this.service, () => {
      const createdAt = this.invocation.world.aurora.snapshots[sideOf(clusterArn)];
      if (createdAt === undefined) return undefined;
      const creating = createdAt > this.invocation.world.time.now - CREATING_MS;
      return {
        snapshotArn: `${clusterArn}:snapshot:${createdAt}`,
        createdAt,
        status: creating ? 'creating' : 'available',
      };
    });
  }

  copyFailoverSnapshot(snapshotArn: string) {
    const { invocation } = this;
    return invocation.call(this.names.copyFailoverSnapshot, this.service, () => {
      invocation.world.guarantees.snapshotCopied(invocation.side, Number(snapshotArn.split(':').at(-1)));
      invocation.world.copies.add(snapshotArn);
    });
  }

  private start(kind: 'failover' | 'switchover', targetClusterArn: string) {
    const { invocation, service, side } = this;
    const target = sideOf(targetClusterArn);
    return invocation.call(
      this.names[kind],
      service,
      (call) => {
        const failure =
          targetClusterArn === CLUSTER_ARNS[target]
            ? invocation.world.aurora.start(kind, target, side, call)
            : 'invalid';
        if (failure !== undefined) throw new RefusedCallError(failure, 'the state does not allow it');
      },
      { target },
    );
  }
}
