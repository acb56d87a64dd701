import type { Ports } from '@healthcare-dr/failover-controller';
import { other } from '../../schedule';
import type { Caller } from './caller';
import { Metrics, PeerMetrics } from './metrics';
import { ask, reaches, serves } from './outside';
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
    backupNotifications: {
      publish: (notification) =>
        caller.call('backupNotifications.publish', 'backupNotifications', () =>
          world.published(side, notification),
        ),
    },
    // The handler beats, not the reconciler; whether a run was healthy is what the world looks at.
    heartbeat: { beat: () => Promise.resolve() },
    probe: { serves: () => serves(caller) },
    witness: { ask: (role) => ask(caller, role) },
    egress: { reaches: () => reaches(caller) },
    capacity: {
      minimumTasks: () => caller.call('capacity.minimumTasks', 'capacity', () => world.tasks[side]),
      lowerMinimumTasks: (tasks) =>
        caller.call('capacity.lowerMinimumTasks', 'capacity', () => {
          world.tasks[side] = Math.min(world.tasks[side], tasks);
        }),
      raiseMinimumTasks: (tasks) =>
        caller.call('capacity.raiseMinimumTasks', 'capacity', () => {
          world.tasks[side] = Math.max(world.tasks[side], tasks);
        }),
    },
    clock: { now: () => world.time.now + skewMs },
    pause: (ms) => caller.pause(ms),
  };
}
