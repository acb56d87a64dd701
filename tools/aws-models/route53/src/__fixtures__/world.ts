import type {
  CloudWatchAlarmConfiguration,
  HealthCheck,
  HealthCheckConfig,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import type { TargetState, DataPlaneInputs } from '../world';

/** The load balancers that the fixtures lead to. */
export const PRIMARY_ALB = 'primary-1.eu-west-2.elb.amazonaws.com';
export const DR_ALB = 'dr-1.eu-west-1.elb.amazonaws.com';

/** A health check with this id. */
export const check = (
  Id: string,
  config: Partial<HealthCheckConfig>,
  alarm?: CloudWatchAlarmConfiguration,
): HealthCheck => ({
  Id,
  CallerReference: Id,
  HealthCheckVersion: 1,
  HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: `${Id}.example.com`, ...config },
  ...(alarm === undefined ? {} : { CloudWatchAlarmConfiguration: alarm }),
});

/** The copy of an alarm that goes off above 0, three periods in a row. */
export const ALARM: CloudWatchAlarmConfiguration = {
  EvaluationPeriods: 3,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  Period: 60,
  MetricName: 'Metric',
  Namespace: 'Test',
  Statistic: 'Maximum',
};

/** A check of {@link ALARM}. */
export const metricCheck = (Id: string, config: Partial<HealthCheckConfig> = {}): HealthCheck =>
  check(
    Id,
    { Type: 'CLOUDWATCH_METRIC', AlarmIdentifier: { Name: 'alarm', Region: 'eu-west-1' }, ...config },
    ALARM,
  );

/** An alias of `app.example.com`. */
export const alias = (
  Failover: 'PRIMARY' | 'SECONDARY',
  DNSName: string,
  more: Partial<ResourceRecordSet> = {},
): ResourceRecordSet => ({
  Name: 'app.example.com.',
  Type: 'A',
  SetIdentifier: Failover,
  Failover,
  AliasTarget: { HostedZoneId: 'Z1', DNSName, EvaluateTargetHealth: true },
  ...more,
});

/** A world in which everything is well, and what is laid over it. */
export function world(
  changes: Partial<DataPlaneInputs> & {
    readonly primaryTargets?: readonly TargetState[];
    readonly drTargets?: readonly TargetState[];
  } = {},
): DataPlaneInputs {
  const { primaryTargets = ['healthy'], drTargets = ['healthy'], ...rest } = changes;
  return {
    loadBalancers: [
      { dnsName: PRIMARY_ALB, targetGroups: [{ name: 'primary', targets: primaryTargets }] },
      { dnsName: DR_ALB, targetGroups: [{ name: 'dr', targets: drTargets }] },
    ],
    answers: () => true,
    datapoints: () => [0, 0, 0],
    ...rest,
  };
}
