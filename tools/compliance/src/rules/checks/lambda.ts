import { objectOf } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { all, is, isAtLeast, isCustomerKey, isSet, onEach, onEachWhere, show, type Judge } from '../judge';
import type { Resource } from '@healthcare-dr/testing';
import { holdsSecret } from './secrets-in-text';

const FUNCTION = 'aws_lambda_function';

const variablesOf = (lambda: Resource) => Object.entries(objectOf(lambda.at('environment.variables')));

/** Runtimes that receive patches. Source: AWS Lambda developer guide, "Lambda runtimes". */
const RUNTIMES = [
  'nodejs22.x',
  'nodejs24.x',
  'python3.12',
  'python3.13',
  'python3.14',
  'java21',
  'java25',
  'dotnet8',
  'ruby3.4',
  'provided.al2023',
];

const judgePermission: Judge = (permission) => {
  const principal = permission.text('principal');
  if (principal === '*') return 'lets everybody invoke the function';
  const isService = principal.includes('.amazonaws.com');
  const bound = permission.at('source_arn') !== undefined || permission.at('source_account') !== undefined;
  return isService && !bound ? `lets ${principal} invoke the function on behalf of any account` : undefined;
};

/** Functions: who may call them, where they run, and what happens when they fail. */
export const LAMBDA_CHECKS: readonly Check[] = [
  check('lambda-not-public', onEach('aws_lambda_permission', judgePermission)),
  check(
    'lambda-url-auth',
    onEach(
      'aws_lambda_function_url',
      all(is('authorization_type', 'AWS_IAM'), (url) =>
        url.strings('cors.allow_origins').includes('*') ? 'answers every origin' : undefined,
      ),
    ),
  ),
  check(
    'lambda-in-vpc',
    onEach(FUNCTION, all(isSet('vpc_config.subnet_ids'), isSet('vpc_config.security_group_ids'))),
  ),
  check('lambda-dlq', onEach(FUNCTION, isSet('dead_letter_config.target_arn'))),
  check('lambda-concurrency', onEach(FUNCTION, isAtLeast('reserved_concurrent_executions', 1))),
  check(
    'lambda-env-cmk',
    onEachWhere(FUNCTION, (lambda) => variablesOf(lambda).length > 0, isCustomerKey('kms_key_arn')),
  ),
  check(
    'lambda-no-secrets-in-env',
    onEach(FUNCTION, (lambda) => {
      const found = variablesOf(lambda).filter(([name, value]) => holdsSecret(name, String(value)));
      return found.length === 0 ? undefined : `holds a secret in ${found.map(([name]) => name).join(', ')}`;
    }),
  ),
  check('lambda-tracing', onEach(FUNCTION, is('tracing_config.mode', 'Active'))),
  check('lambda-code-signing', onEach(FUNCTION, isSet('code_signing_config_arn'))),
  check(
    'lambda-runtime-supported',
    onEachWhere(
      FUNCTION,
      (lambda) => lambda.at('package_type') !== 'Image',
      (lambda) =>
        RUNTIMES.includes(lambda.text('runtime'))
          ? undefined
          : `runtime is ${show(lambda.at('runtime'))}, which receives no patches`,
    ),
  ),
];
