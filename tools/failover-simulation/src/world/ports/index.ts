import type { Ports } from '@healthcare-dr/failover-controller';
import { other } from '../../schedule';
import type { Caller } from './caller';
import { Metrics, PeerMetrics } from './metrics';
import { Rds } from './rds';
import { Configuration, JournalTable } from './stores';

/** What an invocation is given to reach the world by. */
export function portsOf(caller: Caller): Ports {
  const { world, side, skewMs } = caller;
  return {
    ownRds: new Rds(caller, side, 'ownRds'),
    peerRds: new Rds(caller, other(side), 'peerRds'),
    metrics: new Metrics(caller),
    peerMetrics: new PeerMetrics(caller),
    configuration: new Configuration(caller),
    journal: new JournalTable(caller),
    notifications: {
      publish: (notification) =>
        caller.call('notifications.publish', 'notifications', () => world.published(side, notification)),
    },
    probe: { serves: () => probe(caller) },
    witness: {
      ask: (role) =>
        caller.call('witness.ask', 'witness', () => (world.regions.serves(role) ? 'healthy' : 'unhealthy')),
    },
    egress: { reaches: () => caller.call('egress.reaches', 'egress', () => true).catch(() => false) },
    capacity: {
      raiseMinimumTasks: (tasks) =>
        caller.call('capacity.raiseMinimumTasks', 'capacity', () => {
          world.tasks[side] = Math.max(world.tasks[side], tasks);
        }),
    },
    clock: { now: () => world.time.now + skewMs },
  };
}

/** Never throws, never takes longer than its time-out. */
function probe(caller: Caller): Promise<boolean> {
  const { world, side } = caller;
  const told = caller.look('probe');
  return caller
    .call('probe.serves', 'probe', () => world.regions.answers(other(side)))
    .catch(() => false)
    .then((serves) => {
      told.completeAt = world.time.now;
      return (told.serves = serves);
    });
}
