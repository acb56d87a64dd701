import { ask } from './__fixtures__/ask';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { createRole, putRolePolicy } from './__fixtures__/iam';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(60_000);

const ACCOUNT = '210987654321';
const REGION = 'eu-west-2';
const DR = 'eu-west-1';
const CLUSTER = `arn:aws:rds:${REGION}:${ACCOUNT}:cluster:records`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/backup`;

interface Point {
  readonly RecoveryPointArn: string;
  readonly Status: string;
}

describeWithMoto('recovery points of the local AWS', () => {
  let aws: LocalAws;
  const call = async (method: string, path: string, content?: unknown, region = REGION) => {
    const answered = await ask(aws.endpoint, { service: 'backup', region, method, path, content });
    return { ...answered, body: answered.text === '' ? {} : (JSON.parse(answered.text) as object) };
  };
  const backUp = (resource = CLUSTER, vault = 'vault') =>
    call('PUT', '/backup-jobs', { BackupVaultName: vault, ResourceArn: resource, IamRoleArn: ROLE });
  const points = async (vault = 'vault', region = REGION) => {
    const { body } = await call('GET', `/backup-vaults/${vault}/recovery-points/`, undefined, region);
    return (body as { readonly RecoveryPoints: readonly Point[] }).RecoveryPoints;
  };
  const remove = ({ RecoveryPointArn }: Point) =>
    call('DELETE', `/backup-vaults/vault/recovery-points/${encodeURIComponent(RecoveryPointArn)}`);
  const optIn = (Aurora: boolean) =>
    call('PUT', '/account-settings', { ResourceTypeOptInPreference: { Aurora } });

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    await createRole(aws.endpoint, 'backup', ACCOUNT);
    await putRolePolicy(aws.endpoint, 'backup', { Action: 'rds:*', Resource: '*' });
    await call('PUT', '/backup-vaults/vault', { EncryptionKeyArn: 'arn:of:key' });
    await call('PUT', '/backup-vaults/copies', { EncryptionKeyArn: 'arn:of:key' }, DR);
  });
  afterAll(() => aws.stop());

  it('are made by a job, listed, and hold their vault', async () => {
    await expect(points()).resolves.toEqual([]);
    await expect(backUp()).resolves.toMatchObject({ status: 200 });

    const [point] = await points();
    expect(point).toMatchObject({
      ResourceArn: CLUSTER,
      ResourceType: 'Aurora',
      Status: 'COMPLETED',
      RecoveryPointArn: expect.stringContaining(`:cluster-snapshot:awsbackup:job-`),
    });
    await expect(call('GET', '/backup-vaults/vault')).resolves.toMatchObject({
      body: { NumberOfRecoveryPoints: 1 },
    });
    await expect(call('DELETE', '/backup-vaults/vault')).resolves.toMatchObject({
      status: 400,
      code: 'InvalidRequestException',
      text: expect.stringContaining('cannot be deleted because it contains recovery points'),
    });
  });

  it('expire and stay if the role that made them may not delete them any more', async () => {
    const [point] = await points();
    if (point === undefined) throw new Error('there is no point');
    await putRolePolicy(aws.endpoint, 'backup', { Action: 'rds:Describe*', Resource: '*' });

    await expect(remove(point)).resolves.toMatchObject({ status: 200 });
    await expect(points()).resolves.toMatchObject([{ Status: 'EXPIRED' }]);
    await expect(call('DELETE', '/backup-vaults/vault')).resolves.toMatchObject({ status: 400 });

    await putRolePolicy(aws.endpoint, 'backup', { Action: 'rds:*', Resource: '*' });
    await remove(point);
    await expect(points()).resolves.toEqual([]);
  });

  it('are not made of what the Region is not opted in to, by a job or a plan', async () => {
    const plan = await call('PUT', '/backup/plans', {
      BackupPlan: {
        BackupPlanName: 'daily',
        Rules: [
          {
            RuleName: 'daily',
            TargetBackupVaultName: 'vault',
            CopyActions: [
              { DestinationBackupVaultArn: `arn:aws:backup:${DR}:${ACCOUNT}:backup-vault:copies` },
            ],
          },
        ],
      },
    });
    const { BackupPlanId } = plan.body as { readonly BackupPlanId: string };
    await call('PUT', `/backup/plans/${BackupPlanId}/selections/`, {
      BackupSelection: { SelectionName: 'cluster', IamRoleArn: ROLE, Resources: [CLUSTER] },
    });
    const runPlans = () => fetch(`${aws.endpoint}/moto-api/backup-plans/${REGION}`, { method: 'POST' });

    await optIn(false);
    await expect(backUp()).resolves.toMatchObject({ status: 400, code: 'InvalidRequestException' });
    await runPlans();
    await expect(points()).resolves.toEqual([]);

    await optIn(true);
    await runPlans();
    await expect(points()).resolves.toHaveLength(1);
    await expect(points('copies', DR)).resolves.toHaveLength(1);
  });
});
