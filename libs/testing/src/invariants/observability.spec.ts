import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { synthesizeAll } from '../synth';
import { SynthesizedStack } from '../synthesized-stack';
import { observabilityProblems } from './observability';

const environment = fixtureEnvironment('dev');
const stacks = synthesizeAll(environment);

/** All stacks, with a text in one of them replaced wherever it stands. */
function withText(name: string, text: string, replacement: string): SynthesizedStack[] {
  const found = stacks.find((stack) => stack.name === name);
  expect(found?.text).toContain(text);
  return stacks.map((stack) =>
    stack === found
      ? new SynthesizedStack({ ...stack, environment, text: stack.text.replaceAll(text, replacement) })
      : stack,
  );
}

it('finds nothing wrong with the environment', () => {
  expect(observabilityProblems(stacks)).toEqual([]);
});

it('finds nothing where there is nothing', () => {
  expect(observabilityProblems([])).toEqual([]);
});

describe('what is renamed and goes on being watched by its old name is found', () => {
  it.each([
    [
      'a cluster',
      'dr-aurora',
      'healthcare-aurora-dev',
      'DBClusterIdentifier healthcare-aurora-dev in eu-west-1',
    ],
    [
      'an instance',
      'primary-aurora',
      'healthcare-aurora-2-dev',
      'DBInstanceIdentifier healthcare-aurora-2-dev in eu-west-2',
    ],
    [
      'an ECS cluster',
      'dr-compute',
      'healthcare-cluster-dev',
      'ClusterName healthcare-cluster-dev in eu-west-1',
    ],
    [
      'a service',
      'primary-compute',
      '"name":"healthcare-service-dev"',
      'ServiceName healthcare-service-dev in eu-west-2',
    ],
    ['a vault', 'dr-backup', 'healthcare-backup-dev', 'BackupVaultName healthcare-backup-dev in eu-west-1'],
    [
      'a function',
      'dr-failover-lambda',
      'healthcare-failover-dev',
      'FunctionName healthcare-failover-dev in eu-west-1',
    ],
    [
      'a queue',
      'dr-failover-lambda',
      'healthcare-failover-dead-letters-dev',
      'QueueName healthcare-failover-dead-letters-dev in eu-west-1',
    ],
    [
      'a table',
      'primary-failover-lambda',
      'healthcare-failover-journal-dev',
      'TableName healthcare-failover-journal-dev in eu-west-2',
    ],
    [
      'a rule of replication',
      'primary-s3-replication',
      'primary-to-dr',
      'RuleId primary-to-dr in any Region',
    ],
    [
      'a data bucket',
      'dr-s3-replication',
      'healthcare-data-',
      'DestinationBucket healthcare-data-111111111111-eu-west-1-dev in eu-west-1',
    ],
    [
      'a topic',
      'dr-notifications',
      'healthcare-notifications-dev',
      'no stack creates arn:aws:sns:eu-west-1:111111111111:healthcare-notifications-dev',
    ],
  ])('%s', (_what, stack, name, found) => {
    const compact = stacks.find((one) => one.name === stack)?.text.includes(name);
    const text = compact ? name : name.replace(':', ': ');
    const problems = observabilityProblems(
      withText(stack, text, text.replace('healthcare-', 'renamed-').replace('primary-to-dr', 'renamed')),
    );
    expect(problems).toContainEqual(expect.stringContaining(found));
  });
});

describe('what is watched wrongly is found', () => {
  it.each([
    [
      'a dimension of another resource',
      '"DBInstanceIdentifier"',
      '"DBClusterIdentifier"',
      'no stack creates the DBClusterIdentifier healthcare-aurora-1-dev',
    ],
    [
      'a dimension that a metric does not have',
      '"DBClusterIdentifier"',
      '"DBInstanceIdentifier"',
      'AuroraGlobalDBReplicationLag: is published under DBClusterIdentifier, not under DBInstanceIdentifier',
    ],
    [
      'a dimension that nobody knows',
      '"QueueName"',
      '"Queue"',
      'is published under QueueName, not under Queue',
    ],
    [
      'a metric that nobody publishes',
      'AuroraGlobalDBReplicationLag',
      'AuroraReplicationLag',
      'AWS/RDS AuroraReplicationLag: no metric filter of this Region counts it',
    ],
    [
      'a metric that the controller does not write',
      '"Heartbeat"',
      '"HeartBeat"',
      'HealthcareDr/Failover/dev HeartBeat: no metric filter',
    ],
    [
      'another environment',
      '"Environment": "dev"',
      '"Environment": "prod"',
      'no stack creates the Environment prod',
    ],
    [
      'a metric of replication in the wrong Region',
      'OperationsFailedReplication',
      'ReplicationLatency',
      'no stack creates the DestinationBucket healthcare-data-111111111111-eu-west-2-dev in eu-west-1',
    ],
    [
      'the wrong contract',
      'contract-compute-targetGroupArnSuffix.insecure_value',
      'contract-compute-albArnSuffix.insecure_value',
      'no stack creates the TargetGroup',
    ],
    [
      'an alarm of a rule that is not there',
      'ALARM(\\"healthcare-rpo-lag-dev\\")',
      'ALARM(\\"healthcare-rpo-dev\\")',
      'no stack creates the alarm healthcare-rpo-dev of its rule',
    ],
    [
      'another account',
      'arn:aws:sns:eu-west-1:111111111111',
      'arn:aws:sns:eu-west-1:222222222222',
      'no stack creates arn:aws:sns:eu-west-1:222222222222',
    ],
    [
      'the topic of another Region',
      'arn:aws:sns:eu-west-1',
      'arn:aws:sns:eu-west-2',
      'no stack creates arn:aws:sns:eu-west-2',
    ],
    [
      'a function of another name',
      ':function:healthcare-failover-dev',
      ':function:healthcare-controller-dev',
      'function:healthcare-controller-dev, which it tells',
    ],
    [
      'an event that is counted and not told',
      '"metric_name": "healthcare-audit-root-use-dev"',
      '"metric_name": "healthcare-audit-iam-changes-dev"',
      'no alarm watches what it counts',
    ],
    [
      'a widget of another Region',
      '\\"region\\":\\"eu-west-1\\"',
      '\\"region\\":\\"eu-west-2\\"',
      'shows eu-west-2, and is of eu-west-1',
    ],
    [
      'an alarm on a page that is not there',
      'alarm:healthcare-dr-not-ready-dev',
      'alarm:healthcare-not-ready-dev',
      'shows arn:aws:cloudwatch:eu-west-1:111111111111:alarm:healthcare-not-ready-dev',
    ],
  ])('%s', (_what, text, replacement, found) => {
    const problems = observabilityProblems(withText('dr-observability', text, replacement));
    expect(problems).toContainEqual(expect.stringContaining(found));
  });

  it('a log group of another name', () => {
    const mutated = stacks.map((stack) => {
      if (stack.name !== 'dr-observability') return stack;
      const text = stack.text.replaceAll(
        /"log_group_name": "[^"]*"/g,
        '"log_group_name": "/aws/cloudtrail/other-dev"',
      );
      expect(text).not.toBe(stack.text);
      return new SynthesizedStack({ ...stack, environment, text });
    });
    expect(observabilityProblems(mutated)).toContainEqual(
      expect.stringContaining('no stack creates the log group /aws/cloudtrail/other-dev'),
    );
  });

  it('an alarm that a health check follows', () => {
    const problems = observabilityProblems(
      withText(
        'dr-observability',
        '"alarm_name": "healthcare-replication-lag-dev"',
        '"alarm_name": "healthcare-lag-dev"',
      ),
    );
    expect(problems).toContainEqual(
      expect.stringMatching(
        /primary-dns: .*: no stack creates the alarm healthcare-replication-lag-dev in eu-west-1/,
      ),
    );
  });

  it.each([
    [
      'for ever',
      '"retention_in_days": 365',
      '"retention_in_days": 0',
      'is kept for 0 days; allowed: retention.logDays (14) or retention.auditLogDays (365)',
    ],
    ['for another time', '"retention_in_days": 365', '"retention_in_days": 400', 'is kept for 400 days'],
    [
      'without a word how long',
      '"retention_in_days": 365',
      '"skip_destroy": false',
      'is kept for undefined days',
    ],
    [
      'with no key',
      '"kms_key_id": "${data.aws_ssm_parameter.contract-kms-logsKeyArn.insecure_value}"',
      '"kms_key_id": ""',
      'has no customer key',
    ],
  ])('a log group that is kept %s', (_what, text, replacement, found) => {
    const problems = observabilityProblems(withText('dr-observability', text, replacement));
    expect(problems).toContainEqual(expect.stringMatching(/^dr-observability: aws_cloudwatch_log_group/));
    expect(problems).toContainEqual(expect.stringContaining(found));
  });

  it('a composite alarm over nothing', () => {
    const mutated = stacks.map((stack) =>
      stack.name === 'dr-observability'
        ? new SynthesizedStack({
            ...stack,
            environment,
            text: stack.text.replace(/"alarm_rule": "(?:[^"\\]|\\.)*"/, '"alarm_rule": "TRUE"'),
          })
        : stack,
    );
    expect(observabilityProblems(mutated)).toContainEqual(expect.stringContaining('its rule names no alarm'));
  });
});
