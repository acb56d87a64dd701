import { check, type Check } from '../check';
import { isCustomerKey, onEach, onEachWhere, type Judge } from '../judge';
import type { EnvironmentModel, Principal, Resource } from '@healthcare-dr/testing';
import {
  allows,
  isForEverybody,
  isOfAccount,
  limitsCaller,
  limitsCallerTo,
  statementsOf,
  type Statement,
} from '@healthcare-dr/testing';

const onPolicy =
  (violates: (statement: Statement, model: EnvironmentModel) => boolean, violation: string): Judge =>
  (resource, model) => {
    const statements = statementsOf(model, resource, resource.at('policy'));
    if (statements === undefined) return 'has a policy that cannot be read';
    return statements.filter(allows).some((statement) => violates(statement, model)) ? violation : undefined;
  };

const hasPolicy = (resource: Resource) => resource.at('policy') !== undefined;

const admitsEverybody = (statement: Statement) => isForEverybody(statement) && !limitsCaller(statement);

/** A service publishes for whichever account told it to; the own account's principals are nobody else's. */
const isOfOthers =
  ({ environment }: EnvironmentModel) =>
  ({ kind, id }: Principal): boolean =>
    kind !== 'AWS' || !isOfAccount(environment.accountId)(id);

const TOPIC_POLICIES = ['aws_sns_topic', 'aws_sns_topic_policy'];
const QUEUE_POLICIES = ['aws_sqs_queue', 'aws_sqs_queue_policy'];

/** Topics and queues. */
export const MESSAGING_CHECKS: readonly Check[] = [
  check('sns-cmk', onEach('aws_sns_topic', isCustomerKey('kms_master_key_id'))),
  check(
    'sns-policy-not-public',
    onEachWhere(TOPIC_POLICIES, hasPolicy, onPolicy(admitsEverybody, 'admits everybody')),
  ),
  check(
    'sns-policy-no-cross-account',
    onEachWhere(
      TOPIC_POLICIES,
      hasPolicy,
      onPolicy(
        (statement, model) =>
          !limitsCallerTo(statement, model.environment.accountId) &&
          statement.principals.some(isOfOthers(model)),
        'admits another account, or a service on behalf of one, without a condition that it is the own one',
      ),
    ),
  ),
  check('sqs-encrypted', onEach('aws_sqs_queue', isCustomerKey('kms_master_key_id'))),
  check(
    'sqs-policy-narrow',
    onEachWhere(
      QUEUE_POLICIES,
      hasPolicy,
      onPolicy(
        (statement) =>
          admitsEverybody(statement) ||
          statement.notActions.length > 0 ||
          statement.actions.some((action) => /^(?:\*|sqs:\*)$/i.test(action)),
        'admits everybody or allows everything',
      ),
    ),
  ),
];
