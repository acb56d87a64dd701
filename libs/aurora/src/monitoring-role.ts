import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { instanceArn } from '@healthcare-dr/aurora/contract';
import { TierStack } from '@healthcare-dr/platform';
import { addServiceRole } from '@healthcare-dr/platform/service-role';
import { Construct } from 'constructs';

/** The log group of enhanced monitoring: one for the account and Region, made by RDS, under a name nobody chooses. */
const LOG_GROUP = 'RDSOSMetrics';

/** Props of {@link MonitoringRole}. */
export interface MonitoringRoleProps {
  /** How many instances the cluster has; they alone may use the role. */
  readonly instances: number;
}

/**
 * Lets the instances of this cluster deliver the metrics of their operating system, and nothing else: AWS's managed policy
 * reaches every log group that begins with RDS, and its trust every instance of every account.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
 */
export class MonitoringRole extends Construct {
  readonly arn: string;
  /** What must stand before an instance uses the role. */
  readonly attachment: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, { instances }: MonitoringRoleProps) {
    super(scope, id);
    const { naming, environment } = TierStack.of(this);
    const { role, attachment } = addServiceRole(this, {
      what: 'aurora-monitoring',
      description: 'Lets the Aurora instances deliver enhanced monitoring',
      trust: {
        sid: 'InstancesOfThisCluster',
        service: 'monitoring.rds.amazonaws.com',
        condition: {
          StringEquals: { 'aws:SourceAccount': environment.accountId },
          ArnLike: {
            'aws:SourceArn': Array.from({ length: instances }, (_, index) => instanceArn(naming, index + 1)),
          },
        },
      },
      policy: {
        description: `Write to ${LOG_GROUP}, and nothing else`,
        statements: [
          {
            Sid: 'MakeTheLogGroup',
            Effect: 'Allow',
            Action: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
            // A log group's ARN ends so for all but the tagging calls.
            // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html
            Resource: naming.arn('logs', `log-group:${LOG_GROUP}:*`),
          },
          {
            Sid: 'DeliverMetrics',
            Effect: 'Allow',
            Action: [
              'logs:CreateLogStream',
              'logs:DescribeLogStreams',
              'logs:GetLogEvents',
              'logs:PutLogEvents',
            ],
            Resource: naming.arn('logs', `log-group:${LOG_GROUP}:log-stream:*`),
          },
        ],
      },
    });
    this.attachment = attachment;
    this.arn = role.arn;
  }
}
