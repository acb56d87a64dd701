import type { Mutant } from './mutant';

/** Where clients are led, in which order, and for how long. */
export const TRAFFIC: readonly Mutant[] = [
  {
    name: 'a new journal repeats what it does not know',
    breaks: ['4'],
    find: 'traffic.since > 0 || writesElsewhere(observation, ownClusterArn)',
    replace: 'traffic.since >= 0 || writesElsewhere(observation, ownClusterArn)',
  },
  {
    name: 'clients are let go although dr still leads them there',
    breaks: ['4'],
    find: '      valueOf(observation.peerEngaged) === false);',
    replace: '      valueOf(observation.hold) !== undefined);',
  },
  {
    name: 'traffic before the promotion',
    breaks: ['4'],
    find: 'await ports.ownRds.failover(',
    replace: 'await ports.metrics.putTrafficEngaged(true);\n      await ports.ownRds.failover(',
  },
  {
    name: 'drift is not followed',
    breaks: ['6'],
    find: '  const isAdrift = drWrites ? !engaged : primaryWrites && engaged;',
    replace: '  const isAdrift = drWrites && primaryWrites && engaged;',
  },
  {
    name: 'traffic goes home before the primary serves',
    breaks: ['4'],
    find: '  const mayNotGoHome = !drWrites && valueOf(observation.serves) !== true;',
    replace: '  const mayNotGoHome = !drWrites && observation.at === 0;',
  },
  {
    name: 'a way home that did not go out is gone although the primary serves no more',
    breaks: ['4'],
    find: "    if (mayNotGoHome) return wait({ code: 'primary-not-serving' });\n    return",
    replace: '    return',
  },
  {
    name: 'a release that did not go out is made up for although the writer is here again',
    breaks: ['4'],
    find: '  const keepsAway = ownWrites && (engaged || !agrees);',
    replace: '  const keepsAway = ownWrites && engaged;',
  },
  {
    name: 'no keep-alive of the control metric',
    breaks: ['4'],
    find: "if (trigger.kind === 'schedule') await keepAlive(",
    replace: "if (trigger.kind === 'unknown') await keepAlive(",
  },
  {
    name: 'traffic flaps home when the primary serves',
    breaks: ['4'],
    find: 'await ports.metrics.putTrafficEngaged(journal.traffic.engaged);',
    replace:
      'await ports.metrics.putTrafficEngaged(\n      journal.traffic.engaged && valueOf(run.observation?.serves) !== true,\n    );',
  },
  {
    name: 'keeps alive what never went out',
    breaks: ['3', '4'],
    find: '  traffic.settled &&\n  !isOnItsWayHome(',
    replace: '  traffic.since >= 0 &&\n  !isOnItsWayHome(',
  },
  {
    name: 'clients are held in dr to the end of the minute in which the writer is home',
    breaks: ['0'],
    find: "  incident?.kind === 'failback' &&\n  incident.phase === 'promoting' &&",
    replace: "  incident?.kind === 'failback' &&\n  incident.phase === 'suspected' &&",
  },
  {
    name: 'nothing is said of traffic in the minute of a failback either',
    breaks: ['4'],
    find: '  minuteOf(incident.startedAt) < minuteOf(now) &&',
    replace: '  minuteOf(incident.startedAt) <= minuteOf(now) &&',
  },
  {
    name: 'traffic waits for an empty FailoverState',
    breaks: ['14'],
    find: '    ? writesSteadily(situation, incident)\n    : alreadyWrites(global, targetClusterArn);',
    replace: '    ? false\n    : alreadyWrites(global, targetClusterArn);',
  },
];
