import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { TierStack } from '@healthcare-dr/platform';
import { addServiceRole, type RoleStatement } from '@healthcare-dr/platform/service-role';
import { Construct } from 'constructs';

/** Props of {@link FlowLogs}. */
export interface FlowLogsProps {
  readonly vpcId: string;
  /** The key of the log group; its policy admits CloudWatch Logs for groups of this environment. */
  readonly kmsKeyArn: string;
  /** How long records can be searched, in days. */
  readonly retentionDays: number;
  /** Whether Terraform may delete the records. */
  readonly deletable: boolean;
}

/** A record of every connection in the VPC, accepted or refused: 45 CFR 164.312(b), audit controls. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { naming, environment } = TierStack.of(this);
    const { vpcId, kmsKeyArn, retentionDays, deletable } = props;
    const name = naming.name('resource', 'flow-logs');
    const logGroupName = naming.logGroup('vpc', 'flow-logs');
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: logGroupName,
      kmsKeyId: kmsKeyArn,
      retentionInDays: retentionDays,
      tags: { Name: name },
      ...(deletable ? {} : { lifecycle: { preventDestroy: true } }),
    });

    const { role, attachment } = addServiceRole(this, {
      what: 'flow-logs',
      description: `Lets VPC flow logs write to ${logGroupName}`,
      // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html, with its guard against a confused deputy.
      trust: {
        sid: 'FlowLogsOfThisAccount',
        service: 'vpc-flow-logs.amazonaws.com',
        condition: {
          StringEquals: { 'aws:SourceAccount': environment.accountId },
          ArnLike: { 'aws:SourceArn': naming.arn('ec2', 'vpc-flow-log/*') },
        },
      },
      policy: {
        description: `Write to ${logGroupName}, and nothing else`,
        statements: [deliver(naming.arn('logs', `log-group:${logGroupName}:*`))],
      },
    });

    new FlowLog(this, 'flow-log', {
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: name },
      // Otherwise the first records meet a role that may not write yet.
      dependsOn: [attachment],
    });
  }
}

/** The log group exists already, so neither CreateLogGroup nor a look at other groups is needed. */
const deliver = (logStreamsArn: string): RoleStatement => ({
  Sid: 'DeliverFlowLogs',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
  Resource: logStreamsArn,
});
