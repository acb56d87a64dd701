import { NAME_PREFIX, type Naming } from '@healthcare-dr/platform';

/** Whose events the topic of a Region takes. */
export interface TopicPolicyScope {
  readonly naming: Naming;
  readonly topicArn: string;
  readonly accountId: string;
  readonly suffix: string;
}

/**
 * Who may publish: the services that tell us something, each for resources of this environment. Principals of
 * this account need no statement here, the roles of EventBridge's rules among them: their own policies decide.
 */
export function topicPolicy({ naming, topicArn, accountId, suffix }: TopicPolicyScope) {
  const ours = `${NAME_PREFIX}-*-${suffix}`;
  return {
    Version: '2012-10-17',
    Statement: [
      alarms({ naming, topicArn, accountId, suffix }),
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html: the vault.
      service('Backup', 'backup.amazonaws.com', naming.arn('backup', `backup-vault:${ours}`), {
        topicArn,
        accountId,
      }),
      refusePlainHttp(topicArn),
    ],
  };
}

/** Who may publish in the watch Region: its alarms, and principals of this account by their own policies. */
export function watchTopicPolicy(scope: TopicPolicyScope) {
  return { Version: '2012-10-17', Statement: [alarms(scope), refusePlainHttp(scope.topicArn)] };
}

const service = (
  sid: string,
  principal: string,
  sourceArn: string,
  { topicArn, accountId }: Pick<TopicPolicyScope, 'topicArn' | 'accountId'>,
) => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: principal },
  Action: 'sns:Publish',
  Resource: topicArn,
  Condition: {
    StringEquals: { 'aws:SourceAccount': accountId },
    ArnLike: { 'aws:SourceArn': sourceArn },
  },
});

const alarms = (scope: TopicPolicyScope) =>
  service(
    'CloudWatchAlarms',
    'cloudwatch.amazonaws.com',
    scope.naming.arn('cloudwatch', `alarm:${NAME_PREFIX}-*-${scope.suffix}`),
    scope,
  );

const refusePlainHttp = (topicArn: string) => ({
  Sid: 'RefusePlainHttp',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: topicArn,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
