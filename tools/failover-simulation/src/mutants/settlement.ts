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
    replace: "if (minTasks === -1 && !followUpsDone.includes('tasks'))",
  },
  {
    name: 'the capacity of the database is not raised',
    breaks: ['6'],
    find: "if (minAcu !== undefined && !followUpsDone.includes('acu'))",
    replace: "if (minAcu === -1 && !followUpsDone.includes('acu'))",
  },
];
