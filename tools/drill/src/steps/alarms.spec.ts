import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ROLES, topologyOf, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { FakeAws } from '../alarms/__fixtures__/fake-aws';
import {
  sideOf,
  stacksOf,
  synthesizedAlarms,
  synthesizedWatchAlarms,
} from '../alarms/__fixtures__/synthesized-alarms';
import type { StandingAlarms } from '../alarms/alarm-assertions';
import { AssertionFailedError, AssertionRecorder } from '../assertion-recorder';
import type { DrillSession } from '../session';
import { alarms } from './alarms';

const environment = fixtureEnvironment('dev');
const STACKS = stacksOf('dev');
const STANDING = [
  ...ROLES.map((role) => synthesizedAlarms(STACKS, role)),
  synthesizedWatchAlarms(STACKS, environment),
];
const aws = new FakeAws();

afterAll(() => aws.restore());

/** Runs the step against these alarms; returns its recorder, and what its task lines ended as. */
async function tryOut(standing: readonly StandingAlarms[]) {
  aws.stand(standing, sideOf(environment, 'dr').loadBalancer);
  const recorder = new AssertionRecorder();
  const session = {
    props: { environment, recorder },
    aws: { environment: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } },
    regionOf: (role: Role) => topologyOf(environment, role).region,
  } as unknown as DrillSession;
  const titles: string[] = [];
  try {
    for (const { task } of alarms(session)) {
      const line = { title: '' };
      await (task as (context: unknown, line: unknown) => Promise<void>)(undefined, line);
      titles.push(line.title);
    }
  } catch (error) {
    if (!(error instanceof AssertionFailedError)) throw error;
  }
  return { recorder, titles };
}

/** The alarms of both Regions, with one of dr changed. */
function withChanged(name: string, changes: Partial<MetricAlarm>): StandingAlarms[] {
  return STANDING.map((standing, index) => ({
    ...standing,
    metricAlarms: standing.metricAlarms.map((alarm) =>
      index === 1 && alarm.AlarmName === name ? { ...alarm, ...changes } : alarm,
    ),
  }));
}

const LAG = 'healthcare-replication-lag-dev';

describe('trying every alarm', () => {
  it('holds in both Regions, with a compact recorder', async () => {
    const { recorder, titles } = await tryOut(STANDING);
    expect(recorder.assertions.filter(({ ok }) => !ok).map(({ detail }) => detail)).toEqual([]);
    expect(recorder.failed).toBe(0);
    expect(recorder.assertions).toHaveLength(24);
    const counts = STANDING.map(
      ({ metricAlarms, compositeAlarms }) => metricAlarms.length + compositeAlarms.length,
    );
    expect(titles).toEqual([
      `${counts[0]} alarms of eu-west-2 go off when they should, and only then`,
      `${counts[1]} alarms of eu-west-1 go off when they should, and only then`,
      `${counts[2]} alarms of eu-central-1 go off when they should, and only then`,
    ]);
    const lag = recorder.assertions.find(({ title }) => title.includes('replication lag'));
    expect(lag?.detail.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['Alarm', 'Goes off on', 'Not on', 'Without data'],
      expect.anything(),
      [LAG, 'storage is 16 min behind, for 3 min', 'storage is 14 min behind', 'INSUFFICIENT_DATA'],
      [
        'healthcare-rpo-lag-dev',
        'transactions are 16 min behind, for 3 min',
        'transactions are 14 min behind',
        'INSUFFICIENT_DATA',
      ],
    ]);
  });

  it('publishes in few requests, none too large', async () => {
    await tryOut(STANDING);
    expect(Math.max(...aws.batches)).toBeLessThanOrEqual(1000);
    expect(aws.batches.length).toBeLessThan(40);
  });

  it.each<[string, Partial<MetricAlarm>, string]>([
    [
      'a wrong dimension',
      { Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'healthcare-aurora-dev' }] },
      'it sees nothing of what it is for: it reads AWS/RDS AuroraGlobalDBReplicationLag {DBInstanceIdentifier=healthcare-aurora-dev}',
    ],
    ['a threshold in seconds', { Threshold: 900 }, 'on storage is 14 min behind it is ALARM'],
    [
      'a wrong comparison',
      { ComparisonOperator: 'LessThanThreshold' },
      'on storage is 14 min behind it is ALARM',
    ],
    ['another name', { AlarmName: 'healthcare-lag-dev' }, `there is no alarm ${LAG}`],
  ])('fails on %s, and names the alarm', async (_what, changes, message) => {
    const { recorder } = await tryOut(withChanged(LAG, changes));
    const last = recorder.assertions.at(-1);
    expect(last).toMatchObject({ ok: false, title: expect.stringContaining('eu-west-1') });
    expect(last?.detail).toContain(message);
    expect(last?.detail).toContain(LAG);
  });

  it('knows of too few requests that a percentile of them says nothing', async () => {
    // Three minutes of 100 requests are enough for a p95, and not for a p99.
    const { recorder } = await tryOut(withChanged('healthcare-latency-dev', { ExtendedStatistic: 'p99' }));
    expect(recorder.assertions.at(-1)?.detail).toContain('the percentile has 300 samples, and takes 1000');
  });
});
