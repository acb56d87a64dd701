import type { Context } from '../policy/context';
import { implied, type ApiCall, type Inventory, type Requirement } from './operation';

/** How a service uses a key with the permissions of whoever calls it. */
export interface KeyUse {
  /** The actions, without `kms:`. */
  readonly actions: readonly string[];
  /** The service's name in `kms:ViaService`, such as `sns`. */
  readonly via: string;
  /** @default - none */
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * What the use of a key by a service requires of its caller; nothing without a customer key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function keyUse(
  call: ApiCall,
  inventory: Inventory,
  keyArn: string | undefined,
  { actions, via, encryptionContext = {} }: KeyUse,
): Requirement[] {
  if (keyArn === undefined) return [];
  const context: Context = {
    ...keyContext(call, inventory, keyArn),
    'kms:ViaService': `${via}.${call.region}.amazonaws.com`,
    ...encryption(encryptionContext),
  };
  return actions.map((action) =>
    implied(`kms:${action}`, keyArn, action === 'CreateGrant' ? { ...context, ...SERVICE_GRANT } : context),
  );
}

/** The grants that a service makes to itself: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource */
const SERVICE_GRANT: Context = { 'kms:GrantIsForAWSResource': 'true' };

/** The condition keys that each use of a key has. */
export const keyContext = ({ accountId }: ApiCall, inventory: Inventory, keyArn: string): Context => ({
  'kms:CallerAccount': accountId,
  'kms:ResourceAliases': inventory.aliasesOf(keyArn),
});

/** The condition keys of an encryption context. */
export function encryption(pairs: Readonly<Record<string, string>>): Context {
  const keys = Object.keys(pairs);
  return {
    ...Object.fromEntries(keys.map((key) => [`kms:EncryptionContext:${key}`, pairs[key] ?? ''])),
    ...(keys.length === 0 ? {} : { 'kms:EncryptionContextKeys': keys }),
  };
}
