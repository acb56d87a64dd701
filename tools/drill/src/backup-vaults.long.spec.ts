import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
} from '@aws-sdk/client-backup';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { emptyVaults } from '@healthcare-dr/delivery';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { deliveryRoleArn } from '@healthcare-dr/drctl/bootstrap';
import { WORKSPACE_ROOT } from '@healthcare-dr/testing';
import { emptyFullVaults } from './backup-vaults';
import { documentsOf } from './delivery-roles/files';
import { StandingRoles } from './delivery-roles/standing-roles';

const environment = fixtureEnvironment('dev');
const { accountId } = environment;
const [PRIMARY, DR] = ROLES.map((role) => environment[role].region);
const VAULT = 'healthcare-backup-dev';

const documentOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

describeWithMoto('vaults that are full when they are to go', () => {
  let aws: LocalAws;
  let folder: string;
  let roles: StandingRoles;
  /** Of whoever has the policies that the role which deploys is committed with. */
  let destroying: NodeJS.ProcessEnv;

  let planId: string | undefined;
  let selections = 0;

  /** Lets the plan back up a cluster. */
  const select = async () => {
    const backup = new BackupClient(clientConfiguration(aws.environment, environment.primary.region));
    await backup.send(
      new CreateBackupSelectionCommand({
        BackupPlanId: planId,
        BackupSelection: {
          SelectionName: `daily-${(selections += 1)}`,
          IamRoleArn: `arn:aws:iam::${accountId}:role/healthcare-backup-${String(PRIMARY)}-dev`,
          Resources: [`arn:aws:rds:${String(PRIMARY)}:${accountId}:cluster:healthcare-aurora-dev`],
        },
      }),
    );
    backup.destroy();
  };
  const deploys = deliveryRoleArn(environment, 'deploy');
  const { signal } = new AbortController();
  const emptied = () =>
    emptyVaults({
      environment,
      roles: ROLES,
      variables: destroying,
      signal,
      pollMs: 10,
      note: () => undefined,
    });

  beforeAll(async () => {
    aws = await startLocalAws({ accountId, authorization: { byActions: (arn) => arn === deploys } });
    folder = mkdtempSync(join(tmpdir(), 'vaults-'));
    roles = new StandingRoles({
      workspaceRoot: WORKSPACE_ROOT,
      environment,
      folder,
      variables: aws.environment,
      documents: documentsOf(WORKSPACE_ROOT, environment, 'deploy'),
      recording: false,
    });
    await roles.ensure();
    destroying = { ...aws.environment, ...(await roles.signIn()).deploy };
    const iam = new IAMClient(clientConfiguration(aws.environment, environment.primary.region));
    for (const region of [PRIMARY, DR]) {
      const RoleName = `healthcare-backup-${String(region)}-dev`;
      const trust = {
        Effect: 'Allow',
        Principal: { Service: 'backup.amazonaws.com' },
        Action: 'sts:AssumeRole',
      };
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: documentOf(trust) }));
      const may = { Effect: 'Allow', Action: 'rds:DeleteDBClusterSnapshot', Resource: '*' };
      const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName: RoleName, PolicyDocument: documentOf(may) }),
      );
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
    }
    iam.destroy();
    for (const role of ROLES) {
      const { region } = environment[role];
      const backup = new BackupClient(clientConfiguration(aws.environment, region));
      await backup.send(new CreateBackupVaultCommand({ BackupVaultName: VAULT }));
      backup.destroy();
    }
    const backup = new BackupClient(clientConfiguration(aws.environment, environment.primary.region));
    const { BackupPlanId } = await backup.send(
      new CreateBackupPlanCommand({
        BackupPlan: {
          BackupPlanName: 'healthcare-backup-daily-dev',
          Rules: [
            {
              RuleName: 'daily',
              TargetBackupVaultName: VAULT,
              CopyActions: [
                {
                  DestinationBackupVaultArn: `arn:aws:backup:${String(DR)}:${accountId}:backup-vault:${VAULT}`,
                },
              ],
            },
          ],
        },
      }),
    );
    planId = BackupPlanId;
    backup.destroy();
    await select();
  });
  afterAll(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true });
  });

  it('stay full while their role has lost its policies, and are emptied once it has them back', async () => {
    const { endpoint, environment: variables } = aws;
    const found = await emptyFullVaults({
      environment,
      endpoint,
      variables,
      destroying,
      signal,
      pollMs: 10,
    });
    expect(found).toEqual({
      held: { primary: 1, dr: 1 },
      refusal: expect.stringContaining('keeps them as EXPIRED'),
      left: 0,
    });
    const usage = aws.roleUsage().find(({ roleArn }) => roleArn === deploys);
    expect(usage?.used.map(({ action }) => action)).toContain('backup:DeleteRecoveryPoint');

    const iam = new IAMClient(clientConfiguration(variables, environment.primary.region));
    const RoleName = `healthcare-backup-${String(PRIMARY)}-dev`;
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toHaveLength(1);
    iam.destroy();
  });

  it.each([
    'backup:DeleteBackupSelection',
    'backup:DeleteBackupVaultAccessPolicy',
    'backup:DeleteBackupVaultLockConfiguration',
    'backup:DeleteRecoveryPoint',
    'backup:ListBackupVaults',
    'backup:ListRecoveryPointsByBackupVault',
  ])('are not emptied under a role that deploys without %s, which is named', async (action) => {
    await select();
    await fetch(`${aws.endpoint}/moto-api/backup-plans/${String(PRIMARY)}`, { method: 'POST' });

    await expect(roles.withoutAction(action, emptied)).rejects.toThrow(
      `is not authorized to perform: ${action}`,
    );
  });
});
