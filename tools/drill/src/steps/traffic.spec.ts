import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  ListHealthChecksCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { LocalAws } from '@healthcare-dr/local-aws';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { recordIn, soundTraffic } from '../__fixtures__/traffic';
import { AssertionFailedError, AssertionRecorder } from '../assertion-recorder';
import { DrillSession } from '../session';
import type { TrafficFacts } from '../traffic-facts';
import { traffic } from './traffic';

const route53 = mockClient(Route53Client);
const cloudwatch = mockClient(CloudWatchClient);
const balancing = mockClient(ElasticLoadBalancingV2Client);

/** AWS as it lists these facts, records and load balancers on a page or two. */
function serve({ configuration, alarms, loadBalancers }: TrafficFacts): void {
  const { recordSets, healthChecks } = configuration;
  route53.on(ListHostedZonesByNameCommand).resolves({
    HostedZones: [
      {
        Id: '/hostedzone/P',
        Name: 'dev.healthcare.example.',
        CallerReference: 'p',
        Config: { PrivateZone: true },
      },
      { Id: '/hostedzone/Z', Name: 'dev.healthcare.example.', CallerReference: 'z' },
    ],
  });
  route53
    .on(ListResourceRecordSetsCommand, { HostedZoneId: '/hostedzone/Z' })
    .resolves({ ResourceRecordSets: recordSets.slice(0, 2), IsTruncated: true, NextRecordName: 'next.' });
  route53
    .on(ListResourceRecordSetsCommand, { HostedZoneId: '/hostedzone/Z', StartRecordName: 'next.' })
    .resolves({ ResourceRecordSets: recordSets.slice(2), IsTruncated: false });
  route53.on(ListHealthChecksCommand).resolves({ HealthChecks: [...healthChecks] });
  for (const alarm of alarms.values()) {
    cloudwatch
      .on(DescribeAlarmsCommand, { AlarmNames: [String(alarm?.AlarmName)] })
      .resolves({ MetricAlarms: alarm === undefined ? [] : [alarm] });
  }
  balancing.on(DescribeLoadBalancersCommand).callsFake(async (_input, getClient) => {
    const region = await getClient().config.region();
    const { dnsName } = loadBalancers.find((one) => one.dnsName.includes(region)) ?? {};
    return { LoadBalancers: [{ LoadBalancerArn: region, DNSName: dnsName }] };
  });
  balancing
    .on(DescribeTargetGroupsCommand)
    .resolves({ TargetGroups: [{ TargetGroupName: 'healthcare-service-dev' }] });
}

async function runStep() {
  const recorder = new AssertionRecorder();
  const session = new DrillSession({
    workspaceRoot: '/',
    environment: fixtureEnvironment('dev'),
    folder: '/',
    interactive: false,
    clients: false,
    withDatabases: false,
    signal: new AbortController().signal,
    recorder,
    recordPermissions: false,
  });
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  session.aws = { environment: credentials } as unknown as LocalAws;
  const [step] = traffic(session);
  const task = { title: '' };
  const run = step?.task as (context: unknown, wrapper: unknown) => Promise<void>;
  const error = await run(undefined, task).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { recorder, task, error };
}

beforeEach(() => [route53, cloudwatch, balancing].forEach((client) => client.reset()));

it('reads what stands and records every situation', async () => {
  serve(soundTraffic());
  const { recorder, task, error } = await runStep();
  expect(error).toBeUndefined();
  expect(recorder.failed).toBe(0);
  expect(recorder.assertions.length).toBeGreaterThan(20);
  expect(task.title).toContain(`in ${recorder.assertions.length} situations (9 records, 7 health checks)`);
});

it('ends the drill at the first situation that DNS gets wrong', async () => {
  const facts = soundTraffic();
  recordIn(facts, 'PRIMARY').alias.EvaluateTargetHealth = false;
  serve(facts);
  const { recorder, error } = await runStep();
  expect(error).toBeInstanceOf(AssertionFailedError);
  expect((error as Error).message).toMatch(/The primary has no healthy target[^]*PRIMARY is served/);
  expect(recorder.failed).toBe(1);
});

it('says what to do if there is no zone', async () => {
  route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [] });
  expect((await runStep()).error).toMatchObject({
    message: expect.stringContaining('There is no public hosted zone dev.healthcare.example.'),
  });
});
