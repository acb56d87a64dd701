import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { defineStack } from '@healthcare-dr/platform';
import { parseHold, parsePolicy } from '@healthcare-dr/failover-controller';
import { expectResource, objectOf, synthesizeStack, type Json } from '@healthcare-dr/testing';
import { parseEnvironment, peerOf, ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { FailoverLambda } from './failover-lambda';
import { SCHEDULE_INPUT, TOPIC_FILTER } from './triggers';

const tier = 'failover-lambda';
const dev = fixtureEnvironment('dev');
const ACCOUNT = '111111111111';

const synthesize = (role: Role, environment: Environment = dev) =>
  synthesizeStack(
    defineStack({
      role,
      tier,
      build: (stack) =>
        void new FailoverLambda(stack, tier, {
          dataKeyArn: 'arn-of-the-data-key',
          logsKeyArn: 'arn-of-the-logs-key',
          watchKeyArn: 'arn-of-the-watch-key',
          notificationsKeyArn: 'arn-of-the-notifications-key',
          privateSubnetIds: ['subnet-a', 'subnet-b'],
          controllerSecurityGroupId: 'sg-controller',
        }),
    }),
    environment,
  );

describe.each(ROLES)('FailoverLambda on the %s side', (role) => {
  const peer = peerOf(role);
  const stack = synthesize(role);
  const { region } = dev[role];
  const lambda = expectResource(stack, LambdaFunction);
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

  it('runs the code beside the stack, with explicit limits, in the private subnets', () => {
    expect(lambda.attributes).toMatchObject({
      function_name: 'healthcare-failover-dev',
      filename: '${path.module}/function.zip',
      source_code_hash: '${filebase64sha256("${path.module}/function.zip")}',
      handler: 'handler.handler',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      memory_size: 512,
      timeout: 40,
      reserved_concurrent_executions: 1,
      vpc_config: { subnet_ids: ['subnet-a', 'subnet-b'], security_group_ids: ['sg-controller'] },
      tracing_config: { mode: 'Active' },
      kms_key_arn: 'arn-of-the-data-key',
      timeouts: { create: '15m', update: '15m', delete: '15m' },
    });
  });

  it('tells the runtime where it stands, and no secret', () => {
    expect(lambda.attributes['environment']).toEqual({
      variables: {
        ENVIRONMENT: 'dev',
        ROLE: role,
        PEER_REGION: dev[peer].region,
        GLOBAL_CLUSTER_ID: 'healthcare-global-dev',
        OWN_CLUSTER_ARN: arn('rds', 'cluster:healthcare-aurora-dev'),
        PEER_CLUSTER_ARN: `arn:aws:rds:${dev[peer].region}:${ACCOUNT}:cluster:healthcare-aurora-dev`,
        JOURNAL_TABLE: 'healthcare-failover-journal-dev',
        POLICY_PARAMETER: '/healthcare-dr/dev/failover-lambda/policy',
        HOLD_PARAMETER: '/healthcare-dr/dev/failover-lambda/hold',
        TOPIC_ARN: arn('sns', 'healthcare-notifications-dev'),
        BACKUP_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111111111111:healthcare-notifications-dev',
        PROBE_URL: `https://${dev[peer].region}.app.dev.healthcare.example/readyz`,
        WITNESS_PRIMARY: 'witness-eu-west-2.app.dev.healthcare.example',
        WITNESS_DR: 'witness-eu-west-1.app.dev.healthcare.example',
        EGRESS_ANCHORS:
          'https://sts.eu-central-1.amazonaws.com/,https://sts.us-east-2.amazonaws.com/,https://sts.ap-southeast-1.amazonaws.com/',
        ECS_CLUSTER: 'healthcare-cluster-dev',
        ECS_SERVICE: 'healthcare-service-dev',
      },
    });
  });

  it('logs as JSON to a group of its own, with key and retention, before it runs', () => {
    const group = expectResource(stack, CloudwatchLogGroup, {
      name: '/aws/lambda/healthcare-failover-dev',
      kms_key_id: 'arn-of-the-logs-key',
      retention_in_days: 365,
    });
    expect(lambda.attributes['logging_config']).toMatchObject({
      log_format: 'JSON',
      log_group: '/aws/lambda/healthcare-failover-dev',
    });
    expect(lambda.attributes['depends_on']).toContain(group.address);
    expect(lambda.attributes['depends_on']).toContain(
      expectResource(stack, 'aws_iam_role_policy_attachment').address,
    );
  });

  it('probes what Route 53 asks of the other Region, which the load balancer does not', () => {
    const container = { ...dev.service.container, endpointPath: '/ready?deep' };
    const probing = synthesize(role, { ...dev, service: { ...dev.service, container } });
    expect(expectResource(probing, LambdaFunction).attributes['environment']).toMatchObject({
      variables: { PROBE_URL: `https://${dev[peer].region}.app.dev.healthcare.example/ready?deep` },
    });
  });

  it('drops an event that is a minute old, retries none, and keeps what failed', () => {
    expectResource(stack, LambdaFunctionEventInvokeConfig, {
      function_name: `\${${lambda.address}.function_name}`,
      maximum_retry_attempts: 0,
      maximum_event_age_in_seconds: 60,
    });
    const queue = expectResource(stack, SqsQueue, {
      name: 'healthcare-failover-dead-letters-dev',
      kms_master_key_id: 'arn-of-the-notifications-key',
      message_retention_seconds: 1_209_600,
    });
    expect(lambda.attributes['dead_letter_config']).toEqual({ target_arn: `\${${queue.address}.arn}` });
  });

  it('lets only its schedule and its topic leave dead letters, over TLS', () => {
    const { Statement } = JSON.parse(String(expectResource(stack, SqsQueuePolicy).attributes['policy'])) as {
      Statement: { Sid: string; Effect: string; Principal: unknown; Condition: unknown }[];
    };
    expect(
      Statement.map(({ Sid, Effect, Principal, Condition }) => [Sid, Effect, Principal, Condition]),
    ).toEqual([
      [
        'Schedule',
        'Allow',
        { Service: 'events.amazonaws.com' },
        { ArnEquals: { 'aws:SourceArn': arn('events', 'rule/healthcare-failover-schedule-dev') } },
      ],
      [
        'Topic',
        'Allow',
        { Service: 'sns.amazonaws.com' },
        { ArnEquals: { 'aws:SourceArn': arn('sns', 'healthcare-notifications-dev') } },
      ],
      ['RefusePlainHttp', 'Deny', '*', { Bool: { 'aws:SecureTransport': 'false' } }],
    ]);
  });

  it('keeps its journal in a table of its own Region, encrypted, restorable, with a life span for each entry', () => {
    expectResource(stack, DynamodbTable, {
      name: 'healthcare-failover-journal-dev',
      billing_mode: 'PAY_PER_REQUEST',
      hash_key: 'pk',
      range_key: 'sk',
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: 'arn-of-the-data-key' },
      ttl: { enabled: true, attribute_name: 'expiresAt' },
      deletion_protection_enabled: false,
    });
  });

  it('is called by the alarms of this environment and account, its topic, its schedule, and nobody else', () => {
    const callers = stack
      .resources(LambdaPermission)
      .map(({ attributes }) => [
        attributes['principal'],
        attributes['source_account'],
        attributes['source_arn'],
      ])
      .sort();
    expect(callers).toEqual(
      [
        ['events.amazonaws.com', ACCOUNT, arn('events', 'rule/healthcare-failover-schedule-dev')],
        ['lambda.alarms.cloudwatch.amazonaws.com', ACCOUNT, arn('cloudwatch', 'alarm:healthcare-*-dev')],
        ['sns.amazonaws.com', ACCOUNT, arn('sns', 'healthcare-notifications-dev')],
      ].sort(),
    );
  });

  it('is called every minute, once, by a message it knows', () => {
    expectResource(stack, CloudwatchEventRule, { schedule_expression: 'rate(1 minute)', state: 'ENABLED' });
    const { attributes } = expectResource(stack, CloudwatchEventTarget, {
      arn: `\${${lambda.address}.arn}`,
      retry_policy: { maximum_retry_attempts: 0, maximum_event_age_in_seconds: 60 },
    });
    expect(JSON.parse(String(attributes['input']))).toEqual({ trigger: 'schedule' });
    expect(attributes).toHaveProperty('dead_letter_config');
  });

  it('hears alarms and events of RDS from its topic, and never itself', () => {
    const { attributes } = expectResource(stack, SnsTopicSubscription, {
      protocol: 'lambda',
      endpoint: `\${${lambda.address}.arn}`,
      topic_arn: arn('sns', 'healthcare-notifications-dev'),
      filter_policy_scope: 'MessageBody',
    });
    expect(JSON.parse(String(attributes['filter_policy']))).toEqual(TOPIC_FILTER);
    expect(attributes['redrive_policy']).toContain('deadLetterTargetArn');
  });

  it('keeps the configured policy, in milliseconds the runtime accepts', () => {
    const { attributes } = expectResource(stack, SsmParameter, {
      name: '/healthcare-dr/dev/failover-lambda/policy',
      type: 'String',
    });
    expect(parsePolicy(String(attributes['insecure_value']))).toMatchObject({
      mode: 'automatic',
      lagBoundMs: 900_000,
      confirmationMs: 180_000,
    });
    expect(attributes).not.toHaveProperty('lifecycle');
  });

  it('creates the hold switch once and leaves it to the operators', () => {
    const { attributes } = expectResource(stack, SsmParameter, {
      name: '/healthcare-dr/dev/failover-lambda/hold',
      lifecycle: { ignore_changes: ['insecure_value', 'value'] },
    });
    expect(parseHold(String(attributes['insecure_value']))).toEqual({ held: false, reason: '' });
  });

  it('puts nothing of itself into the other Region', () => {
    const peerRegion = dev[peer].region;
    const strays = stack
      .resources('aws_lambda_function')
      .concat(stack.resources('aws_dynamodb_table'), stack.resources('aws_ssm_parameter'))
      .filter(({ attributes }) => 'provider' in attributes);
    expect(strays).toEqual([]);
    expect(stack.providers().map((provider) => provider['region'])).toEqual([region]);
    for (const type of [
      'aws_dynamodb_table',
      'aws_ssm_parameter',
      'aws_sqs_queue',
      'aws_sns_topic_subscription',
    ])
      expect(JSON.stringify(stack.resources(type).map(({ attributes }) => attributes))).not.toContain(
        peerRegion,
      );
  });
});

describe('what the topic lets through', () => {
  /** As SNS decides: one branch of the choice, all of its properties, one rule of each. */
  const passes = (message: unknown) => {
    const fields = objectOf(message as Json);
    const accepts = (key: string, rule: string | { readonly exists: boolean }) =>
      typeof rule === 'string' ? fields[key] === rule : (fields[key] !== undefined) === rule.exists;
    return TOPIC_FILTER.$or.some((branch) =>
      Object.entries(branch).every(([key, rules]) => rules.some((rule) => accepts(key, rule))),
    );
  };

  it.each<[string, boolean, unknown]>([
    ['an alarm', true, { AlarmName: 'healthcare-x-dev', NewStateValue: 'ALARM' }],
    ['an event of RDS', true, { source: 'aws.rds', detail: { EventID: 'RDS-EVENT-0390' } }],
    [
      'a notification of the controller',
      false,
      { source: 'failover-controller', severity: 'page', id: '1', subject: 's', body: 'b' },
    ],
  ])('%s: %s', (_, expected, message) => {
    expect(passes(message)).toBe(expected);
  });
});

describe('in production', () => {
  const stack = synthesize('dr', fixtureEnvironment('prod'));

  it('does not let go of the journal', () => {
    expectResource(stack, DynamodbTable, {
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    } as Record<string, unknown>);
  });
});

describe('the policy', () => {
  it('is the environment’s own', () => {
    const environment = parseEnvironment({
      ...dev,
      failover: {
        mode: 'approval',
        failoverWhileReplicatingAfterMinutes: 30,
        capacity: { minTasks: 4, minAcu: 1.5 },
        approvalMinutes: 5,
      },
    });
    const { attributes } = expectResource(synthesize('dr', environment), SsmParameter, {
      name: '/healthcare-dr/dev/failover-lambda/policy',
    });
    expect(parsePolicy(String(attributes['insecure_value']))).toMatchObject({
      mode: 'approval',
      failoverWhileReplicatingAfterMs: 1_800_000,
      approvalMs: 300_000,
      capacity: { minTasks: 4, minAcu: 1.5 },
    });
  });
});

it('sends what the runtime takes for its schedule', () => {
  expect(SCHEDULE_INPUT).toEqual({ trigger: 'schedule' });
});

it('reserves no execution where the account has none to give away, and says why to the auditor', () => {
  const optOutReason = 'The account has 50 concurrent executions.';
  const environment = {
    ...dev,
    failover: { ...dev.failover, reservedConcurrency: { enabled: false, optOutReason } },
  };
  const stack = synthesize('dr', environment as typeof dev);
  const lambda = expectResource(stack, LambdaFunction);

  expect(lambda.attributes).not.toHaveProperty('reserved_concurrent_executions');
  expect(JSON.stringify(lambda)).toContain(optOutReason);
});
