import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { keyPolicy } from './key-policy';
import { PURPOSES, type KeyPurpose } from './purposes';

/** How long a deleted key can still be saved, in days. KMS allows 7 to 30. */
const DELETION_WINDOW_DAYS = { ephemeral: 7, production: 30 } as const;

/**
 * The Region's customer keys: one per purpose, rotating, each usable only through the services its purpose names.
 *
 * Both Regions have keys of their own. Nothing here is replicated, so the loss of one Region takes no key of the other.
 */
export class Kms extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const keyArn = (purpose: KeyPurpose) => this.#addKey(stack, purpose);
    stack.publish(kmsContract, {
      dataKeyArn: keyArn('data'),
      databaseKeyArn: keyArn('database'),
      logsKeyArn: keyArn('logs'),
      notificationsKeyArn: keyArn('notifications'),
      backupKeyArn: keyArn('backup'),
    });
  }

  #addKey(stack: TierStack, purpose: KeyPurpose): string {
    const { accountId, suffix } = stack.environment;
    const name = stack.naming.name('resource', purpose);
    const key = new KmsKey(this, purpose, {
      description: `${name}: ${PURPOSES[purpose].description}`,
      // Every 365 days: the period KMS takes when EnableKeyRotation names none.
      enableKeyRotation: true,
      isEnabled: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS[stack.ephemeral ? 'ephemeral' : 'production'],
      policy: JSON.stringify(keyPolicy(purpose, { accountId, region: stack.topology.region, suffix })),
      tags: { Name: name },
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    if (stack.ephemeral) {
      suppress(key, {
        check: 'kms-not-pending-deletion',
        reason:
          'This environment is made to be destroyed whole; its keys go with it, after the shortest window KMS allows.',
        owner: 'platform',
      });
    }
    new KmsAlias(this, `${purpose}-alias`, {
      name: stack.naming.name('keyAlias', purpose),
      targetKeyId: key.keyId,
    });
    return key.arn;
  }
}
