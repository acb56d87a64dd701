import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  NotFoundException,
  ScheduleKeyDeletionCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { accountStatements, type KeyPolicy } from '@healthcare-dr/platform';

/** The shortest time KMS lets a deleted key be saved in, in days; only ephemeral environments delete theirs. */
const DELETION_WINDOW_DAYS = 7;

/** What the state's key is made from. */
export interface StateKeyProps {
  readonly alias: string;
  readonly accountId: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes sure that the key behind `alias` exists and rotates.
 *
 * @returns its ARN, and whether it was created now
 */
export async function ensureStateKey(
  kms: KMSClient,
  props: StateKeyProps,
): Promise<{ arn: string; created: boolean }> {
  const existing = await findKey(kms, props.alias);
  if (existing !== undefined) {
    await kms.send(new EnableKeyRotationCommand({ KeyId: existing }));
    return { arn: existing, created: false };
  }
  const { KeyMetadata: metadata } = await kms.send(
    new CreateKeyCommand({
      Description: `Terraform state: ${props.alias}`,
      Policy: JSON.stringify(stateKeyPolicy(props)),
      Tags: Object.entries(props.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    }),
  );
  const arn = metadata?.Arn;
  if (arn === undefined) throw new Error('KMS CreateKey answered without an ARN');
  await kms.send(new EnableKeyRotationCommand({ KeyId: arn }));
  // Last: a key counts as there once its alias does, so that an interrupted bootstrap starts over.
  await kms.send(new CreateAliasCommand({ AliasName: props.alias, TargetKeyId: arn }));
  return { arn, created: true };
}

/** Schedules the deletion of the key behind `alias`, if there is one. */
export async function deleteStateKey(kms: KMSClient, alias: string): Promise<boolean> {
  const arn = await findKey(kms, alias);
  if (arn === undefined) return false;
  await kms.send(new DeleteAliasCommand({ AliasName: alias }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays: DELETION_WINDOW_DAYS }));
  return true;
}

async function findKey(kms: KMSClient, alias: string): Promise<string | undefined> {
  try {
    const { KeyMetadata: metadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
    return metadata?.Arn;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

/** Terraform and operators reach the state through S3 alone. */
function stateKeyPolicy({ accountId, region }: StateKeyProps): KeyPolicy {
  return { Version: '2012-10-17', Statement: accountStatements({ accountId, region, viaServices: ['s3'] }) };
}
