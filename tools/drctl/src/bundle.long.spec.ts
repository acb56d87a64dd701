import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { IdentityOnly } from './__fixtures__/identity-only';
// eslint-disable-next-line @typescript-eslint/no-require-imports -- what runs before TypeScript does
const { bundle, embedded } = require('../bin/bundle.cjs') as {
  bundle(outfile: string, banner?: string): string[];
  embedded(variables: NodeJS.ProcessEnv): string;
};

const root = resolve(__dirname, '..', '..', '..');

let folder: string;
let file: string;
let sources: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drctl-bundle-'));
  file = join(folder, 'drctl.cjs');
  sources = bundle(file, embedded({ ENVIRONMENTS_DIR: FIXTURES_DIRECTORY }));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script where there is neither a workspace nor a package. */
const run = (script: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}, cwd = folder) =>
  new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((done) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { cwd, env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...variables }, timeout: 60_000 },
      (_, stdout, stderr) => done({ exitCode: child.exitCode, stdout, stderr }),
    );
  });

describe('drctl in one file', () => {
  it('needs neither the workspace nor a package, and knows the environments of its day', async () => {
    const { exitCode, stdout, stderr } = await run(file, ['describe', '--environment', 'dev']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^environment dev$/m);
    expect(exitCode).toBe(0);
  }, 60_000);

  it('names its commands as it was started, and leaves nothing behind', async () => {
    const aws = new IdentityOnly('111111111111');
    const variables = { ...(await aws.variables()), TMPDIR: folder };
    const { stdout, stderr } = await run(file, ['status', '--environment', 'dev'], variables);
    await aws.stop();
    expect(stderr).toBe('');
    expect(stdout).toContain('Next: node drctl.cjs status --watch --environment dev');
  }, 60_000);

  it('leaves out the calls of AWS that no command makes', () => {
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('DescribeGlobalClustersCommand');
    expect(text).not.toContain('RebootDBClusterCommand');
  });

  it('has nothing in it of what builds, deploys or drills', () => {
    expect(sources).toContain('tools/drctl/src/main.ts');
    expect(
      sources.filter((source) => /^tools\/(?:local-aws|terraform|nx-cdktf|drill|delivery)\//.test(source)),
    ).toEqual([]);
  });
});

it('is run from a bundle that is kept, as the sources would run', async () => {
  const { exitCode, stdout } = await run(join(root, 'tools/drctl/bin/drctl.cjs'), ['--help'], {}, root);
  expect(stdout).toMatch(/^Usage: drctl/);
  expect(exitCode).toBe(0);
}, 120_000);
