import { check, type Check } from '../check';
import { all, is, isCustomerKey, onEach } from '../judge';
import { judgeBackedUp } from './backup-selection';

/** Tables. */
export const DYNAMODB_CHECKS: readonly Check[] = [
  check(
    'dynamodb-hardened',
    onEach(
      'aws_dynamodb_table',
      all(
        is('billing_mode', 'PAY_PER_REQUEST'),
        is('point_in_time_recovery.enabled', true),
        is('server_side_encryption.enabled', true),
        isCustomerKey('server_side_encryption.kms_key_arn'),
        judgeBackedUp('name', 'table/'),
      ),
    ),
  ),
];
