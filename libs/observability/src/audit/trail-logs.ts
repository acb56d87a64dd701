import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { trailLogGroupName } from '@healthcare-dr/observability/contract';
import { TierStack } from '@healthcare-dr/platform';
import { addServiceRole } from '@healthcare-dr/platform/service-role';
import { Construct } from 'constructs';

/** Props of {@link TrailLogs}. */
export interface TrailLogsProps {
  /** The trail that may write, by name. */
  readonly trailArn: string;
  /** The Region's key for logs. */
  readonly logsKeyArn: string;
}

/** Where what a trail records can be searched and is watched, and the role as which CloudTrail writes there. */
export class TrailLogs extends Construct {
  readonly group: CloudwatchLogGroup;
  readonly role: IamRole;
  /** Before it the role may do nothing, and CloudTrail refuses it. */
  readonly attachment: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, { trailArn, logsKeyArn }: TrailLogsProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming, environment, ephemeral, topology } = stack;
    const { accountId, retention } = environment;
    const name = trailLogGroupName(naming);
    this.group = new CloudwatchLogGroup(this, 'log-group', {
      name,
      kmsKeyId: logsKeyArn,
      retentionInDays: retention.auditLogDays,
      tags: { Name: naming.name('resource', 'trail') },
      ...(ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    const { role, attachment } = addServiceRole(this, {
      what: 'trail',
      description: `Lets CloudTrail write to ${name}`,
      trust: {
        sid: 'CloudTrailForThisTrail',
        service: 'cloudtrail.amazonaws.com',
        condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnEquals: { 'aws:SourceArn': trailArn },
        },
      },
      policy: {
        description: `Write what the trail records to ${name}, and nothing else`,
        statements: [
          {
            // CloudTrail names its streams itself:
            // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
            Sid: 'WriteToOwnStreams',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: naming.arn(
              'logs',
              `log-group:${name}:log-stream:${accountId}_CloudTrail_${topology.region}*`,
            ),
          },
        ],
      },
    });
    this.role = role;
    this.attachment = attachment;
  }
}
