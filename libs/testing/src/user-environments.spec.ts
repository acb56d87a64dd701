import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { WrittenEnvironments } from '@healthcare-dr/topology/fixtures';
import { loadEnvironment } from '@healthcare-dr/topology/loading';
import { environmentProblems } from './invariants/environment-problems';
import { synthesizeAll } from './synth';
import { testedEnvironments } from './tested-environments';
import { allDefinitions, WORKSPACE_ROOT } from './workspace';

let written: WrittenEnvironments;
beforeEach(() => (written = new WrittenEnvironments()));
afterEach(() => written.remove());

/** Another account, another pair of Regions, another domain. */
const writeOtherDev = () =>
  written.writeFixture('dev', {
    '111111111111': '444455556666',
    'eu-west-2': 'ap-southeast-2',
    'eu-west-1': 'ap-southeast-4',
    'dev.healthcare.example': 'dev.hospital.example',
  });

/** What an adopter may well write: sides that differ, and controls that are left to others. */
const writeTrial = () => {
  written.writeFixture('prod');
  written.write(
    'trial',
    [
      'extends: prod',
      'suffix: trial',
      "accountId: '777788889999'",
      'dr:',
      '  zones: [eu-west-1a, eu-west-1b]',
      'interfaceEndpoints:',
      '  enabled: false',
      '  optOutReason: One NAT gateway is enough for a trial.',
      'trail:',
      '  enabled: false',
      '  optOutReason: The organization has a trail over all accounts.',
      'dns:',
      '  domainName: trial.hospital.example',
      '  hostedZoneRoleArn: arn:aws:iam::888877776666:role/hosted-zone',
      '  queryLogging:',
      '    enabled: false',
      '    optOutReason: The network team logs the zones of its account.',
      'service:',
      '  tasks: { min: 4, drMin: 1 }',
      'tags:',
      '  Owner: platform',
    ].join('\n'),
  );
};

/** Every problem of an environment, with what must hold. */
const problemsOf = (suffix: string): string[] => {
  const environment = loadEnvironment(suffix, written.folder);
  const stacks = synthesizeAll(environment);
  return Object.entries(environmentProblems(allDefinitions(), { environment, stacks })).flatMap(
    ([rule, problems]) => problems.map((problem) => `${rule}: ${problem}`),
  );
};

describe('what a user may write turns nothing red', () => {
  it('dev in another account, pair of Regions and domain, and its pull requests', () => {
    writeOtherDev();
    expect(problemsOf('dev')).toEqual([]);
    expect(problemsOf('pr7')).toEqual([]);
  });

  it('a new environment', () => {
    writeTrial();
    expect(problemsOf('trial')).toEqual([]);
  });
});

describe('the suites run over', () => {
  it('the fixtures, and every environment that exists, without an edit', () => {
    writeOtherDev();
    writeTrial();
    const titles = testedEnvironments(written.folder).map(({ title }) => title);
    const own = ['dev', 'trial', 'pr1'].map((suffix) => `${suffix} of environments`);
    expect(titles).toEqual(['dev', 'prod', 'us', 'pr7', ...own]);
  });

  it('none that cannot be used: it fails once, by its name', async () => {
    writeOtherDev();
    written.write('broken', 'extends: dev\nsuffix: broken\ntags:\n  Environment: development\n');
    expect(testedEnvironments(written.folder).map(({ title }) => title)).not.toContain(
      'broken of environments',
    );
    expect(await failuresWith(written.path)).toEqual([expect.stringContaining('broken can be used')]);
  }, 60_000);
});

/** The tests that fail when somebody else's environments are chosen. */
function failuresWith(folder: string): Promise<string[]> {
  const args = ['--ci', '--json', '--config', 'jest.config.js', 'libs/testing/src/environments.spec.ts'];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(WORKSPACE_ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), ...args],
      { cwd: WORKSPACE_ROOT, env: { ...process.env, ENVIRONMENTS_DIR: folder } },
      (error, stdout) => {
        try {
          const { testResults } = JSON.parse(stdout) as {
            testResults: { assertionResults: { status: string; fullName: string }[] }[];
          };
          const results = testResults.flatMap(({ assertionResults }) => assertionResults);
          resolve(results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName));
        } catch {
          reject(error ?? new Error(stdout));
        }
      },
    );
  });
}
