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
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { emptyFullVaults } from './backup-vaults';

jest.setTimeout(60_000);

const environment = fixtureEnvironment('dev');
const { accountId } = environment;
const [PRIMARY, DR] = ROLES.map((role) => environment[role].region);
const VAULT = 'healthcare-backup-dev';

const documentOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

describeWithMoto('vaults that are full when they are to go', () => {
  let aws: LocalAws;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId });
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
    await backup.send(
      new CreateBackupSelectionCommand({
        BackupPlanId,
        BackupSelection: {
          SelectionName: 'daily',
          IamRoleArn: `arn:aws:iam::${accountId}:role/healthcare-backup-${String(PRIMARY)}-dev`,
          Resources: [`arn:aws:rds:${String(PRIMARY)}:${accountId}:cluster:healthcare-aurora-dev`],
        },
      }),
    );
    backup.destroy();
  });
  afterAll(() => aws.stop());

  it('stay full while their role has lost its policies, and are emptied once it has them back', async () => {
    const { endpoint, environment: variables } = aws;
    const found = await emptyFullVaults({
      environment,
      endpoint,
      variables,
      signal: new AbortController().signal,
      pollMs: 10,
    });
    expect(found).toEqual({
      held: { primary: 1, dr: 1 },
      refusal: expect.stringContaining('keeps them as EXPIRED'),
      left: 0,
    });

    const iam = new IAMClient(clientConfiguration(variables, environment.primary.region));
    const RoleName = `healthcare-backup-${String(PRIMARY)}-dev`;
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toHaveLength(1);
    iam.destroy();
  });
});
