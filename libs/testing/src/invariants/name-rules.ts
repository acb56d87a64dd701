/** Where a name must be unique: nowhere, within a Region, within an account, or in all the world. */
export type Namespace = 'none' | 'region' | 'account' | 'world';

/** Which attributes of a resource type are its names. */
export interface NameRule {
  /** Paths to attributes that must be set, such as `name` or `tags.Name`. A `tags.Name` is looked at wherever it is set. */
  readonly names: readonly string[];
  readonly namespace: Namespace;
}

/** The names of the resource types that several tiers use; of those that one tier uses alone, the tier itself tells. */
export const SHARED_NAME_RULES: Readonly<Record<string, NameRule>> = {
  aws_cloudwatch_event_rule: { names: ['name'], namespace: 'region' },
  aws_cloudwatch_event_target: { names: [], namespace: 'none' },
  aws_cloudwatch_log_group: { names: ['name'], namespace: 'region' },
  aws_cloudwatch_log_resource_policy: { names: ['policy_name'], namespace: 'region' },
  aws_cloudwatch_metric_alarm: { names: ['alarm_name'], namespace: 'region' },
  aws_db_subnet_group: { names: ['name'], namespace: 'region' },
  aws_iam_policy: { names: ['name'], namespace: 'account' },
  // IAM has no Regions.
  aws_iam_role: { names: ['name'], namespace: 'account' },
  aws_iam_role_policy_attachment: { names: [], namespace: 'none' },
  aws_kms_alias: { names: ['name'], namespace: 'region' },
  aws_kms_key: { names: ['tags.Name'], namespace: 'none' },
  // The name of a record is a domain, given from outside.
  aws_route53_record: { names: [], namespace: 'none' },
  aws_sns_topic_subscription: { names: [], namespace: 'none' },
  aws_ssm_parameter: { names: ['name'], namespace: 'region' },
};
