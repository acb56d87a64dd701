import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandsOfPage, commandsOfScript, documentedCommands } from './documented';
import { COMMANDS } from './registry';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');
const DOCUMENTED = documentedCommands(workspaceRoot);

/** How many words say which program and which command of it a line is of. */
const HEADS: readonly (readonly [RegExp, number])[] = [
  [/^npm run drctl -- [a-z]/, 5],
  [/^npm run /, 3],
  [/./, 2],
];

/** A command line without the names in it: what stands of it are the program, its command and its options. */
function shapeOf(command: string): string {
  const words = command.replace(/^(?:[A-Z_]+=\S+ )+/, '').split(' ');
  const head = HEADS.find(([begins]) => begins.test(words.join(' ')))?.[1] ?? 0;
  return words
    .map((word, index) => (index < head || /^-|:/.test(word) ? word.replace(/=.*/, '') : '*'))
    .join(' ')
    .replaceAll(/(?: \*)+/g, ' *');
}

describe('the register of documented command lines', () => {
  it('has every one of them', () => {
    expect(DOCUMENTED.length).toBeGreaterThan(150);
    expect(DOCUMENTED.filter(({ command }) => !Object.hasOwn(COMMANDS, command))).toEqual([]);
  });

  it('has none that no document has any more', () => {
    const commands = new Set(DOCUMENTED.map(({ command }) => command));

    expect(Object.keys(COMMANDS).filter((command) => !commands.has(command))).toEqual([]);
  });

  it('names files that are there, and do what it says', () => {
    for (const registration of Object.values(COMMANDS)) {
      if (registration.kind !== 'elsewhere') continue;
      const { by, where } = registration;
      expect({ by, exists: existsSync(join(workspaceRoot, by)) }).toEqual({ by, exists: true });
      expect(readFileSync(join(workspaceRoot, by), 'utf8')).toContain(where);
    }
  });

  it('likens a command line to one that is executed, and differs from it by names alone', () => {
    for (const [command, registration] of Object.entries(COMMANDS)) {
      if (registration.kind !== 'like') continue;
      expect(COMMANDS[registration.command]?.kind).toBe('here');
      expect(shapeOf(command)).toBe(shapeOf(registration.command));
    }
  });

  it('leaves few unexecuted, for few reasons', () => {
    const reasons = Object.values(COMMANDS).flatMap((registration) =>
      registration.kind === 'not-executed' ? [registration.reason] : [],
    );

    expect(new Set(reasons).size).toBeLessThanOrEqual(8);
    expect(reasons.length).toBeLessThan(Object.keys(COMMANDS).length / 5);
  });
});

describe('command lines', () => {
  it('of a page are those of its blocks and those of this workspace within its sentences', () => {
    const page = [
      'Run `npx nx sync`, or\n`npm run\nsynth`; `terraform validate` is no program of ours.',
      '```sh\nnpm ci && npm test   # everything\naws s3 ls \\\n  --region eu-west-1\n```',
      '```console\n$ npm run drctl -- status\nnpm is what it says\n```',
      '```yaml\nnpm: no command\n```',
    ].join('\n\n');

    expect(commandsOfPage(page)).toEqual([
      'npm ci',
      'npm test',
      'aws s3 ls --region eu-west-1',
      'npm run drctl -- status',
      'nx sync',
      'npm run synth',
    ]);
  });

  it('of a script are those of this workspace', () => {
    const script =
      'code=0\nnpm run --silent drift > drift.json || code=$?\n[ "$code" -le 1 ]\ncount npm test\n';

    expect(commandsOfScript(script)).toEqual(['npm run drift', 'npm test']);
  });
});
