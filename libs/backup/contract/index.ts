import type { Naming } from '@healthcare-dr/platform';

/** The vault of a Region. */
export const vaultName = (naming: Naming): string => naming.name('resource', 'backup');

/** The ARN of {@link vaultName}. */
export const vaultArn = (naming: Naming): string => naming.arn('backup', `backup-vault:${vaultName(naming)}`);
