import { type Fixture } from '@healthcare-dr/testing';
import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const FUNCTION = 'aws_lambda_function';
const variables = (entries: Record<string, string>) => ({ environment: { variables: entries } });
const permission = (attributes: Record<string, unknown>): Fixture => ({
  aws_lambda_permission: { p: attributes },
});
const ALARMS = 'lambda.alarms.cloudwatch.amazonaws.com';

/** What each check must accept and refuse. */
export const LAMBDA_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'lambda-not-public': {
    good: [
      permission({ principal: ALARMS, source_arn: 'arn' }),
      permission({ principal: ALARMS, source_account: '222222222222' }),
      permission({ principal: '222222222222' }),
    ],
    bad: {
      everybody: permission({ principal: '*', source_arn: 'arn' }),
      'for any account': permission({ principal: ALARMS }),
    },
  },
  'lambda-url-auth': single(
    'aws_lambda_function_url',
    { authorization_type: 'AWS_IAM' },
    {
      open: { authorization_type: 'NONE' },
      'every origin': { authorization_type: 'AWS_IAM', cors: { allow_origins: ['*'] } },
    },
  ),
  'lambda-in-vpc': single(
    FUNCTION,
    { vpc_config: { subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] } },
    {
      absent: {},
      'no subnet': { vpc_config: { subnet_ids: [], security_group_ids: ['sg-1'] } },
      'no group': { vpc_config: { subnet_ids: ['subnet-1'] } },
    },
  ),
  'lambda-dlq': single(FUNCTION, { dead_letter_config: { target_arn: 'arn' } }, { absent: {} }),
  'lambda-concurrency': single(
    FUNCTION,
    { reserved_concurrent_executions: 1 },
    { absent: {}, none: { reserved_concurrent_executions: 0 } },
  ),
  'lambda-env-cmk': single(
    FUNCTION,
    { ...variables({ A: 'b' }), kms_key_arn: KEY_ARN },
    { 'AWS’s key': variables({ A: 'b' }) },
  ),
  'lambda-no-secrets-in-env': single(FUNCTION, variables({ SECRET_ARN: 'arn:aws:x', LOG_LEVEL: 'info' }), {
    'by its name': variables({ API_KEY: 'x' }),
    'an access key': variables({ NOTE: 'AKIAIOSFODNN7EXAMPLE' }),
    'a token': variables({ NOTE: `ghp_${'a'.repeat(36)}` }),
  }),
  'lambda-tracing': single(
    FUNCTION,
    { tracing_config: { mode: 'Active' } },
    {
      absent: {},
      'where its caller was traced': { tracing_config: { mode: 'PassThrough' } },
    },
  ),
  'lambda-code-signing': single(FUNCTION, { code_signing_config_arn: 'arn' }, { absent: {} }),
  'lambda-runtime-supported': single(
    FUNCTION,
    { runtime: 'nodejs22.x' },
    { old: { runtime: 'nodejs20.x' }, absent: {} },
  ),
};
