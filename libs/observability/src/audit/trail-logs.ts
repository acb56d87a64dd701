import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { trailLogGroupName } from '@healthcare-dr/observability/contract';
import type { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/** What {@link TrailLogs} are made from. */
export interface TrailLogsProps {
  readonly stack: TierStack;
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

  constructor(scope: Construct, id: string, { stack, trailArn, logsKeyArn }: TrailLogsProps) {
    super(scope, id);
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
    const roleName = naming.name('role', 'trail');
    this.role = new IamRole(this, 'role', {
      name: roleName,
      description: `Lets CloudTrail write to ${name}`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'CloudTrailForThisTrail',
            Effect: 'Allow',
            Principal: { Service: 'cloudtrail.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': accountId },
              ArnEquals: { 'aws:SourceArn': trailArn },
            },
          },
        ],
      }),
      tags: { Name: roleName },
    });
    const policyName = naming.name('policy', 'trail');
    const policy = new IamPolicy(this, 'policy', {
      name: policyName,
      description: `Write what the trail records to ${name}, and nothing else`,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
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
      }),
      tags: { Name: policyName },
    });
    this.attachment = new IamRolePolicyAttachment(this, 'role-policy', {
      role: this.role.name,
      policyArn: policy.arn,
    });
  }
}
