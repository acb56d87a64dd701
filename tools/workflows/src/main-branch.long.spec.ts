import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsOf, runOn } from './__fixtures__/run';
import { RunnerWorld, type Behaviour } from './__fixtures__/runner-world';

const worlds: RunnerWorld[] = [];
const worldOf = (...behaviours: Behaviour[]): RunnerWorld => {
  const world = new RunnerWorld(behaviours);
  worlds.push(world);
  return world;
};
afterEach(() => worlds.splice(0).forEach((world) => world.remove()));

const PLAN: Behaviour = {
  command: 'npm run plan:summary',
  writes: { '--out': '{"waves":[]}', '--markdown': '# The plan\n' },
};

describe('deploy', () => {
  it('deploys dev, then production by the digests of the plan that its approval is of', async () => {
    const world = worldOf(PLAN);

    const results = await runOn('deploy', { event: 'push' }, world);

    expect(resultsOf(results)).toEqual({ dev: 'success', 'plan-prod': 'success', prod: 'success' });
    expect(results.map(({ environment }) => environment)).toEqual(['deploy-dev', 'plan-prod', 'deploy-prod']);
    expect(world.commands).toEqual([
      'npm run deploy -- --environment dev',
      'npm run drctl -- --environment dev readiness',
      'npm run drift -- --environment dev',
      'npm run plan:summary -- --environment prod --out plan.json --markdown plan.md',
      'npm run deploy -- --environment prod --approve-plan plan.json',
      'npm run drctl -- --environment prod readiness',
      'npm run drift -- --environment prod',
    ]);
    expect(world.summary.join('')).toBe('# The plan\n');
    expect(readFileSync(join(world.artifact('plan-prod'), 'plan.json'), 'utf8')).toBe('{"waves":[]}');
    expect(existsSync(join(world.artifact('plan-prod'), 'plan.md'))).toBe(false);
  });

  it('deploys one environment at a time, in the order of the merges, and cancels none', async () => {
    const results = await runOn('deploy', { event: 'push' }, worldOf(PLAN));

    expect(
      results.flatMap(({ concurrency }) => (concurrency['group'] === undefined ? [] : [concurrency])),
    ).toEqual(
      ['dev', 'prod'].map((environment) => ({
        group: `deploy-${environment}`,
        queue: 'max',
        'cancel-in-progress': 'false',
      })),
    );
  });

  it('leaves production alone if dev could not be deployed', async () => {
    const world = worldOf(PLAN, { command: 'npm run deploy -- --environment dev', exitCode: 1 });

    const results = await runOn('deploy', { event: 'push' }, world);

    expect(resultsOf(results)).toEqual({ dev: 'failure', 'plan-prod': 'skipped', prod: 'skipped' });
    expect(world.commands).toEqual(['npm run deploy -- --environment dev']);
  });

  it('reports that the standby is not ready and that dev drifted, and goes on to production', async () => {
    const world = worldOf(
      PLAN,
      { command: 'npm run drctl -- --environment dev readiness', exitCode: 1 },
      { command: 'npm run drift -- --environment dev', exitCode: 2 },
    );

    const results = await runOn('deploy', { event: 'push' }, world);

    expect(resultsOf(results)).toEqual({ dev: 'failure', 'plan-prod': 'success', prod: 'success' });
  });

  it.each([
    ['production cannot be planned', 'npm run plan:summary', 1, { 'plan-prod': 'failure', prod: 'skipped' }],
    [
      'the plan is another than the approved one',
      'npm run deploy -- --environment prod',
      3,
      { 'plan-prod': 'success', prod: 'failure' },
    ],
  ])('stops if %s', async (_what, command, exitCode, expected) => {
    const world = worldOf(PLAN, { ...PLAN, command, exitCode });

    expect(resultsOf(await runOn('deploy', { event: 'workflow_dispatch' }, world))).toMatchObject(expected);
    expect(world.commands.at(-1)).toContain(command);
  });
});

describe('drift', () => {
  const DRIFT: Behaviour = { command: 'npm run drift', writes: { '--out': '{}' } };

  it('looks at each side of each environment, and has the issues say what it found', async () => {
    const world = worldOf({ ...DRIFT, exitCode: 2 });

    const results = await runOn('drift', { event: 'schedule' }, world);

    expect(Object.values(resultsOf(results))).toEqual(['success', 'success', 'success', 'success']);
    expect([...new Set(results.map(({ environment }) => environment))]).toEqual(['watch-dev', 'watch-prod']);
    expect(world.commands.slice(-2)).toEqual([
      'npm run drift -- --environment prod --role dr --out drift.json',
      'npm run issues -- drift drift.json --role dr',
    ]);
  });

  it('fails, and closes no issue, if it could not look', async () => {
    const world = worldOf({ ...DRIFT, exitCode: 1 });

    const results = await runOn('drift', { event: 'schedule' }, world);

    expect(new Set(Object.values(resultsOf(results)))).toEqual(new Set(['failure']));
    expect(world.commands.filter((line) => line.startsWith('npm run issues'))).toEqual([]);
  });

  it.each([
    ['success', 4],
    ['failure', 0],
  ])('follows a deployment that ended with %s', async (conclusion, looks) => {
    const world = worldOf(DRIFT);

    await runOn('drift', { event: 'workflow_run', payload: { workflow_run: { conclusion } } }, world);

    expect(world.commands.filter((line) => line.startsWith('npm run drift'))).toHaveLength(looks);
  });
});

describe('readiness', () => {
  const READINESS = 'npm run drctl -- --environment';

  it.each([
    ['holds', 0],
    ['does not hold', 1],
  ])('has the issues say so if a precondition %s', async (_what, exitCode) => {
    const world = worldOf({ command: READINESS, exitCode, stdout: '{"verdicts":[]}\n' });

    const results = await runOn('readiness', { event: 'schedule' }, world);

    expect(resultsOf(results)).toEqual({ 'readiness dev': 'success', 'readiness prod': 'success' });
    expect(world.commands.slice(-2)).toEqual([
      'npm run --silent drctl -- --environment prod readiness --json',
      'npm run issues -- readiness readiness.json',
    ]);
    expect(readFileSync(join(world.folder, 'readiness.json'), 'utf8')).toBe('{"verdicts":[]}\n');
  });

  it('fails, and closes no issue, if nobody could be asked', async () => {
    const world = worldOf({ command: READINESS, exitCode: 2 });

    const results = await runOn('readiness', { event: 'schedule' }, world);

    expect(resultsOf(results)).toEqual({ 'readiness dev': 'failure', 'readiness prod': 'failure' });
    expect(world.commands.filter((line) => line.startsWith('npm run issues'))).toEqual([]);
  });
});

describe('the workflows that clean up, prove at night, release and unlock', () => {
  it('reap what the account of dev holds', async () => {
    const world = worldOf();

    const results = await runOn('reaper', { event: 'schedule' }, world);

    expect(results).toMatchObject([{ result: 'success', environment: 'ephemeral' }]);
    expect(world.commands).toEqual(['npm run reap -- --environment dev --max-age-hours 72 --yes']);
  });

  it('prove everything anew, other schedules each night, on CDK Terrain, and on OpenTofu', async () => {
    const world = worldOf();

    const results = await runOn('nightly', { event: 'schedule' }, world);

    expect(new Set(Object.values(resultsOf(results)))).toEqual(new Set(['success']));
    expect(world.commands).toEqual([
      'npm test -- --long --skip-cache',
      'npm run drill -- --all --destroy',
      'npm run drill -- --environment org --destroy',
      'npm run simulate -- --runs 4000000 --seed 28000000 --enumerate --mutants',
      'npm run cdk-terrain',
      'npm test',
      'npm run drill -- --destroy',
    ]);
    expect(world.inputsOf('opentofu/setup-opentofu')).toMatchObject([{ tofu_wrapper: 'false' }]);
  });

  it('release what was proven, with what it is made of', async () => {
    const world = worldOf({ command: 'npm run sbom', stdout: '{"bomFormat":"CycloneDX"}\n' });
    world.provide('release/.keep', '.terraform.lock.hcl', 'package-lock.json');

    const results = await runOn('release', { event: 'push', ref: 'refs/tags/v1.2.0' }, world);

    expect(resultsOf(results)).toEqual({ release: 'success' });
    expect(existsSync(join(world.folder, 'release-v1.2.0.tar.gz'))).toBe(true);
    expect(readFileSync(join(world.folder, 'release', 'sbom.cdx.json'), 'utf8')).toContain('CycloneDX');
    expect(world.commands).toEqual([
      'npm test',
      'npm run drill -- --destroy --report release/drill',
      'npm run synth -- --all-environments --outdir release/stacks',
      'npm run drctl:bundle -- --out release/drctl.cjs',
      'npm run compliance -- --out release/compliance',
      'npm run --silent sbom',
      'gh release create v1.2.0 release-v1.2.0.tar.gz --verify-tag --generate-notes',
    ]);
  });

  it('release nothing that is not proven', async () => {
    const world = worldOf({ command: 'npm run drill', exitCode: 1 });
    world.provide('release/.keep', '.terraform.lock.hcl', 'package-lock.json');

    expect(resultsOf(await runOn('release', { event: 'push', ref: 'refs/tags/v1.2.0' }, world))).toEqual({
      release: 'failure',
    });
    expect(world.commands.filter((line) => line.startsWith('gh'))).toEqual([]);
  });

  it.each([
    [{ environment: 'dev', stack: '', role: 'both' }, 'npm run drctl -- --environment dev unlock --yes'],
    [
      { environment: 'prod', stack: 'dr-aurora', role: 'both' },
      'npm run drctl -- --environment prod unlock --yes dr-aurora',
    ],
    [
      { environment: 'prod', stack: '', role: 'dr' },
      'npm run drctl -- --environment prod unlock --yes --role dr',
    ],
    [
      { environment: 'dev', stack: '$(touch injected); touch injected', role: 'both' },
      'npm run drctl -- --environment dev unlock --yes $(touch injected); touch injected',
    ],
  ])('unlock what is asked for, and run nothing of it: %j', async (inputs, command) => {
    const world = worldOf();

    const results = await runOn('unlock', { event: 'workflow_dispatch', inputs }, world);

    expect(results).toMatchObject([{ result: 'success', environment: `deploy-${inputs.environment}` }]);
    expect(world.commands).toEqual([command]);
    expect(existsSync(join(world.folder, 'injected'))).toBe(false);
  });
});
