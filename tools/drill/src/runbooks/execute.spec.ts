import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import type { Block } from './blocks';
import { executeBlocks, executedAssertion, settingsFor, type OperatorShell } from './execute';

const environment = fixtureEnvironment('dev');
const { accountId } = environment;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'operator-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const block = (text: string, id = 'page/1'): Block => ({
  id,
  page: 'page.md',
  line: 1,
  heading: 'Steps',
  step: 1,
  text,
});

const shell = (): OperatorShell => ({
  workspaceRoot: folder,
  environment,
  variables: { PATH: process.env['PATH'] },
  folder,
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
  signal: new AbortController().signal,
});

const execute = (...texts: string[]) =>
  executeBlocks(
    texts.map((text) => block(text)),
    'export E=prod ACCOUNT=222222222222 DR=eu-north-1\nexport NAME=healthcare-$E',
    shell(),
  );

it('gives the settings of a page the values of the environment, and what follows from them', async () => {
  const [first] = await execute('echo $E $ACCOUNT $DR $NAME');
  expect(first).toMatchObject({
    stdout: `dev ${accountId} ${environment.dr.region} healthcare-dev\n`,
    exitCodes: [],
    ended: true,
  });
});

it('leaves what only ends in such a name, and what is computed', () => {
  const given = 'export MODE=x F=$DR E=prod';
  expect(settingsFor(given, environment)).toBe('export MODE=x F=$DR E=dev');
});

it('keeps the variables of a block for those after it, and their outputs apart', async () => {
  const [first, second] = await execute('FOUND=here; echo one', 'echo $FOUND; echo two >&2');
  expect(first?.stdout).toBe('one\n');
  expect(second).toMatchObject({ stdout: 'here\n', stderr: 'two\n' });
});

it('sees each command that fails, in the middle, in a pipe and before &&', async () => {
  const executed = await execute('(exit 3)\necho after', '(exit 4) | cat', '(exit 5) && echo never', 'true');
  expect(executed.map(({ exitCodes }) => exitCodes)).toEqual([[3], [4], [5], []]);
});

it('tells that a variable is unset, and that what comes after it was not run', async () => {
  const [first, second] = await execute('echo $UNSET', 'echo after');
  expect(first?.ended).toBe(false);
  expect(second?.ended).toBe(false);
});

it('lives in the time of the drill, and writes to a folder of its own', async () => {
  const [first] = await execute('date -u +%FT%TZ; echo $(( $(date +%s) - 5 )); echo kept > /tmp/kept.json');
  expect(first?.stdout).toBe(`2026-01-02T03:04:05Z\n${Date.UTC(2026, 0, 2, 3, 4) / 1000}\n`);
  expect(existsSync(join(folder, 'kept.json'))).toBe(true);
});

describe('the assertion on a block', () => {
  const ran = { block: block('x'), exitCodes: [], stdout: 'ACTIVE\n', stderr: '', ended: true };
  const page = { kind: 'look', exitCodes: [], prints: [/^ACTIVE$/m] } as const;

  it.each([
    ['it did what the page says', ran, page, true],
    [
      'it ended with the exit code that the page names',
      { ...ran, exitCodes: [1] },
      { ...page, exitCodes: [1] },
      true,
    ],
    ['a command failed', { ...ran, exitCodes: [254] }, page, false],
    ['nothing failed that should', ran, { ...page, exitCodes: [1] }, false],
    ['it did not print what the page says', { ...ran, stdout: '' }, page, false],
    ['the shell had ended', { ...ran, ended: false }, page, false],
  ])('when %s', (_, executed, registration, ok) => {
    expect(executedAssertion(executed, registration)).toMatchObject({ id: 'runbook-executed/page/1', ok });
  });
});
