import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53QueryLog } from '@cdktf/provider-aws/lib/route53-query-log';
import { GLOBAL_SERVICES_REGION, Naming, suppress, TierStack } from '@healthcare-dr/platform';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { queryLogKeyPolicy } from './query-log-key-policy';

/** How long a deleted key can still be saved, in days. KMS allows 7 to 30. */
const DELETION_WINDOW_DAYS = { ephemeral: 7, production: 30 } as const;

/** Props of {@link QueryLogging}. */
export interface QueryLoggingProps {
  readonly zoneId: string;
  /** Of us-east-1. */
  readonly provider: TerraformProvider;
}

/**
 * A record of every query for the zone: who looked for the service, and where they were sent. Route 53 writes it to us-east-1
 * alone, so group and key stand there; nothing that answers a query or moves traffic needs them.
 *
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html
 */
export class QueryLogging extends Construct {
  constructor(scope: Construct, id: string, { zoneId, provider }: QueryLoggingProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { accountId, suffix, retention } = stack.environment;
    const protect = stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } };
    const naming = new Naming({ suffix, accountId, region: GLOBAL_SERVICES_REGION });
    const name = naming.name('resource', 'query-logs');
    const logGroupName = naming.logGroup('route53', 'query-logs');
    const logGroupArn = naming.arn('logs', `log-group:${logGroupName}`);

    const key = new KmsKey(this, 'key', {
      provider,
      description: `${name}: queries for ${stack.environment.dns.domainName}`,
      enableKeyRotation: true,
      isEnabled: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS[stack.ephemeral ? 'ephemeral' : 'production'],
      policy: JSON.stringify(queryLogKeyPolicy({ accountId, logGroupArn })),
      tags: { Name: name },
      ...protect,
    });
    if (stack.ephemeral) {
      suppress(key, {
        check: 'kms-not-pending-deletion',
        reason:
          'This environment is made to be destroyed whole; its keys go with it, after the shortest window KMS allows.',
        owner: 'network',
      });
    }
    new KmsAlias(this, 'key-alias', {
      provider,
      name: naming.name('keyAlias', 'query-logs'),
      targetKeyId: key.keyId,
    });

    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      provider,
      name: logGroupName,
      kmsKeyId: key.arn,
      retentionInDays: retention.auditLogDays,
      tags: { Name: name },
      ...protect,
    });
    const policy = new CloudwatchLogResourcePolicy(this, 'delivery', {
      provider,
      policyName: name,
      policyDocument: JSON.stringify(deliveryPolicy({ accountId, logGroupArn, zoneId })),
    });
    new Route53QueryLog(this, 'query-log', {
      zoneId,
      cloudwatchLogGroupArn: logGroup.arn,
      // Route 53 tries to write before it accepts the group.
      dependsOn: [policy],
    });
  }
}

interface DeliveryPolicyProps {
  readonly accountId: string;
  readonly logGroupArn: string;
  readonly zoneId: string;
}

/** Route 53 may write to this group for this zone of this account, and for no other. */
const deliveryPolicy = ({ accountId, logGroupArn, zoneId }: DeliveryPolicyProps) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Route53QueryLogs',
      Effect: 'Allow',
      Principal: { Service: 'route53.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${logGroupArn}:*`,
      Condition: {
        ArnEquals: { 'aws:SourceArn': `arn:aws:route53:::hostedzone/${zoneId}` },
        StringEquals: { 'aws:SourceAccount': accountId },
      },
    },
  ],
});
