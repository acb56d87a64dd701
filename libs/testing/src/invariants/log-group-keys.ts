import { statementsOf, type EnvironmentModel } from '../model';
import { admits } from './service-request';

/** What CloudWatch Logs asks of the key of a log group: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const KEY_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
];

/** Log groups on a key whose policy does not admit CloudWatch Logs of the group's Region for this group: AWS refuses to create them. */
export function logGroupKeyProblems(model: EnvironmentModel): string[] {
  return model.ofType('aws_cloudwatch_log_group').flatMap((group) => {
    const name = group.text('name');
    const request = {
      service: `logs.${String(group.region)}.amazonaws.com`,
      keys: {
        'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${String(group.region)}:${model.environment.accountId}:log-group:${name}`,
      },
    };
    return model
      .references(group, group.at('kms_key_id'))
      .filter(({ type }) => type === 'aws_kms_key')
      .flatMap((key) => {
        const statements = statementsOf(model, key, key.at('policy')) ?? [];
        const lacking = KEY_ACTIONS.filter(
          (action) => !statements.some((statement) => admits(statement, { ...request, action })),
        );
        return lacking.length === 0
          ? []
          : [
              `${group.stack.name}: ${group.address}: its key does not admit ${request.service} to ${lacking.join(', ')} for ${name}.`,
            ];
      });
  });
}
