import { synthesizeAll } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { policiesOf } from '../__fixtures__/stack-policies';
import { checkVocabulary } from './check-vocabulary';

const policies = synthesizeAll(fixtureEnvironment('dev')).flatMap((stack) => policiesOf(stack));

describe('the policies of the stacks', () => {
  it('are found: of roles, keys, buckets, topics, queues, vaults, endpoints and logs', () => {
    expect([...new Set(policies.map(({ type }) => type))].sort()).toEqual([
      'aws_backup_vault_policy',
      'aws_cloudwatch_log_resource_policy',
      'aws_iam_policy',
      'aws_iam_role',
      'aws_kms_key',
      'aws_s3_bucket_policy',
      'aws_sns_topic_policy',
      'aws_sqs_queue_policy',
      'aws_vpc_endpoint',
    ]);
  });

  it.each(policies.map((found) => [`${found.stack} ${found.address} ${found.attribute}`, found] as const))(
    '%s names only actions, condition keys and resources that exist',
    async (_, { policy }) => {
      await expect(checkVocabulary(policy)).resolves.toEqual([]);
    },
  );
});
