import { once } from 'node:events';
import { S3ObjectStore, stateLock } from '@healthcare-dr/deployment-records';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { until } from '@healthcare-dr/processes';
import {
  ACCOUNT,
  killAll,
  makeStateBuckets,
  NX,
  processesIn,
  REGIONS,
  startDeploying,
  stateBucket,
} from '../__fixtures__/deploying-nx';
import { ThrowawayWorkspace } from '../__fixtures__/throwaway-workspace';

const ENVIRONMENT = 'dev';
const [ALARMS, CHECKS] = ['dr-alarms', 'primary-checks'] as const;

// Nx, Terraform and its provider start for each deployment, which takes seconds, many on a busy machine.
const TEST_MS = 900_000;

/** A key of a contract, and beside it what an alarm's copies must know of its settings. */
const contractWith = (threshold: number) => `
import { defineContract } from '@healthcare-dr/platform';

export const alarmsContract = defineContract('alarms', { alarmName: 'string' });
export const THRESHOLD = ${threshold};
`;

/** A tier that publishes the key. */
const PUBLISHING = `
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { alarmsContract, THRESHOLD } from '@healthcare-dr/alarms/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

export class Alarms extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { alarmName } = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: 'lag',
      namespace: 'Spec',
      metricName: 'Lag',
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: THRESHOLD,
    });
    TierStack.of(this).publish(alarmsContract, { alarmName });
  }
}
`;

/** A stack of the other Region that reads the key, for a check that copies the alarm. */
const READING = `
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { alarmsContract, THRESHOLD } from '@healthcare-dr/alarms/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'checks',
  readsDr: [alarmsContract],
  build(stack) {
    new Route53HealthCheck(stack, 'check', {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: stack.readDr(alarmsContract).alarmName,
      cloudwatchAlarmRegion: stack.environment.dr.region,
      insufficientDataHealthStatus: 'Unhealthy',
      triggers: { threshold: String(THRESHOLD) },
    });
  },
});
`;

describeWithMoto('nx affected -t deploy after a merge', () => {
  const workspace = new ThrowawayWorkspace();
  let aws: LocalAws;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    await makeStateBuckets(aws, ENVIRONMENT);
    for (const tier of ['alarms', 'checks']) workspace.addTier(tier);
    for (const other of ['primary/alarms', 'dr/checks']) workspace.delete(`apps/${other}/stack.ts`);
    workspace.commit();
    await deployed('run-many', '-t', 'deploy', '-p', ALARMS, CHECKS);
  }, TEST_MS);

  afterAll(async () => {
    await aws.stop();
    workspace.remove();
  });

  const start = (...args: string[]) =>
    startDeploying(aws, {
      folder: workspace.root,
      environment: ENVIRONMENT,
      command: [...NX, ...args, '--typecheck=false'],
    });

  /** Runs a command of Nx to its end. @returns what it said */
  async function deployed(...args: string[]): Promise<string> {
    const deploying = start(...args);
    if (deploying.child.exitCode === null) await deploying.ended;
    if (deploying.child.exitCode !== 0) throw new Error(deploying.said());
    return deploying.said();
  }
  const affected = () => deployed('affected', '-t', 'deploy', '--base=HEAD~1');

  const lastSequence = () => aws.gateway.requests().at(-1)?.sequence ?? 0;
  /** What has changed an alarm or a check since a request, in its order. */
  const changesSince = (afterSequence: number) =>
    aws.gateway
      .requests({ afterSequence })
      .flatMap(({ operation }) =>
        operation === 'PutMetricAlarm'
          ? ['alarm']
          : /^POST \/[\d-]+\/healthcheck(?:\/[^/]+)?$/.test(operation)
            ? ['check']
            : [],
      );
  /** What became of each stack that a run speaks of. */
  const outcomesIn = (said: string) =>
    Object.fromEntries(
      [...said.matchAll(/^((?:primary|dr)-[\w-]+): (deployed|stands already)/gm)].map(
        ([, stack = '', outcome]) => [stack, outcome],
      ),
    );

  it(
    'deploys a key that one tier adds and another reads in one go, the alarm before the check that copies it',
    async () => {
      workspace.write('libs/alarms/contract/index.ts', contractWith(5));
      workspace.write('libs/alarms/src/alarms.ts', PUBLISHING);
      workspace.write('apps/primary/checks/stack.ts', READING);
      workspace.commit();
      const before = lastSequence();

      expect(outcomesIn(await affected())).toEqual({ [ALARMS]: 'deployed', [CHECKS]: 'deployed' });
      expect(changesSince(before)).toEqual(['alarm', 'check']);
    },
    TEST_MS,
  );

  it(
    'deploys nothing where nothing changed, without a call that changes anything',
    async () => {
      const before = lastSequence();

      expect(outcomesIn(await deployed('affected', '-t', 'deploy', '--base=HEAD'))).toEqual({});
      expect(aws.gateway.requests({ afterSequence: before })).toEqual([]);
      expect(outcomesIn(await affected())).toEqual({
        [ALARMS]: 'stands already',
        [CHECKS]: 'stands already',
      });
      expect(changesSince(before)).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'goes on, when it was killed after the alarm was changed, with the check alone',
    async () => {
      workspace.write('libs/alarms/contract/index.ts', contractWith(6));
      workspace.commit();
      const before = lastSequence();
      const deploying = start('affected', '-t', 'deploy', '--base=HEAD~1');
      // The record of an apply is written twice: before, and with its outcome.
      const records = () =>
        aws.gateway
          .requests({ service: 's3', afterSequence: before })
          .filter(({ operation }) => /^PUT .*deployments\/stacks\/dr-alarms\.json/.test(operation));
      await until(() => records().length === 2 || deploying.child.exitCode !== null, TEST_MS / 2);
      killAll(deploying, workspace.root);
      if (deploying.child.exitCode === null && deploying.child.signalCode === null)
        await once(deploying.child, 'exit');
      expect(await until(() => processesIn(workspace.root).length === 0, TEST_MS / 4)).toBe(true);
      expect(changesSince(before)).toEqual(['alarm']);
      // If Terraform had begun with the check, its own lock is broken as an operator breaks it.
      const store = new S3ObjectStore(
        { ...process.env, ...aws.environment },
        {
          region: REGIONS.primary,
          bucket: stateBucket(ENVIRONMENT, REGIONS.primary),
          accountId: ACCOUNT,
        },
      );
      await (await stateLock(store, CHECKS))?.unlock();
      store.destroy();

      expect(outcomesIn(await affected())).toEqual({ [ALARMS]: 'stands already', [CHECKS]: 'deployed' });
      expect(changesSince(before)).toEqual(['alarm', 'check']);
    },
    TEST_MS,
  );
});
