import type { TierInvariants } from '@healthcare-dr/testing';

/** The records that validate a certificate are the same for both Regions, and dr must not need Route 53 for it. */
const VALIDATES_BOTH =
  'the primary side writes the records that validate both certificates; the dr side calls nothing but ACM in its own Region';

export default {
  names: {
    aws_acm_certificate: { names: ['tags.Name'], namespace: 'none' },
    aws_acm_certificate_validation: { names: [], namespace: 'none' },
    aws_appautoscaling_policy: { names: ['name'], namespace: 'none' },
    aws_appautoscaling_target: { names: [], namespace: 'none' },
    aws_ecs_cluster: { names: ['name'], namespace: 'region' },
    aws_ecs_cluster_capacity_providers: { names: [], namespace: 'none' },
    aws_ecs_service: { names: ['name'], namespace: 'none' },
    aws_ecs_task_definition: { names: ['family'], namespace: 'region' },
    aws_lb: { names: ['name'], namespace: 'region' },
    aws_lb_listener: { names: [], namespace: 'none' },
    aws_lb_target_group: { names: ['name'], namespace: 'region' },
    aws_wafv2_web_acl: { names: ['name'], namespace: 'region' },
    aws_wafv2_web_acl_association: { names: [], namespace: 'none' },
    aws_wafv2_web_acl_logging_configuration: { names: [], namespace: 'none' },
  },
  roleDifferences: [
    { path: 'data.aws_route53_zone', reason: VALIDATES_BOTH },
    { path: 'resource.aws_route53_record', reason: VALIDATES_BOTH },
    { path: 'resource.aws_acm_certificate.*.subject_alternative_names', reason: VALIDATES_BOTH },
    { path: 'resource.aws_acm_certificate_validation.*.validation_record_fqdns', reason: VALIDATES_BOTH },
    {
      path: 'resource.aws_appautoscaling_target.*.lifecycle',
      reason:
        'a failover raises the minimum task count in dr, and a plan in the middle of it must not lower it again',
    },
  ],
} satisfies TierInvariants;
