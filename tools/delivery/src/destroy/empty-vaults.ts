import { setTimeout as delay } from 'node:timers/promises';
import { BackupClient } from '@aws-sdk/client-backup';
import { continuousPlanName, dailyPlanName, vaultName } from '@healthcare-dr/backup/contract';
import { clientConfiguration } from '@healthcare-dr/deployment-records';
import { namingOf } from '@healthcare-dr/platform';
import { topologyOf, UserError, type Environment, type Role } from '@healthcare-dr/topology';
import { RegionalBackups, type RecoveryPoint } from './backup-vault';

/** How long AWS Backup may take to delete what a vault holds, in milliseconds: a snapshot takes minutes. */
const PATIENCE_MS = 600_000;

const POLL_MS = 5000;

/** Which vaults are emptied, and how. */
export interface EmptyVaultsOptions {
  readonly environment: Environment;
  /** Whose vaults; no other Region is called. */
  readonly roles: readonly Role[];
  readonly variables: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Takes what is worth a line. */
  readonly note: (text: string) => void;
  /** Between two looks at a vault, in milliseconds. @default - five seconds */
  readonly pollMs?: number;
}

/**
 * Empties the vaults of an ephemeral environment, before anything of it is destroyed.
 *
 * AWS Backup deletes a recovery point with the role that made it, and the points that one Region copied into the other's vault were made
 * by a role of the first. If that role has lost its permission, the point is kept as `EXPIRED`, and a vault that holds a point is not
 * deleted. No order of two stacks serves both vaults, so both are emptied while both roles stand.
 *
 * @throws UserError if points stay: their role has lost its permission, or AWS Backup is not done yet
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html
 */
export async function emptyVaults(options: EmptyVaultsOptions): Promise<void> {
  const { environment, roles, variables } = options;
  const regions = roles.map((role) => {
    const naming = namingOf(environment, role);
    const { region } = topologyOf(environment, role);
    return {
      role,
      backups: new RegionalBackups(new BackupClient(clientConfiguration(variables, region)), {
        vault: vaultName(naming),
        plans: [continuousPlanName(naming), dailyPlanName(naming)],
      }),
    };
  });
  try {
    const there: typeof regions = [];
    for (const region of regions) if (await region.backups.vaultExists()) there.push(region);
    // All of them first: a plan of one Region fills the vault of the other.
    for (const { backups } of there) await backups.stopPlans();
    for (const { backups } of there) await backups.unlock();
    await Promise.all(there.map((region) => emptyVault(region.role, region.backups, options)));
  } finally {
    for (const { backups } of regions) backups.close();
  }
}

async function emptyVault(
  role: Role,
  backups: RegionalBackups,
  { environment, signal, note, pollMs = POLL_MS }: EmptyVaultsOptions,
): Promise<void> {
  const vault = vaultName(namingOf(environment, role));
  const asked = new Set<string>();
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    signal.throwIfAborted();
    const points = await backups.recoveryPoints();
    if (points.length === 0) return;
    const fresh = points.filter(({ arn, status }) => !asked.has(arn) && status !== 'DELETING');
    if (fresh.length > 0) note(`${role}-backup: deleting ${fresh.length} recovery points of ${vault}.`);
    for (const point of fresh) {
      await backups.deleteRecoveryPoint(point);
      asked.add(point.arn);
    }
    const left = await backups.recoveryPoints();
    const refused = left.filter(({ arn, status }) => asked.has(arn) && status === 'EXPIRED');
    if (left.length > 0 && refused.length === left.length) throw refusal(role, vault, refused);
    if (waitedMs >= PATIENCE_MS) throw unfinished(role, vault, left);
    if (left.length > 0) await delay(pollMs, undefined, { signal });
  }
}

const namesOf = (points: readonly RecoveryPoint[]) => points.map(({ arn }) => arn).join(', ');

const refusal = (role: Role, vault: string, points: readonly RecoveryPoint[]) =>
  new UserError({
    problem: `AWS Backup could not delete ${points.length} recovery points of ${vault}, and keeps them as EXPIRED: ${namesOf(points)}.`,
    allowed: `recovery points whose role may still delete them; these were made by ${[...new Set(points.map(({ roleArn }) => roleArn))].join(', ')}`,
    fix: `give the role its policies back (npm run deploy -- --only ${role}-backup, and the same of the other Region), then destroy again.`,
  });

const unfinished = (role: Role, vault: string, points: readonly RecoveryPoint[]) =>
  new UserError({
    problem: `${vault} still holds ${points.length} recovery points after ${PATIENCE_MS / 60_000} minutes: ${namesOf(points)}.`,
    allowed: `an empty vault, before ${role}-backup is destroyed`,
    fix: 'destroy again: it goes on from here.',
  });
