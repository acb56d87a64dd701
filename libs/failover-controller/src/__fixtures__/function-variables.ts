/** What the stack sets in the environment of the function in dr, and the Region that Lambda sets itself. */
export const FUNCTION_VARIABLES = {
  AWS_REGION: 'eu-west-1',
  ENVIRONMENT: 'dev',
  ROLE: 'dr',
  PEER_REGION: 'eu-west-2',
  GLOBAL_CLUSTER_ID: 'healthcare-global-dev',
  OWN_CLUSTER_ARN: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev',
  PEER_CLUSTER_ARN: 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev',
  JOURNAL_TABLE: 'healthcare-failover-journal-dev',
  POLICY_PARAMETER: '/healthcare-dr/dev/failover-lambda/policy',
  HOLD_PARAMETER: '/healthcare-dr/dev/failover-lambda/hold',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111111111111:healthcare-notifications-dev',
  PROBE_URL: 'https://eu-west-2.app.dev.healthcare.example/',
  ECS_CLUSTER: 'healthcare-cluster-dev',
  ECS_SERVICE: 'healthcare-service-dev',
};
