import { type Fixture } from '@healthcare-dr/testing';
import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const SECRET = 'aws_secretsmanager_secret';
const DR_KEY = 'arn:aws:kms:eu-west-1:222222222222:key/1';
const replica = (key: string | undefined) => ({
  kms_key_id: KEY_ARN,
  replica: [{ region: 'eu-west-1', kms_key_id: key }],
});
const rotation = (days: number | undefined, secret = '${aws_secretsmanager_secret.s.id}'): Fixture => ({
  [SECRET]: { s: { name: 'healthcare-database-prod' } },
  aws_secretsmanager_secret_rotation: {
    r: { secret_id: secret, rotation_rules: { automatically_after_days: days } },
  },
});

/** What each check must accept and refuse. */
export const SECRETS_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'secret-cmk': single(SECRET, replica(DR_KEY), {
    absent: {},
    'a replica without a key': replica(undefined),
    'a replica with the primary’s key': replica(KEY_ARN),
  }),
  'secret-rotation': {
    good: [rotation(30), rotation(90, 'healthcare-database-prod')],
    bad: {
      none: { [SECRET]: { s: {} } },
      seldom: rotation(180),
      'not said': rotation(undefined),
      'another secret': rotation(30, 'other'),
    },
  },
};
