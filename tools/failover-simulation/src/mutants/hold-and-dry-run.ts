import type { Mutant } from './mutant';

/** What must hold right before a call, and what is none. */
export const HOLD_AND_DRY_RUN: readonly Mutant[] = [
  {
    name: 'the hold is not read again',
    breaks: ['3'],
    find: 'const hold = await readHold(ports);',
    replace: 'const hold = await Promise.resolve<Awaited<ReturnType<typeof readHold>>>(undefined);',
  },
  {
    name: 'the hold is read again and not heeded',
    breaks: ['3'],
    find: 'if (hold !== undefined) return withheld(hold);',
    replace: "if (hold !== undefined && hold.code === 'already-writer') return withheld(hold);",
  },
  {
    name: 'a dry run acts',
    breaks: ['3'],
    find: "if ('dryRun' in command && command.dryRun) return look(run, trigger);",
    replace: "if ('dryRun' in command && command.dryRun) run.healthy = true;",
  },
  {
    name: 'calls are begun to the very end',
    breaks: ['5'],
    find: 'boolean => now + CALL_BOUND_MS <= deadline',
    replace: 'boolean => now <= deadline',
  },
  {
    name: 'promotes blindly, without another look',
    breaks: ['1'],
    find: '(await lookBeforeMove(action, grounds)) ??',
    replace: '(await Promise.resolve(undefined)) ??',
  },
  {
    name: 'asks for the failover in the failed Region',
    breaks: ['5'],
    find: 'await ports.ownRds.failover(',
    replace: 'await ports.peerRds.failover(',
  },
];
