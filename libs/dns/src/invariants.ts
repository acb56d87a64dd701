import type { TierInvariants } from '@healthcare-dr/testing';

const ROUTE53_IN_PRIMARY =
  'all of Route 53 stands in the primary stack: its control plane is in us-east-1, and dr must not need that to plan or apply';
const CONTROL_IN_DR =
  'what holds traffic in dr must work without the primary: the alarm stands where the controller that acts does';

export default {
  names: {
    aws_route53_health_check: { names: ['tags.Name'], namespace: 'none' },
    aws_route53_query_log: { names: [], namespace: 'none' },
    // The name of a zone is a domain, given from outside.
    aws_route53_zone: { names: [], namespace: 'none' },
  },
  roleDifferences: [
    { path: '//.metadata.overrides', reason: ROUTE53_IN_PRIMARY },
    { path: 'provider.aws', reason: ROUTE53_IN_PRIMARY },
    { path: 'data', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_route53_health_check', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_route53_record', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_route53_query_log', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_cloudwatch_log_group', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_cloudwatch_log_resource_policy', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_kms_alias', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_kms_key', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_cloudwatch_metric_alarm', reason: CONTROL_IN_DR },
  ],
  globalProvider: {
    reason: 'Route 53 writes the query logs of a zone to a log group in us-east-1, and to no other.',
  },
} satisfies TierInvariants;
