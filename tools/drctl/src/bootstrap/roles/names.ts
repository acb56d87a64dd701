import { NAME_PREFIX } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import type { Purpose } from './purposes';

/** Roles and policies of workflows stand under this path, so that a policy can speak of all of them. */
export const ROLE_PATH = '/delivery/';

/** The name of a role or policy of workflows. */
export const deliveryRoleName = (what: string, suffix: string): string =>
  `${NAME_PREFIX}-delivery-${what}-${suffix}`;

/** The ARN of the role of a purpose in an environment. */
export const deliveryRoleArn = ({ accountId, suffix }: Environment, purpose: Purpose): string =>
  `arn:aws:iam::${accountId}:role${ROLE_PATH}${deliveryRoleName(purpose, suffix)}`;
