import type { HealthCheck, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { endpointPathOf, type Role } from '@healthcare-dr/topology';
import { dev, SERVICE } from './given';

/** The records of the zone, as libs/dns makes them. */
export function recordSets(): ResourceRecordSet[] {
  const alias = (role: Role, EvaluateTargetHealth: boolean) => ({
    DNSName: `dualstack.${role}.elb.example.`,
    HostedZoneId: 'Z2',
    EvaluateTargetHealth,
  });
  return (['primary', 'dr'] as const).flatMap((role): ResourceRecordSet[] => [
    { Name: `${dev[role].region}.${SERVICE}.`, Type: 'A', AliasTarget: alias(role, false) },
    {
      Name: `${SERVICE}.`,
      Type: 'A',
      SetIdentifier: `dev-${role}`,
      Failover: role === 'primary' ? 'PRIMARY' : 'SECONDARY',
      AliasTarget: alias(role, true),
      HealthCheckId: role === 'primary' ? 'primary' : 'endpoint-dr',
    },
    ...(['healthy', 'unhealthy'] as const).map((health): ResourceRecordSet => ({
      Name: `witness-${dev[role].region}.${SERVICE}.`,
      Type: 'TXT',
      SetIdentifier: `dev-${role}-${health}`,
      Failover: health === 'healthy' ? 'PRIMARY' : 'SECONDARY',
      ResourceRecords: [{ Value: `"witness=${role};health=${health}"` }],
      ...(health === 'healthy' ? { HealthCheckId: `endpoint-${role}` } : {}),
    })),
  ]);
}

/** What they hang on. */
export function healthChecks(): HealthCheck[] {
  const endpoint = (role: Role): HealthCheck => ({
    Id: `endpoint-${role}`,
    CallerReference: role,
    HealthCheckVersion: 1,
    HealthCheckConfig: {
      Type: 'HTTPS',
      FullyQualifiedDomainName: `${dev[role].region}.${SERVICE}`,
      Port: 443,
      ResourcePath: endpointPathOf(dev.service.container),
    },
  });
  return [
    endpoint('primary'),
    endpoint('dr'),
    {
      Id: 'control',
      CallerReference: 'control',
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Type: 'CLOUDWATCH_METRIC',
        Inverted: true,
        InsufficientDataHealthStatus: 'LastKnownStatus',
        AlarmIdentifier: { Region: 'eu-west-1', Name: 'healthcare-traffic-not-engaged-dev' },
      },
      CloudWatchAlarmConfiguration: {
        EvaluationPeriods: 3,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        Period: 60,
        MetricName: 'TrafficEngaged',
        Namespace: 'HealthcareDr/Failover/dev',
        Statistic: 'Maximum',
      },
    },
    {
      Id: 'primary',
      CallerReference: 'primary',
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Type: 'CALCULATED',
        ChildHealthChecks: ['endpoint-primary', 'control'],
        HealthThreshold: 2,
      },
    },
  ];
}
