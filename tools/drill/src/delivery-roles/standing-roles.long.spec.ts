import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { clientConfiguration, deliveryRoleArn, POLICIES_FOLDER } from '@healthcare-dr/drctl/bootstrap';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { REPOSITORY_FILE } from '@healthcare-dr/topology/loading';
import { deployDocuments } from './documents';
import { writePolicyDocuments } from './files';
import { DELIVERY_ROLES, type DeliveryRole } from './implied-actions';
import { StandingRoles } from './standing-roles';

jest.setTimeout(120_000);

const repositoryRoot = resolve(__dirname, '..', '..', '..', '..');
const environment = fixtureEnvironment('dev');
const { region } = environment.primary;
const DOCUMENTS = deployDocuments(['kms:CreateKey', 'kms:DescribeKey', 'kms:ScheduleKeyDeletion']);

describeWithMoto('the roles that Terraform runs under', () => {
  let workspace: string;
  let aws: LocalAws;
  let roles: StandingRoles;
  let keyId: string;
  let asRole: (role: DeliveryRole) => KMSClient;
  const clients: KMSClient[] = [];
  const look = (role: DeliveryRole) =>
    asRole(role)
      .send(new DescribeKeyCommand({ KeyId: keyId }))
      .then(
        () => 'allowed',
        (error: Error) => `${error.name}: ${error.message}`,
      );

  beforeAll(async () => {
    workspace = mkdtempSync(join(tmpdir(), 'roles-'));
    for (const path of [POLICIES_FOLDER, REPOSITORY_FILE])
      cpSync(join(repositoryRoot, path), join(workspace, path), { recursive: true });
    await writePolicyDocuments(workspace, DOCUMENTS);
    aws = await startLocalAws({
      accountId: environment.accountId,
      authorization: {
        byActions: (arn) => DELIVERY_ROLES.some((role) => arn === deliveryRoleArn(environment, role)),
      },
    });
    roles = new StandingRoles({
      workspaceRoot: workspace,
      environment,
      folder: join(workspace, 'elsewhere'),
      variables: aws.environment,
      documents: DOCUMENTS,
      recording: false,
    });
    await roles.ensure();
    const sessions = await roles.signIn();
    asRole = (role) => {
      const client = new KMSClient(clientConfiguration({ ...aws.environment, ...sessions[role] }, region));
      clients.push(client);
      return client;
    };
    const { KeyMetadata: key } = await asRole('deploy').send(new CreateKeyCommand({}));
    keyId = key?.KeyId ?? '';
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await aws.stop();
    rmSync(workspace, { recursive: true });
  });

  it('may do what their documents grant, and the one that plans may only read', async () => {
    expect([await look('deploy'), await look('plan')]).toEqual(['allowed', 'allowed']);
    await expect(asRole('plan').send(new CreateKeyCommand({}))).rejects.toThrow(
      'is not authorized to perform: kms:CreateKey',
    );
  });

  it('are refused by name whatever action is dropped from the documents, until it is back', async () => {
    const without = await roles.withoutAction('kms:DescribeKey', () => look('deploy'));

    expect(without).toContain(
      'assumed-role/healthcare-delivery-deploy-dev/drill is not authorized to perform: kms:DescribeKey',
    );
    expect(await look('deploy')).toBe('allowed');
  });

  it('are left as they are when they are made again', async () => {
    expect((await roles.ensure()).map(({ done }) => done)).toEqual(['already-there', 'already-there']);
  });

  it('go as they came', async () => {
    const gone = await roles.destroy();

    expect(gone.map(({ purpose, done }) => [purpose, done])).toEqual([
      ['plan', 'deleted'],
      ['deploy', 'deleted'],
    ]);
  });
});
