import type { CloudWatchAlarmConfiguration, HealthCheck, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { endpointPathOf } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import type { TrafficFacts } from '../traffic-facts';

const ALB = {
  primary: 'healthcare-service-dev-1.eu-west-2.elb.amazonaws.com',
  dr: 'healthcare-service-dev-1.eu-west-1.elb.amazonaws.com',
} as const;

/** The settings of the alarm on traffic, as Route 53 copies them. */
const CONTROL: CloudWatchAlarmConfiguration = {
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  Period: 60,
  MetricName: 'TrafficEngaged',
  Namespace: 'HealthcareDr/Failover/dev',
  Statistic: 'Maximum',
  Dimensions: [{ Name: 'Environment', Value: 'dev' }],
};

const HOME: CloudWatchAlarmConfiguration = {
  ...CONTROL,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
};

const LAG: CloudWatchAlarmConfiguration = {
  EvaluationPeriods: 3,
  Threshold: 900_000,
  ComparisonOperator: 'GreaterThanThreshold',
  Period: 60,
  MetricName: 'AuroraGlobalDBReplicationLag',
  Namespace: 'AWS/RDS',
  Statistic: 'Maximum',
  Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'healthcare-aurora-dev' }],
};

const check = (Id: string, HealthCheckConfig: HealthCheck['HealthCheckConfig']): HealthCheck => ({
  Id,
  CallerReference: Id,
  HealthCheckVersion: 1,
  HealthCheckConfig,
});

const endpoint = (Id: string, region: string) =>
  check(Id, {
    Type: 'HTTPS',
    FullyQualifiedDomainName: `${region}.app.dev.healthcare.example`,
    Port: 443,
    ResourcePath: endpointPathOf(fixtureEnvironment('dev').service.container),
    RequestInterval: 10,
    FailureThreshold: 3,
    EnableSNI: true,
    Inverted: false,
    Disabled: false,
  });

const HEALTH_CHECKS: readonly HealthCheck[] = [
  endpoint('endpoint-primary', 'eu-west-2'),
  endpoint('endpoint-dr', 'eu-west-1'),
  {
    ...check('control', {
      Type: 'CLOUDWATCH_METRIC',
      Inverted: true,
      Disabled: false,
      AlarmIdentifier: { Region: 'eu-west-1', Name: 'healthcare-traffic-not-engaged-dev' },
      InsufficientDataHealthStatus: 'LastKnownStatus',
    }),
    CloudWatchAlarmConfiguration: CONTROL,
  },
  {
    ...check('lag', {
      Type: 'CLOUDWATCH_METRIC',
      Inverted: false,
      Disabled: false,
      AlarmIdentifier: { Region: 'eu-west-1', Name: 'healthcare-replication-lag-dev' },
      InsufficientDataHealthStatus: 'Unhealthy',
    }),
    CloudWatchAlarmConfiguration: LAG,
  },
  {
    ...check('home-control', {
      Type: 'CLOUDWATCH_METRIC',
      Inverted: false,
      Disabled: false,
      AlarmIdentifier: { Region: 'eu-west-2', Name: 'healthcare-traffic-held-home-dev' },
      InsufficientDataHealthStatus: 'Healthy',
    }),
    CloudWatchAlarmConfiguration: HOME,
  },
  check('secondary', {
    Type: 'CALCULATED',
    ChildHealthChecks: ['endpoint-dr', 'home-control'],
    HealthThreshold: 2,
    Inverted: false,
    Disabled: false,
  }),
  check('primary', {
    Type: 'CALCULATED',
    ChildHealthChecks: ['endpoint-primary', 'control'],
    HealthThreshold: 2,
    Inverted: false,
    Disabled: false,
  }),
];

const record = (
  name: string,
  side: keyof typeof ALB,
  more: Partial<ResourceRecordSet>,
): ResourceRecordSet => ({
  Name: `${name}app.dev.healthcare.example.`,
  Type: 'A',
  AliasTarget: {
    HostedZoneId: 'Z2P70J7EXAMPLE',
    DNSName: `${ALB[side]}.`,
    EvaluateTargetHealth: more.Failover !== undefined,
  },
  ...more,
});

const witness = (
  role: 'primary' | 'dr',
  region: string,
  health: 'healthy' | 'unhealthy',
  more: Partial<ResourceRecordSet>,
): ResourceRecordSet => ({
  Name: `witness-${region}.app.dev.healthcare.example.`,
  Type: 'TXT',
  TTL: 5,
  SetIdentifier: `dev-${role}-${health}`,
  ResourceRecords: [{ Value: `"witness=${role};health=${health}"` }],
  ...more,
});

const RECORDS: readonly ResourceRecordSet[] = [
  { Name: 'dev.healthcare.example.', Type: 'NS', TTL: 172_800, ResourceRecords: [{ Value: 'ns.example' }] },
  record('', 'dr', { SetIdentifier: 'dev-dr', Failover: 'SECONDARY', HealthCheckId: 'secondary' }),
  record('', 'primary', { SetIdentifier: 'dev-primary', Failover: 'PRIMARY', HealthCheckId: 'primary' }),
  record('eu-west-1.', 'dr', {}),
  record('eu-west-2.', 'primary', {}),
  witness('primary', 'eu-west-2', 'healthy', { Failover: 'PRIMARY', HealthCheckId: 'endpoint-primary' }),
  witness('primary', 'eu-west-2', 'unhealthy', { Failover: 'SECONDARY' }),
  witness('dr', 'eu-west-1', 'healthy', { Failover: 'PRIMARY', HealthCheckId: 'endpoint-dr' }),
  witness('dr', 'eu-west-1', 'unhealthy', { Failover: 'SECONDARY' }),
];

/** DNS as Terraform makes it in environment dev and AWS lists it; each call gives a copy that may be broken. */
export function soundTraffic(): TrafficFacts {
  const facts: TrafficFacts = {
    configuration: { recordSets: [...RECORDS], healthChecks: [...HEALTH_CHECKS] },
    alarms: new Map([
      ['control', { ...CONTROL, AlarmName: 'healthcare-traffic-not-engaged-dev' }],
      ['home-control', { ...HOME, AlarmName: 'healthcare-traffic-held-home-dev' }],
      ['lag', { ...LAG, AlarmName: 'healthcare-replication-lag-dev' }],
    ]),
    loadBalancers: [
      { role: 'primary', dnsName: ALB.primary, targetGroups: ['healthcare-service-dev'] },
      { role: 'dr', dnsName: ALB.dr, targetGroups: ['healthcare-service-dev'] },
    ],
  };
  return structuredClone(facts);
}

/** The health check with this id, to break. */
export function checkIn(facts: TrafficFacts, id: string): HealthCheck & { HealthCheckConfig: object } {
  const found = facts.configuration.healthChecks.find(({ Id }) => Id === id);
  if (found?.HealthCheckConfig === undefined) throw new Error(`There is no health check '${id}'.`);
  return found as HealthCheck & { HealthCheckConfig: object };
}

/** The PRIMARY or SECONDARY record, to break. */
export function recordIn(facts: TrafficFacts, failover: 'PRIMARY' | 'SECONDARY') {
  const found = facts.configuration.recordSets.find(
    ({ Failover, Type }) => Failover === failover && Type === 'A',
  );
  if (found?.AliasTarget === undefined) throw new Error(`There is no ${failover} alias.`);
  return { record: found, alias: found.AliasTarget };
}
