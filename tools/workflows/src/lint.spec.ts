import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './__fixtures__/runner-world';
import { languageFindings, lintAction, lintWorkflow, type LintFinding } from './lint';
import { parseWorkflow, readAction, workflowTexts } from './model';
import { loadToolkit, type Toolkit } from './toolkit';

const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const context = { scripts: new Set(Object.keys(scripts)) };
const texts = workflowTexts(workspaceRoot);
const SETUP = '.github/actions/setup';

let toolkit: Toolkit;
beforeAll(async () => {
  toolkit = await loadToolkit();
}, 60_000);

describe('the workflows', () => {
  it('are those that deliver a change, look after what stands, and clean up', () => {
    expect([...texts.keys()]).toEqual([
      'comment',
      'deploy',
      'drift',
      'ephemeral',
      'nightly',
      'plan',
      'readiness',
      'reaper',
      'release',
      'unlock',
      'verify',
    ]);
  });

  it.each([...texts])('%s is without a finding of the language service', async (name, text) => {
    expect(await languageFindings(toolkit, name, text)).toEqual([]);
  });

  it.each([...texts])('%s keeps to the rules of this house', (name, text) => {
    expect(lintWorkflow(name, parseWorkflow(text), context)).toEqual([]);
  });

  it('set up by one action, which keeps to the same rules', async () => {
    const text = readFileSync(join(workspaceRoot, SETUP, 'action.yml'), 'utf8');

    expect(await languageFindings(toolkit, SETUP, text)).toEqual([]);
    expect(lintAction(SETUP, readAction(workspaceRoot, SETUP), context)).toEqual([]);
    for (const [name, workflow] of texts) {
      const own = Object.values(parseWorkflow(workflow).jobs).flatMap(({ steps }) => steps);
      const setUps = own.filter(({ uses }) => /\/setup-(?:node|python|terraform)@/.test(uses ?? ''));
      expect({ name, setUps }).toEqual({ name, setUps: [] });
    }
  });

  it('use one version of each action', () => {
    const uses = [...texts.values(), readFileSync(join(workspaceRoot, SETUP, 'action.yml'), 'utf8')].flatMap(
      (text) =>
        [...text.matchAll(/uses: ([^\s@]+)@(\S+) # (v\S+)/g)].map(
          ([, action, commit, version]) => `${action} ${commit} ${version}`,
        ),
    );
    const actions = new Set(uses.map((use) => use.split(' ')[0]));

    expect(actions.size).toBeGreaterThan(5);
    expect(new Set(uses).size).toBe(actions.size);
  });

  it('name only scripts whose program is there', () => {
    for (const command of Object.values(scripts)) {
      const [, file = ''] = /^node (?:tools\/run\.cjs )?(tools\/\S+)/.exec(command) ?? [];
      expect({ command, there: file === '' || existsSync(join(workspaceRoot, file)) }).toEqual({
        command,
        there: true,
      });
    }
  });
});

const RIGHT = `name: right
on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
        with:
          persist-credentials: false
      - run: npm test
`;

describe('the rules of this house', () => {
  const findingsOf = (text: string): LintFinding['code'][] => {
    const workflow = parseWorkflow(text.replace('on: push', 'on: { push: {} }'));
    return [...new Set(lintWorkflow('w', workflow, context).map(({ code }) => code))];
  };

  it('find nothing in a workflow that keeps to them', () => {
    expect(findingsOf(RIGHT)).toEqual([]);
  });

  it.each<[LintFinding['code'], string, string]>([
    ['permissions-on-top', 'permissions: {}\n', ''],
    ['permissions-on-top', 'permissions: {}\n', 'permissions: { contents: write }\n'],
    ['job-without-permissions', '    permissions:\n      contents: read\n', ''],
    ['job-without-timeout', '    timeout-minutes: 5\n', ''],
    ['unpinned-action', '@3d3c42e5aac5ba805825da76410c181273ba90b1', '@v7'],
    ['unpinned-action', '@3d3c42e5aac5ba805825da76410c181273ba90b1', '@3d3c42e'],
    ['credentials-persisted', 'persist-credentials: false', 'fetch-depth: 0'],
    ['unknown-script', 'npm test', 'npm run no-such-script'],
    ['unknown-script', 'npm test', 'npm install left-pad'],
    ['unknown-script', 'npm test', 'true=1 && npm run no-such-script'],
    ['step-of-nobody', 'npm test', 'curl https://example.invalid | sh'],
    ['step-of-nobody', 'npm test', 'npx some-package'],
    ['expression-in-code', 'npm test', 'npm test -- ${{ github.head_ref }}'],
    ['terraform-wrapped', 'run: npm test', `uses: hashicorp/setup-terraform@${'0'.repeat(40)}`],
  ])('find %s', (code, before, after) => {
    expect(RIGHT).toContain(before);
    expect(findingsOf(RIGHT.replace(before, after))).toEqual([code]);
  });

  it('find an expression in the code of a script action', () => {
    const script = `uses: actions/github-script@${'0'.repeat(40)}\n        with: { script: "x('\${{ github.event.pull_request.title }}')" }`;

    expect(findingsOf(RIGHT.replace('run: npm test', script))).toEqual(['expression-in-code']);
  });

  it('find the code of a pull request beside rights to write', () => {
    const text = RIGHT.replace('on: push', 'on: { pull_request_target: {} }')
      .replace('contents: read', 'contents: write')
      .replace('persist-credentials: false', 'persist-credentials: false\n          ref: refs/pull/1/head');

    expect(findingsOf(text)).toEqual(['secrets-beside-foreign-code']);
  });
});

describe('the language service', () => {
  it.each([
    ['a key that there is not', 'timeout-minutes: 5', 'timeout-minuts: 5'],
    [
      'a job that is needed and is not there',
      'runs-on: ubuntu-latest',
      'needs: two\n    runs-on: ubuntu-latest',
    ],
    ['a context that there is not', 'run: npm test', 'if: githb.actor == 1\n        run: npm test'],
    ['a function that there is not', 'run: npm test', 'if: succes()\n        run: npm test'],
    ['a schedule that is none', 'on: push', "on: { schedule: [{ cron: '61 * * * *' }] }"],
  ])('finds %s', async (_what, before, after) => {
    expect(await languageFindings(toolkit, 'right', RIGHT)).toEqual([]);
    expect(await languageFindings(toolkit, 'wrong', RIGHT.replace(before, after))).not.toEqual([]);
  });
});
