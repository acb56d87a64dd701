import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '@healthcare-dr/processes';

const workspaceRoot = resolve(__dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(workspaceRoot, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const DOCUMENTS = [
  'CONTRIBUTING.md',
  'README.md',
  ...readdirSync(join(workspaceRoot, 'tools'))
    .filter((name) => !name.includes('.') && name !== 'aws-models')
    .map((name) => `tools/${name}/README.md`),
];

/** The options that documents give to each program, and where. A command of a program is told by its first word. */
const GIVEN = new Map<
  string,
  { readonly command: readonly string[]; readonly options: Map<string, string> }
>();
for (const file of DOCUMENTS) {
  for (const [, script = '', rest = ''] of read(file).matchAll(/npm (?:run )?([\w:-]+) -- ([^\n`#|&]+)/g)) {
    const command = (scripts[script] ?? '').split(' ');
    if (command[0] !== 'node') continue;
    const [first = ''] = rest
      .replace(/--environment \S+/, '')
      .trim()
      .split(/[\s,]/);
    const subcommand = script === 'drctl' && /^[a-z]/.test(first) ? [first] : [];
    const key = [script, ...subcommand].join(' ');
    const entry = GIVEN.get(key) ?? {
      command: [...command.slice(1), ...subcommand],
      options: new Map<string, string>(),
    };
    for (const [option] of rest.matchAll(/--[a-z][a-z-]*/g)) entry.options.set(option, file);
    GIVEN.set(key, entry);
  }
}

describe('the command lines of the documents', () => {
  it('are those of the programs', () => {
    expect([...GIVEN.keys()]).toEqual(
      expect.arrayContaining(['deploy', 'destroy', 'estimate', 'plan:summary', 'test']),
    );
  });

  it.each([...GIVEN])(
    '%s takes every option that a document gives it',
    async (_key, { command, options }) => {
      const { exitCode, stdout } = await run(process.execPath, [...command, '--help'], {
        cwd: workspaceRoot,
        env: { COLUMNS: '200' },
      });

      expect(exitCode).toBe(0);
      expect([...options].filter(([option]) => !new RegExp(`${option}\\b`).test(stdout))).toEqual([]);
    },
  );
});
