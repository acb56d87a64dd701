import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { allDefinitions } from '@healthcare-dr/testing';
import { reachableFrom } from './reachable';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

/** Two alarms that checks of primary-dns copy, by the stack that holds each. */
const COPIED_BY_PRIMARY_DNS = ['dr-dns', 'dr-observability'];

/** A change, the stacks it affects, and the stacks that a deployment of it leaves alone. */
const CHANGES: readonly {
  readonly file: string;
  readonly affected: readonly string[];
  readonly leftAlone: readonly string[];
}[] = [
  {
    file: 'apps/primary/dns/stack.ts',
    affected: ['primary-dns'],
    leftAlone: ['primary-backup', 'primary-failover-lambda', 'primary-observability'],
  },
  {
    // A key that the stacks of compute publish, and others read.
    file: 'libs/compute/contract/index.ts',
    affected: [
      'dr-compute',
      'dr-failover-lambda',
      'dr-observability',
      'primary-compute',
      'primary-dns',
      'primary-failover-lambda',
      'primary-observability',
    ],
    leftAlone: [],
  },
  {
    // The settings of an alarm of observability, and of the check that copies it.
    file: 'libs/observability/contract/replication-lag.ts',
    affected: [
      'dr-dns',
      'dr-observability',
      'dr-s3-replication',
      'primary-dns',
      'primary-observability',
      'primary-s3-replication',
    ],
    leftAlone: [],
  },
  {
    // The settings of an alarm of dr-dns, and of the check that copies it.
    file: 'libs/dns/src/control-alarm.ts',
    affected: ['dr-dns', 'primary-dns'],
    leftAlone: ['primary-backup', 'primary-failover-lambda', 'primary-observability'],
  },
];

interface AffectedDeployment {
  readonly affected: readonly string[];
  /** The stacks whose deployment each scheduled one waits for, by its name. */
  readonly waitsFor: Readonly<Record<string, readonly string[]>>;
}

describe('what nx affected -t deploy deploys of this workspace', () => {
  const stacks = allDefinitions();
  let deployments: Readonly<Record<string, AffectedDeployment>> = {};

  beforeAll(() => {
    const program = join(__dirname, 'affected-deployments.cjs');
    const printed = execFileSync(process.execPath, [program, ...CHANGES.map(({ file }) => file)], {
      cwd: workspaceRoot,
      env: { ...process.env, NX_DAEMON: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    deployments = JSON.parse(printed.toString()) as typeof deployments;
  }, 240_000);

  /** All that a deployment of a change does before it comes to a stack, near and far. */
  const before = (file: string, stack: string) =>
    reachableFrom(stack, (name) => deployments[file]?.waitsFor[name] ?? []);

  it.each(CHANGES)('of $file: what it affects, with all that stands before it', ({ file, ...expected }) => {
    const { affected = [], waitsFor = {} } = deployments[file] ?? {};

    expect(affected).toEqual(expected.affected);
    expect(Object.keys(waitsFor).sort()).toEqual(
      stacks
        .map(({ name }) => name)
        .filter((name) => !expected.leftAlone.includes(name))
        .sort(),
    );
  });

  it.each(CHANGES)('of $file: each stack after all that its definition names', ({ file }) => {
    for (const stack of Object.keys(deployments[file]?.waitsFor ?? {})) {
      const { dependsOn = [] } = stacks.find(({ name }) => name === stack) ?? {};
      expect([...before(file, stack)]).toEqual(expect.arrayContaining([...dependsOn]));
    }
  });

  it.each(CHANGES)('of $file: the alarms before the checks of Route 53 that copy them', ({ file }) => {
    expect([...before(file, 'primary-dns')]).toEqual(expect.arrayContaining(COPIED_BY_PRIMARY_DNS));
  });

  it('lets a stack that publishes a key come before those that read it', () => {
    const change = 'libs/compute/contract/index.ts';

    expect([...before(change, 'primary-dns')]).toEqual(
      expect.arrayContaining(['dr-compute', 'primary-compute']),
    );
    for (const role of ['primary', 'dr'])
      expect([...before(change, `${role}-observability`)]).toContain(`${role}-compute`);
  });
});
