import { check, type Check } from '../check';
import { all, isCustomerKey, onEach, type Judge } from '../judge';

const SECRET = 'aws_secretsmanager_secret';

const judgeReplicas: Judge = (secret, model) => {
  const bad = secret
    .blocks('replica')
    .filter((replica) => {
      const key = replica['kms_key_id'];
      return typeof key !== 'string' || !model.isCustomerKeyIn(secret, key, String(replica['region']));
    })
    .map((replica) => String(replica['region']));
  return bad.length === 0 ? undefined : `its replica in ${bad.join(', ')} has no customer key of that Region`;
};

const judgeRotation: Judge = (secret, model) => {
  const rotations = model.companions(secret, 'aws_secretsmanager_secret_rotation', 'secret_id', 'name');
  if (rotations.length === 0) return 'does not rotate';
  return rotations.some(
    (rotation) => Number(rotation.at('rotation_rules.automatically_after_days') ?? Infinity) <= 90,
  )
    ? undefined
    : 'rotates less than every 90 days';
};

/** Secrets. */
export const SECRETS_CHECKS: readonly Check[] = [
  check('secret-cmk', onEach(SECRET, all(isCustomerKey('kms_key_id'), judgeReplicas))),
  check('secret-rotation', onEach(SECRET, judgeRotation)),
];
