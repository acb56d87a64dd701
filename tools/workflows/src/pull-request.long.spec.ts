import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pullRequest, resultsOf, runOn } from './__fixtures__/run';
import { RunnerWorld, workspaceRoot, type Behaviour } from './__fixtures__/runner-world';
import { commandsOf } from './lint';
import { parseWorkflow, workflowTexts } from './model';

const BASE = 'ba5e'.padEnd(40, '0');
const worlds: RunnerWorld[] = [];
const worldOf = (...behaviours: Behaviour[]): RunnerWorld => {
  const world = new RunnerWorld(behaviours);
  worlds.push(world);
  return world;
};
afterEach(() => worlds.splice(0).forEach((world) => world.remove()));
const PULL_REQUEST = { event: 'pull_request', payload: pullRequest() };

const DIFFERENCE: Behaviour[] = [
  { command: 'npm run graph:diff', writes: { '--markdown': 'graph\n' } },
  { command: 'npm run estimate', writes: { '--markdown': 'cost\n' } },
];

describe('verify', () => {
  it('runs what .ci/run runs, command by command', () => {
    const script = readFileSync(join(workspaceRoot, '.ci', 'run'), 'utf8');
    const counted = [...script.matchAll(/^count (.+)$/gm)].map(([, command]) => command);
    const { jobs } = parseWorkflow(workflowTexts(workspaceRoot).get('verify') ?? '');
    const steps = (jobs['proof']?.steps ?? []).flatMap(({ run = '' }) =>
      commandsOf(run).map((words) => words.join(' ')),
    );

    expect(counted.length).toBeGreaterThan(1);
    expect(steps).toEqual(counted);
  });

  it('proves a fork’s change on both versions of Node, without credentials', async () => {
    const world = worldOf(...DIFFERENCE);

    const results = await runOn(
      'verify',
      { event: 'pull_request', payload: pullRequest({ fork: true }) },
      world,
    );

    expect(resultsOf(results)).toEqual({
      'proof 22': 'success',
      'proof 24': 'success',
      'difference dev': 'success',
      'difference prod': 'success',
    });
    expect(world.inputsOf('actions/setup-node').map((inputs) => inputs['node-version'])).toEqual([
      '22',
      '24',
      '22',
      '22',
    ]);
    expect(world.inputsOf('aws-actions/configure-aws-credentials')).toEqual([]);
    expect(world.commands).toEqual(
      expect.arrayContaining([
        'npm test',
        'npm run drill -- --destroy',
        `npm run graph:diff -- --base ${BASE} --markdown graph.md`,
        `npm run estimate -- --environment dev --base ${BASE} --markdown cost.md`,
        `npm run estimate -- --environment prod --base ${BASE} --markdown cost.md`,
      ]),
    );
    expect(readFileSync(join(world.artifact('comment-verify-prod'), 'verify.md'), 'utf8')).toBe(
      'graph\ncost\n',
    );
  });

  it('drills although a test has failed, and fails', async () => {
    const world = worldOf({ command: 'npm test', exitCode: 1 });

    const results = await runOn('verify', { event: 'push' }, world);

    expect(resultsOf(results)).toEqual({
      'proof 22': 'failure',
      'proof 24': 'failure',
      difference: 'skipped',
    });
    expect(world.commands.filter((line) => line.startsWith('npm run drill'))).toHaveLength(2);
    expect(world.inputsOf('actions/upload-artifact')).toHaveLength(2);
  });

  it('proves nothing where the packages cannot be installed', async () => {
    const world = worldOf({ command: 'npm ci', exitCode: 1 });

    const [proof] = await runOn('verify', { event: 'merge_group' }, world);

    expect(proof?.result).toBe('failure');
    expect(world.commands).not.toContain('npm test');
  });
});

describe('plan', () => {
  const GATE: Behaviour = { command: 'npm run plan:gate', writes: { '--markdown': 'plan\n' } };

  it('plans each environment under the role that may read it', async () => {
    const world = worldOf(GATE);

    const results = await runOn('plan', PULL_REQUEST, world);

    expect(resultsOf(results)).toEqual({ 'plan dev': 'success', 'plan prod': 'success' });
    expect(results.map(({ environment }) => environment)).toEqual(['plan-dev', 'plan-prod']);
    expect(world.inputsOf('aws-actions/configure-aws-credentials')).toHaveLength(2);
    expect(world.commands).toEqual(
      ['dev', 'prod'].map(
        (environment) =>
          `npm run plan:gate -- --environment ${environment} --cost-base ${BASE} --markdown plan.md`,
      ),
    );
  });

  it('fails where the gate stops it, and shows why all the same', async () => {
    const world = worldOf({ ...GATE, exitCode: 1 });

    const results = await runOn('plan', PULL_REQUEST, world);

    expect(resultsOf(results)).toEqual({ 'plan dev': 'failure', 'plan prod': 'failure' });
    expect(readFileSync(join(world.artifact('comment-plan-prod'), 'plan.md'), 'utf8')).toBe('plan\n');
  });

  it('gives a fork no credentials', async () => {
    const world = worldOf(GATE);

    const results = await runOn(
      'plan',
      { event: 'pull_request', payload: pullRequest({ fork: true }) },
      world,
    );

    expect(resultsOf(results)).toEqual({ plan: 'skipped' });
    expect(world.calls).toEqual([]);
  });
});

describe('ephemeral', () => {
  const on = (given: Parameters<typeof pullRequest>[0], world = worldOf()) =>
    runOn('ephemeral', { event: 'pull_request', payload: pullRequest(given) }, world);

  it('makes an environment for a pull request with the label', async () => {
    const world = worldOf();

    const results = await on({ action: 'labeled', labels: ['environment'], label: 'environment' }, world);

    expect(resultsOf(results)).toEqual({ deploy: 'success', destroy: 'skipped' });
    expect(world.commands).toEqual([
      'npm run bootstrap -- --environment pr42',
      'npm run deploy -- --environment pr42',
    ]);
  });

  it.each([
    ['no label', { labels: [] }],
    ['another label', { labels: ['bug'], action: 'labeled', label: 'bug' }],
    ['a fork', { labels: ['environment'], fork: true }],
    ['a fork that is closed', { labels: ['environment'], fork: true, action: 'closed', state: 'closed' }],
    ['another label taken off', { labels: ['environment'], action: 'unlabeled', label: 'bug' }],
  ])('does nothing with %s', async (_what, given) => {
    const world = worldOf();

    expect(resultsOf(await on(given, world))).toEqual({ deploy: 'skipped', destroy: 'skipped' });
    expect(world.calls).toEqual([]);
  });

  it.each([
    ['closed', { action: 'closed', state: 'closed', labels: ['environment'] }],
    ['unlabelled', { action: 'unlabeled', label: 'environment' }],
  ])('destroys it with the code of main once the pull request is %s', async (_what, given) => {
    const world = worldOf();

    expect(resultsOf(await on(given, world))).toEqual({ deploy: 'skipped', destroy: 'success' });
    expect(world.inputsOf('actions/checkout').map(({ ref }) => ref)).toEqual(['main']);
    expect(world.commands).toEqual([
      'npm run destroy -- --environment pr42 --yes',
      'npm run bootstrap -- --environment pr42 --destroy',
    ]);
  });

  it('keeps the state buckets if something could not be destroyed', async () => {
    const world = worldOf({ command: 'npm run destroy', exitCode: 1 });

    const results = await on({ action: 'closed', state: 'closed' }, world);

    expect(resultsOf(results)['destroy']).toBe('failure');
    expect(world.commands).toHaveLength(1);
  });
});
