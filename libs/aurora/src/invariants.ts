import type { TierInvariants } from '@healthcare-dr/testing';

/** The primary side of aurora makes what belongs to the pair. */
const FOUNDS_PAIR =
  'the primary side creates the global database, the master credentials and their replica, and publishes both in the two Regions';
const WRITES_FIRST =
  'the cluster that is created first has the database and the master credentials; the one that follows takes them over with the storage';
const FEWER_INSTANCES = 'dr may stand by with fewer instances, by configuration, and says so';

export default {
  names: {
    aws_rds_cluster: { names: ['cluster_identifier'], namespace: 'region' },
    aws_rds_cluster_instance: { names: ['identifier'], namespace: 'region' },
    aws_rds_cluster_parameter_group: { names: ['name'], namespace: 'region' },
    aws_rds_global_cluster: { names: ['global_cluster_identifier'], namespace: 'account' },
    aws_secretsmanager_secret: { names: ['name'], namespace: 'region' },
    aws_secretsmanager_secret_version: { names: [], namespace: 'none' },
  },
  roleDifferences: [
    { path: '//.metadata.overrides', reason: FOUNDS_PAIR },
    { path: 'provider.aws', reason: FOUNDS_PAIR },
    { path: 'ephemeral', reason: FOUNDS_PAIR },
    { path: 'data.aws_ssm_parameter.contract-{peer}-kms-databaseKeyArn', reason: FOUNDS_PAIR },
    { path: 'resource.aws_rds_global_cluster', reason: FOUNDS_PAIR },
    { path: 'resource.aws_secretsmanager_secret', reason: FOUNDS_PAIR },
    { path: 'resource.aws_secretsmanager_secret_version', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-secretArn', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-writerEndpoint', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-{peer}-secretArn', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-{peer}-writerEndpoint', reason: FOUNDS_PAIR },
    { path: 'resource.aws_rds_cluster.*.database_name', reason: WRITES_FIRST },
    { path: 'resource.aws_rds_cluster.*.master_username', reason: WRITES_FIRST },
    { path: 'resource.aws_rds_cluster.*.master_password_wo', reason: WRITES_FIRST },
    { path: 'resource.aws_rds_cluster.*.master_password_wo_version', reason: WRITES_FIRST },
    {
      path: 'resource.aws_rds_cluster.*.global_cluster_identifier',
      reason: 'dr knows the global database by its name alone, and so needs nothing of the primary stack',
    },
    {
      path: 'resource.aws_rds_cluster.*.source_region',
      reason: 'AWS wants the request for an encrypted secondary signed for the Region of the writer too',
    },
    { path: 'resource.aws_rds_cluster.*.//.suppressions', reason: FEWER_INSTANCES },
    { path: 'resource.aws_rds_cluster_instance', reason: FEWER_INSTANCES },
    { path: 'resource.aws_cloudwatch_event_rule.*.event_pattern', reason: FEWER_INSTANCES },
    { path: 'resource.aws_iam_role.*.assume_role_policy', reason: FEWER_INSTANCES },
  ],
  primaryRegionMentions: [
    {
      path: 'resource.aws_rds_cluster.*.source_region',
      reason:
        'the provider signs the request that creates the cluster for that Region too, without calling it; afterwards it is read nowhere',
    },
  ],
} satisfies TierInvariants;
