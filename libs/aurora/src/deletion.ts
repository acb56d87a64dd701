import type { Suppression } from '@healthcare-dr/platform';

/** Why the clusters of an ephemeral environment are not protected against deletion. */
export const UNPROTECTED: Suppression = {
  check: 'rds-deletion-protection',
  reason:
    'This environment is made to be destroyed whole; its database goes with it, without a final snapshot.',
  owner: 'database',
};
