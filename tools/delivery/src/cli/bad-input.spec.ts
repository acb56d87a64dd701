import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { processTerminal } from '@healthcare-dr/cli-kit';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { assertAllowable } from './common';
import { runDelivery } from './program';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

const folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-bad-input-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [nowhere, reviewed] = [join(folder, 'no', 'a.md'), join(folder, 'plan.json')];
writeFileSync(reviewed, JSON.stringify({ schemaVersion: 1, environment: 'prod', commit: null, waves: [] }));

/** What is given wrongly, and what the message names of it. Nobody is there to be asked of AWS. */
const CASES: readonly (readonly [args: string, named: string])[] = [
  ['deploy --approve xyz', 'xyz'],
  ['deploy --allow nonsense', 'nonsense'],
  ['deploy --approve-plan no-such-file.json', 'no-such-file.json'],
  [`deploy --approve-plan ${reviewed}`, "environment 'prod'"],
  [`summary --out ${nowhere}`, nowhere],
  ['gate --cost-base no-such-branch', 'no-such-branch'],
  ['drift --role third', 'third'],
  [`drift --markdown ${nowhere}`, nowhere],
  ['estimate --base no-such-branch', 'no-such-branch'],
  [`estimate --markdown ${join(folder, 'cost.md')}`, '--base'],
  [`estimate --usage ${nowhere}`, nowhere],
  ['estimate --environment nowhere', 'nowhere'],
  ['reap --environment prod', "'prod'"],
  ['reap --environment dev', 'GITHUB_REPOSITORY'],
  ['issues rumours file.json', 'rumours'],
];

describe('a command that is given wrongly', () => {
  it.each(CASES)(
    '%s: says what, what is allowed and how to fix it, and does nothing',
    async (args, named) => {
      const [printed, noted]: [string[], string[]] = [[], []];
      const context = {
        workspaceRoot,
        variables: {
          ENVIRONMENTS_DIR: FIXTURES_DIRECTORY,
          ENVIRONMENT_SUFFIX: 'dev',
          AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        },
        terminal: {
          ...processTerminal({}),
          print: (text: string) => printed.push(text),
          note: (text: string) => noted.push(text),
        },
      };

      expect(await runDelivery(context, args.split(' '))).toBe(2);
      expect(printed).toEqual([]);
      expect(noted.join('\n')).toContain(named);
      expect(noted.join('\n')).toMatch(/allowed/i);
      expect(readdirSync(folder)).toEqual(['plan.json']);
    },
  );
});

describe('findings that --allow names', () => {
  it('is of stacks that there are: a name that is mistyped would allow nothing, unseen', () => {
    const stacks = [{ name: 'dr-kms' }, { name: 'dr-dns' }];

    assertAllowable(stacks, ['dr-kms/aws_kms_key.data', 'dr-dns/*']);
    expect(() => assertAllowable(stacks, ['dr-kms/*', 'dr-kmss/aws_kms_key.data'])).toThrow(
      /^There is no stack of 'dr-kmss\/aws_kms_key.data'[^]*Allowed: .*dr-kms, dr-dns\n[^]*Fix/,
    );
  });
});
