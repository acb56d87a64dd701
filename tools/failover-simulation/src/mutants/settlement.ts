import type { Mutant } from './mutant';

/** What is written down after a call, whatever became of it, and after a crash. */
export const SETTLEMENT: readonly Mutant[] = [
  {
    name: 'calls without having written the intent',
    breaks: ['1'],
    find: 'if (decision.intent !== undefined && !(await write(',
    replace: 'if (decision.intent !== undefined && !isMutating(decision.action) && !(await write(',
  },
  {
    name: 'no compare-and-swap: a conflict counts as written',
    breaks: ['1'],
    find: '    run.journal = undefined;\n    return false;',
    replace: '    return true;',
  },
  {
    name: 'a call of unknown effect had none',
    breaks: ['1'],
    find: "boolean => kind === 'unreachable' || kind === 'throttled';",
    replace: "boolean => kind !== 'denied';",
  },
  {
    name: 'an unknown of the look is an exception',
    breaks: ['5'],
    find: '    return { known: false, failure: failureOf(error, operation) };',
    replace: '    throw failureOf(error, operation);',
  },
  {
    name: 'what AWS does not take of an order is a ticket',
    breaks: ['15'],
    find: "  const needsHands = isHopeless(failure) || (failure.kind === 'conflict' && incident.override !== undefined);",
    replace: '  const needsHands = isHopeless(failure);',
  },
  {
    name: 'the snapshot of the old primary is forgotten',
    breaks: ['6'],
    find: 'return record(reason, { ...closed, journal: { ...closed.journal, pendingSnapshot } });',
    replace: 'return record(reason, closed);',
  },
  {
    name: 'the snapshot is given up after a failure',
    breaks: ['6'],
    find: '  if (journal.callFault === faultOf(result.failure)) return undefined;\n  return recordFailure(settlement, journal,',
    replace: '  return recordFailure(settlement, { ...journal, pendingSnapshot: undefined },',
  },
  {
    name: 'any snapshot will do',
    breaks: ['6'],
    find: 'snapshot.createdAt < pending.since',
    replace: 'snapshot.createdAt < 0',
  },
  {
    name: 'a snapshot that is not done is copied',
    breaks: ['6'],
    find: "|| snapshot.status !== 'available'",
    replace: "|| snapshot.status === ''",
  },
  {
    name: 'the capacity is not raised',
    breaks: ['6'],
    find: "if (minTasks !== undefined && !followUpsDone.includes('tasks'))",
    replace: "if (minTasks !== undefined && minTasks < 0 && !followUpsDone.includes('tasks'))",
  },
  {
    name: 'the capacity of the database is not raised',
    breaks: ['6'],
    find: "if (minAcu !== undefined && !followUpsDone.includes('acu'))",
    replace: "if (minAcu !== undefined && minAcu < 0 && !followUpsDone.includes('acu'))",
  },
  {
    name: 'the number of running tasks is not carried over',
    breaks: ['6'],
    find: 'Math.max(minTasks, record?.peerTasks ?? 0);',
    replace: 'Math.max(minTasks, record?.minTasks ?? 0);',
  },
  {
    name: 'the number of running tasks is forgotten where it is not told',
    breaks: ['6'],
    find: 'valueOf(capacity?.peerTasks) ?? before?.peerTasks',
    replace: 'valueOf(capacity?.peerTasks)',
  },
  {
    name: 'the number of running tasks is forgotten where nothing can be decided',
    breaks: ['6'],
    find: '  const watched = takeIn(observation, journal, trigger, site);\n  const seen =',
    replace:
      '  const looked = takeIn(observation, journal, trigger, site);\n  const watched = { ...looked, change: { ...looked.change, journal: { ...looked.change.journal, capacity: journal.capacity } } };\n  const seen =',
  },
  {
    name: 'the own minimum is remembered only while the peer is well',
    breaks: ['6'],
    find: '  if (minTasks === undefined) return undefined;\n  const told',
    replace: "  if (minTasks === undefined || assessment !== 'well') return undefined;\n  const told",
  },
  {
    name: 'what was raised stays',
    breaks: ['6'],
    find: 'if (raised === undefined || traffic.engaged || !traffic.settled) return undefined;',
    replace: 'if (raised === undefined || !traffic.engaged || !traffic.settled) return undefined;',
  },
  {
    name: 'what stood before is written after the call',
    breaks: ['6'],
    find: '      raising(journal, { minTasks: record?.minTasks, minAcu: undefined }),',
    replace: '      raising(journal, { minTasks: undefined, minAcu: undefined }),',
  },
  {
    name: 'what stood before is not asked for where nothing is known of it',
    breaks: ['6'],
    find: '  const ofBoth = answers && wantsCapacity(site, journal, clock.now());\n  if (!ofBoth && !wantsOwnCapacity(site, journal)) return undefined;',
    replace:
      '  const ofBoth = answers && wantsCapacity(site, journal, clock.now());\n  if (!ofBoth || wantsOwnCapacity(site, journal)) return undefined;',
  },
  {
    name: 'what was raised is remembered as what stood before',
    breaks: ['6'],
    find: '  const minTasks = journal.raised?.minTasks ?? before.minTasks;',
    replace: '  const minTasks = before.minTasks === undefined ? undefined : 9;',
  },
];
