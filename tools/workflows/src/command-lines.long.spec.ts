import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import { workspaceRoot } from './__fixtures__/runner-world';
import { commandsOf } from './lint';
import { parseWorkflow, workflowTexts } from './model';

const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** A command of drctl behind its own options. */
const subcommandOf = (script: string, words: readonly string[]): string[] => {
  const commands = ['readiness', 'unlock'];
  return script === 'drctl' ? words.filter((word) => commands.includes(word)).slice(0, 1) : [];
};

/** Every command line of every workflow that gives options to a script, by the script and the command in it. */
const GIVEN = new Map<string, { readonly command: readonly string[]; readonly options: Set<string> }>();
for (const text of workflowTexts(workspaceRoot).values()) {
  for (const { steps } of Object.values(parseWorkflow(text).jobs)) {
    for (const words of steps.flatMap(({ run: script = '' }) => commandsOf(script))) {
      const own = words.filter((word) => word !== '--silent');
      if (own[0] !== 'npm') continue;
      const [script = '', rest] = own[1] === 'run' ? [own[2], own.slice(3)] : [own[1], own.slice(2)];
      if (!(scripts[script] ?? '').startsWith('node tools/')) continue;
      const key = [script, ...subcommandOf(script, rest)].join(' ');
      const program = (scripts[script] ?? '').split(' ').slice(1);
      const entry = GIVEN.get(key) ?? {
        command: [...program, ...subcommandOf(script, rest)],
        options: new Set(),
      };
      for (const word of rest) if (/^--\w/.test(word)) entry.options.add(word);
      GIVEN.set(key, entry);
    }
  }
}

describe('the command lines of the workflows', () => {
  it('are those of the programs that deliver, prove and look after things', () => {
    expect([...GIVEN.keys()]).toEqual(
      expect.arrayContaining([
        'deploy',
        'drctl readiness',
        'drctl unlock',
        'drift',
        'drill',
        'plan:gate',
        'reap',
      ]),
    );
  });

  it.each([...GIVEN])(
    '%s takes every option that it is given',
    async (_key, { command, options }) => {
      const { exitCode, stdout } = await run(process.execPath, [...command, '--help'], {
        cwd: workspaceRoot,
        env: { COLUMNS: '200' },
      });

      expect(exitCode).toBe(0);
      expect([...options].filter((option) => !new RegExp(`${option}\\b`).test(stdout))).toEqual([]);
    },
    120_000,
  );
});
