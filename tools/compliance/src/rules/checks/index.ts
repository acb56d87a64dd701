import type { Check } from '../check';
import { ACM_CHECKS } from './acm';
import { BACKUP_CHECKS } from './backup';
import { CLOUDTRAIL_CHECKS } from './cloudtrail';
import { DNS_CHECKS } from './dns';
import { DYNAMODB_CHECKS } from './dynamodb';
import { EC2_CHECKS } from './ec2';
import { ECS_CHECKS } from './ecs';
import { IAM_CHECKS } from './iam';
import { KMS_CHECKS } from './kms';
import { LAMBDA_CHECKS } from './lambda';
import { LOAD_BALANCING_CHECKS } from './load-balancing';
import { LOGS_CHECKS } from './logs';
import { MESSAGING_CHECKS } from './messaging';
import { RDS_CHECKS } from './rds';
import { S3_CHECKS } from './s3';
import { SECRETS_CHECKS } from './secrets';
import { SECURITY_GROUP_CHECKS } from './security-groups';
import { SSM_CHECKS } from './ssm';
import { resourceTypesCheck } from './resource-types';
import { STORE_CHECKS } from './stores';
import { VPC_CHECKS } from './vpc';

/** The checks of what stands in the stacks, by service. */
const SERVICE_CHECKS: readonly Check[] = [
  ...VPC_CHECKS,
  ...SECURITY_GROUP_CHECKS,
  ...EC2_CHECKS,
  ...KMS_CHECKS,
  ...IAM_CHECKS,
  ...RDS_CHECKS,
  ...S3_CHECKS,
  ...BACKUP_CHECKS,
  ...DYNAMODB_CHECKS,
  ...SECRETS_CHECKS,
  ...SSM_CHECKS,
  ...LOGS_CHECKS,
  ...CLOUDTRAIL_CHECKS,
  ...MESSAGING_CHECKS,
  ...ECS_CHECKS,
  ...LAMBDA_CHECKS,
  ...LOAD_BALANCING_CHECKS,
  ...ACM_CHECKS,
  ...DNS_CHECKS,
  ...STORE_CHECKS,
];

/** Whether any of them looks at each type of resource. */
export const COVERAGE_CHECKS: readonly Check[] = [resourceTypesCheck(SERVICE_CHECKS)];

/** Every check, in the order an auditor reads them. */
export const ALL_CHECKS: readonly Check[] = [...SERVICE_CHECKS, ...COVERAGE_CHECKS];
