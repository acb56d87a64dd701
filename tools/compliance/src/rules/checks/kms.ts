import { check, type Check } from '../check';
import { all, is, isNot, onEach, onEachWhere, type Judge } from '../judge';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';
import { allows, isForEverybody, limitsCaller, statementsOf } from '@healthcare-dr/testing';

const KEYS = ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key'];

const isSymmetric = (key: Resource) =>
  ['SYMMETRIC_DEFAULT', undefined].includes(key.text('customer_master_key_spec') || undefined);

const policyOf = (key: Resource, model: EnvironmentModel): Resource | undefined =>
  key.type === 'aws_kms_key_policy' || key.at('policy') !== undefined
    ? key
    : model.companions(key, 'aws_kms_key_policy', 'key_id')[0];

const judgePolicyDefined: Judge = (key, model) => {
  const holder = policyOf(key, model);
  if (holder === undefined) return 'has no policy of its own, so the default one rules';
  const statements = statementsOf(model, holder, holder.at('policy'));
  if (statements === undefined || statements.length === 0) return 'has a policy that cannot be read';
  const loose = statements.filter(
    (statement) =>
      allows(statement) &&
      statement.principals.some(({ kind }) => kind === 'Service') &&
      statement.conditions.length === 0,
  );
  const services = loose.flatMap(({ principals }) => principals.map(({ id }) => id));
  return loose.length === 0 ? undefined : `admits ${services.join(', ')} on behalf of any account`;
};

/** Customer keys: who may use them, and that they last. */
export const KMS_CHECKS: readonly Check[] = [
  check('kms-rotation', onEachWhere('aws_kms_key', isSymmetric, is('enable_key_rotation', true))),
  check(
    'kms-no-wildcard-principal',
    onEachWhere(
      [...KEYS, 'aws_kms_key_policy'],
      (key) => key.at('policy') !== undefined,
      (key, model) => {
        const statements = statementsOf(model, key, key.at('policy'));
        if (statements === undefined) return 'has a policy that cannot be read';
        const open = statements.some(
          (statement) => allows(statement) && isForEverybody(statement) && !limitsCaller(statement),
        );
        return open ? 'has a policy that admits everybody' : undefined;
      },
    ),
  ),
  check('kms-enabled', onEach(KEYS, all(isNot('is_enabled', false), isNot('enabled', false)))),
  check('kms-policy-defined', onEach(KEYS, judgePolicyDefined)),
  check(
    'kms-not-pending-deletion',
    onEach(KEYS, all(is('deletion_window_in_days', 30), is('lifecycle.prevent_destroy', true))),
  ),
];
