import { type Fixture } from '@healthcare-dr/testing';
import { KEY, KEY_ARN, type CheckFixture } from '../describe-checks';

const TABLE = {
  name: 'healthcare-journal-prod',
  billing_mode: 'PAY_PER_REQUEST',
  point_in_time_recovery: { enabled: true },
  server_side_encryption: { enabled: true, kms_key_arn: KEY_ARN },
};
const table = (
  attributes: Record<string, unknown>,
  resources = ['arn:aws:dynamodb:eu-west-2:222222222222:table/healthcare-journal-prod'],
): Fixture => ({
  ...KEY,
  aws_dynamodb_table: { t: { ...TABLE, ...attributes } },
  aws_backup_selection: { s: { resources } },
});

/** What each check must accept and refuse. */
export const DYNAMODB_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'dynamodb-hardened': {
    good: table({}),
    bad: {
      provisioned: table({ billing_mode: 'PROVISIONED' }),
      'no recovery': table({ point_in_time_recovery: { enabled: false } }),
      'AWS’s own': table({ server_side_encryption: { enabled: false } }),
      'AWS’s key': table({ server_side_encryption: { enabled: true } }),
      'not backed up': table({}, []),
    },
  },
};
