import { KMS, SECRETS_MANAGER, SSM, STS } from './configuration';
import { DYNAMODB } from './dynamodb';
import { CLOUDWATCH, LOGS, SNS, SQS, XRAY } from './messages';
import type { ApiCall, Inventory, Operations, Requirement } from './operation';
import { RDS, RDS_DB } from './rds';
import { S3_REPLICATION } from './replication';
import { ROUTE53 } from './route53';
import { S3 } from './s3';
import { APPLICATION_AUTO_SCALING, EC2, LAMBDA } from './services';

/** What each operation requires, by the signing name of its service. An operation that is not here is denied to whoever runs under a role. */
export const OPERATIONS: Readonly<Record<string, Operations>> = {
  'application-autoscaling': APPLICATION_AUTO_SCALING,
  dynamodb: DYNAMODB,
  ec2: EC2,
  kms: KMS,
  lambda: LAMBDA,
  logs: LOGS,
  monitoring: CLOUDWATCH,
  rds: RDS,
  'rds-db': RDS_DB,
  route53: ROUTE53,
  s3: S3,
  's3-replication': S3_REPLICATION,
  secretsmanager: SECRETS_MANAGER,
  sns: SNS,
  sqs: SQS,
  ssm: SSM,
  sts: STS,
  xray: XRAY,
};

/** What a call requires; `undefined` if its operation is in no table. */
export function requirementsOf(call: ApiCall, inventory: Inventory): readonly Requirement[] | undefined {
  return OPERATIONS[call.service]?.[call.operation]?.(call, inventory);
}
