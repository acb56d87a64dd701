import {
  BackupClient,
  DeleteBackupSelectionCommand,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultLockConfigurationCommand,
  DeleteRecoveryPointCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  ListBackupVaultsCommand,
  ListRecoveryPointsByBackupVaultCommand,
} from '@aws-sdk/client-backup';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { emptyVaults } from './empty-vaults';

const environment = fixtureEnvironment('dev');
const VAULT = 'healthcare-backup-dev';
const ROLE = 'arn:aws:iam::111111111111:role/healthcare-backup-eu-west-2-dev';

const backup = mockClient(BackupClient);

/** What stands in each Region, by recovery points; AWS Backup may delete the ones whose role is not among the refused. */
let vaults: Record<string, Map<string, string>>;
let refused: boolean;
let calls: string[];

const regionOf = async (client: unknown) => (client as BackupClient).config.region();

beforeEach(() => {
  backup.reset();
  vaults = {
    [environment.primary.region]: new Map([['point:1', 'COMPLETED']]),
    [environment.dr.region]: new Map([
      ['copy:1', 'COMPLETED'],
      ['copy:2', 'EXPIRED'],
    ]),
  };
  refused = false;
  calls = [];
  backup.on(ListBackupVaultsCommand).callsFake(async (_, getClient: () => unknown) => {
    const there = vaults[await regionOf(getClient())] !== undefined;
    return {
      BackupVaultList: [{ BackupVaultName: 'another' }, ...(there ? [{ BackupVaultName: VAULT }] : [])],
    };
  });
  backup.on(ListBackupPlansCommand).resolves({
    BackupPlansList: [
      { BackupPlanId: 'daily', BackupPlanName: 'healthcare-backup-daily-dev' },
      { BackupPlanId: 'foreign', BackupPlanName: 'healthcare-backup-daily-pr42' },
    ],
  });
  backup.on(ListBackupSelectionsCommand).callsFake(({ BackupPlanId: plan }: { BackupPlanId: string }) => ({
    BackupSelectionsList: [{ SelectionId: `selection-of-${plan}` }],
  }));
  backup.on(DeleteBackupSelectionCommand).callsFake(({ SelectionId: selection }: { SelectionId: string }) => {
    calls.push(`stop ${selection}`);
  });
  backup.on(DeleteBackupVaultAccessPolicyCommand).callsFake(() => void calls.push('lift policy'));
  backup.on(DeleteBackupVaultLockConfigurationCommand).callsFake(() => void calls.push('lift lock'));
  backup.on(ListRecoveryPointsByBackupVaultCommand).callsFake(async (_, getClient: () => unknown) => ({
    RecoveryPoints: [...(vaults[await regionOf(getClient())] ?? [])].map(([RecoveryPointArn, Status]) => ({
      RecoveryPointArn,
      Status,
      IamRoleArn: ROLE,
    })),
  }));
  backup
    .on(DeleteRecoveryPointCommand)
    .callsFake(async ({ RecoveryPointArn: arn }: { RecoveryPointArn: string }, getClient: () => unknown) => {
      calls.push(`delete ${arn}`);
      const vault = vaults[await regionOf(getClient())];
      if (refused) vault?.set(arn, 'EXPIRED');
      else vault?.delete(arn);
    });
});

const empty = (roles: readonly ('primary' | 'dr')[] = ROLES) =>
  emptyVaults({
    environment,
    roles,
    variables: { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' },
    signal: new AbortController().signal,
    note: () => undefined,
    pollMs: 1,
  });

describe('emptyVaults', () => {
  it('empties both vaults while the roles of both Regions stand, what once expired included', async () => {
    await empty();
    expect(Object.values(vaults).map(({ size }) => size)).toEqual([0, 0]);
  });

  it('stops the plans of all Regions first, since a plan of one fills the vault of the other', async () => {
    await empty();
    const firstDeletion = calls.findIndex((call) => call.startsWith('delete '));
    expect(calls.slice(0, firstDeletion)).toEqual([
      'stop selection-of-daily',
      'stop selection-of-daily',
      'lift policy',
      'lift lock',
      'lift policy',
      'lift lock',
    ]);
  });

  it('touches no plan of another environment', async () => {
    await empty();
    expect(calls).not.toContain('stop selection-of-foreign');
  });

  it('says which role must have its policies back if AWS Backup may not delete', async () => {
    refused = true;
    await expect(empty()).rejects.toThrow(ROLE);
    expect(vaults[environment.primary.region]?.get('point:1')).toBe('EXPIRED');
  });

  it('goes on once the role may again', async () => {
    refused = true;
    await expect(empty()).rejects.toThrow('EXPIRED');
    refused = false;
    await empty();
    expect(Object.values(vaults).map(({ size }) => size)).toEqual([0, 0]);
  });

  it('calls no other Region than those it is told', async () => {
    await empty(['dr']);
    expect(vaults[environment.primary.region]?.size).toBe(1);
    expect(vaults[environment.dr.region]?.size).toBe(0);
  });

  it('has nothing to do where there is no vault', async () => {
    vaults = {};
    await empty();
    expect(calls).toEqual([]);
  });
});
