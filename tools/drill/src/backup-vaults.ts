import { backupRoleName, vaultName } from '@healthcare-dr/backup/contract';
import { BackupClient, paginateListRecoveryPointsByBackupVault } from '@aws-sdk/client-backup';
import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { emptyVaults } from '@healthcare-dr/delivery';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { namingOf } from '@healthcare-dr/platform';
import { ROLES, topologyOf, UserError, type Environment, type Role } from '@healthcare-dr/topology';

/** Where the vaults of an environment are, and who looks after them. */
export interface VaultSite {
  readonly environment: Environment;
  /** Of the local AWS. */
  readonly endpoint: string;
  /** Of an administrator, who looks on and takes policies from roles. */
  readonly variables: NodeJS.ProcessEnv;
  /** Of whoever destroys the environment: under these the vaults are emptied. */
  readonly destroying: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Between two looks at a vault, in milliseconds. @default - a tenth of a second: the local AWS deletes at once */
  readonly pollMs?: number;
}

/** What became of vaults that were full when they were to go. */
export interface EmptiedVaults {
  /** How many recovery points the vaults held, by role of the Region. */
  readonly held: Readonly<Record<Role, number>>;
  /** What was said of the points that their role could not delete any more; `undefined` if they went all the same. */
  readonly refusal: string | undefined;
  /** How many were left once it could again. */
  readonly left: number;
}

/**
 * Fills the vaults of both Regions as their plans would, tries to empty them while the role of the primary Region has lost its policies, and
 * empties them once it has them back, as whoever destroys again would.
 */
export async function emptyFullVaults(site: VaultSite): Promise<EmptiedVaults> {
  const { environment, endpoint, destroying, signal, pollMs = 100 } = site;
  const empty = () =>
    emptyVaults({
      environment,
      roles: ROLES,
      variables: destroying,
      signal,
      pollMs,
      note: () => undefined,
    });
  for (const role of ROLES) await runPlans(endpoint, topologyOf(environment, role).region);
  const [primary, dr] = [await pointsIn(site, 'primary'), await pointsIn(site, 'dr')];
  const refusal = await withoutPolicies(site, async () => {
    try {
      await empty();
      return undefined;
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
  });
  await empty();
  const left = (await pointsIn(site, 'primary')) + (await pointsIn(site, 'dr'));
  return { held: { primary, dr }, refusal, left };
}

/** @throws Error if the local AWS does not run them */
async function runPlans(endpoint: string, region: string): Promise<void> {
  const response = await fetch(`${endpoint}/moto-api/backup-plans/${region}`, { method: 'POST' });
  if (!response.ok) throw new Error(`The plans of ${region} were not run: ${await response.text()}`);
}

/** How many recovery points the vault of a Region holds. */
async function pointsIn({ environment, variables }: VaultSite, role: Role): Promise<number> {
  const { region } = topologyOf(environment, role);
  const client = new BackupClient(clientConfiguration(variables, region));
  try {
    let count = 0;
    const BackupVaultName = vaultName(namingOf(environment, role));
    for await (const page of paginateListRecoveryPointsByBackupVault({ client }, { BackupVaultName }))
      count += page.RecoveryPoints?.length ?? 0;
    return count;
  } finally {
    client.destroy();
  }
}

/** Looks at a world in which the role that backs the primary Region up may do nothing, and makes it what it was. */
async function withoutPolicies<T>({ environment, variables }: VaultSite, look: () => Promise<T>): Promise<T> {
  const RoleName = backupRoleName(namingOf(environment, 'primary'));
  const iam = new IAMClient(clientConfiguration(variables, environment.primary.region));
  try {
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    for (const { PolicyArn } of AttachedPolicies)
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    try {
      return await look();
    } finally {
      for (const { PolicyArn } of AttachedPolicies)
        await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
  } finally {
    iam.destroy();
  }
}
