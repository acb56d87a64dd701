import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const REGION = 'eu-west-1';
const ACCOUNT = '210987654321';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/backup`;

let aws: LocalAws;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request as an SDK of AWS makes it; the local AWS reads Region and service from the signature and does not check it. */
async function ask(method: string, path: string, content?: unknown): Promise<Answer> {
  const response = await fetch(`${aws.endpoint}${path}`, {
    method,
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/backup/aws4_request, SignedHeaders=host, Signature=0`,
      'Content-Type': 'application/json',
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>),
  };
}

const plan = (name: string, days = 7) => ({
  BackupPlan: {
    BackupPlanName: name,
    Rules: [{ RuleName: 'daily', TargetBackupVaultName: 'vault', Lifecycle: { DeleteAfterDays: days } }],
  },
});
const createPlan = async (name: string) =>
  String((await ask('PUT', '/backup/plans', plan(name))).body['BackupPlanId']);

describeWithMoto('the AWS Backup of the local AWS', () => {
  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
  });

  afterAll(() => aws.stop());

  describe('plans', () => {
    it('change and get a new version', async () => {
      const id = await createPlan('changing');
      const { body: before } = await ask('GET', `/backup/plans/${id}`);
      await ask('POST', `/backup/plans/${id}`, plan('changing', 35));
      const { body: after } = await ask('GET', `/backup/plans/${id}`);

      expect(after['BackupPlan']).toMatchObject({ Rules: [{ Lifecycle: { DeleteAfterDays: 35 } }] });
      expect(after['VersionId']).not.toBe(before['VersionId']);
    });

    it.each(['', '/'])("select what they back up, asked for with '%s' at the end", async (end) => {
      const id = await createPlan(`selecting${end === '' ? '' : '-slash'}`);
      const selection = { SelectionName: 'cluster', IamRoleArn: ROLE, Resources: ['arn:of:cluster'] };
      const created = await ask('PUT', `/backup/plans/${id}/selections${end}`, {
        BackupSelection: selection,
      });
      const selectionId = String(created.body['SelectionId']);

      const got = await ask('GET', `/backup/plans/${id}/selections/${selectionId}`);
      expect(got.body).toMatchObject({ BackupPlanId: id, BackupSelection: selection });
      const list = await ask('GET', `/backup/plans/${id}/selections${end}`);
      expect(list.body['BackupSelectionsList']).toEqual([
        expect.objectContaining({ SelectionId: selectionId, SelectionName: 'cluster', IamRoleArn: ROLE }),
      ]);
    });

    it('go only after what they select, and leave their name free', async () => {
      const id = await createPlan('going');
      const { body } = await ask('PUT', `/backup/plans/${id}/selections`, {
        BackupSelection: { SelectionName: 'cluster', IamRoleArn: ROLE },
      });

      expect(await ask('DELETE', `/backup/plans/${id}`)).toMatchObject({ status: 400 });
      await ask('DELETE', `/backup/plans/${id}/selections/${String(body['SelectionId'])}`);
      expect(await ask('DELETE', `/backup/plans/${id}`)).toMatchObject({ status: 200 });
      expect(await createPlan('going')).not.toBe(id);
      const lost = await ask('GET', `/backup/plans/${id}/selections/${String(body['SelectionId'])}`);
      expect(lost.status).toBe(400);
    });
  });

  describe('a vault', () => {
    beforeAll(async () => {
      await ask('PUT', '/backup-vaults/vault', {
        EncryptionKeyArn: 'arn:of:key',
        BackupVaultTags: { Name: 'vault' },
      });
    });

    it('keeps its policy to the letter until it is taken off', async () => {
      const Policy = '{ "Version": "2012-10-17", "Statement": [] }';
      expect(await ask('GET', '/backup-vaults/vault/access-policy')).toMatchObject({ status: 400 });
      await ask('PUT', '/backup-vaults/vault/access-policy', { Policy });
      expect((await ask('GET', '/backup-vaults/vault/access-policy')).body).toEqual({
        BackupVaultName: 'vault',
        BackupVaultArn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:vault`,
        Policy,
      });
      await ask('DELETE', '/backup-vaults/vault/access-policy');
      expect(await ask('GET', '/backup-vaults/vault/access-policy')).toMatchObject({ status: 400 });
    });

    it('keeps its topic and the events it hears of', async () => {
      const notifications = { SNSTopicArn: 'arn:of:topic', BackupVaultEvents: ['COPY_JOB_FAILED'] };
      await ask('PUT', '/backup-vaults/vault/notification-configuration', notifications);
      expect((await ask('GET', '/backup-vaults/vault/notification-configuration')).body).toMatchObject(
        notifications,
      );
      await ask('DELETE', '/backup-vaults/vault/notification-configuration');
      expect(await ask('GET', '/backup-vaults/vault/notification-configuration')).toMatchObject({
        status: 400,
      });
    });

    it.each(['', '/'])("knows its tags, asked for with '%s' at the end", async (end) => {
      const arn = encodeURIComponent(`arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:vault`);
      expect((await ask('GET', `/tags/${arn}${end}`)).body).toEqual({ Tags: { Name: 'vault' } });
    });
  });

  describe('restore testing', () => {
    const settings = {
      RestoreTestingPlanName: 'weekly_test',
      ScheduleExpression: 'cron(0 12 ? * SUN *)',
      RecoveryPointSelection: {
        Algorithm: 'LATEST_WITHIN_WINDOW',
        IncludeVaults: ['arn:of:vault'],
        RecoveryPointTypes: ['SNAPSHOT'],
      },
    };
    const selection = {
      RestoreTestingSelectionName: 'aurora',
      ProtectedResourceType: 'Aurora',
      ProtectedResourceArns: ['*'],
      IamRoleArn: ROLE,
      RestoreMetadataOverrides: { dbSubnetGroupName: 'isolated' },
    };
    const PLAN = '/restore-testing/plans/weekly_test';

    it('refuses a hyphen in a name', async () => {
      const hyphenated = { ...settings, RestoreTestingPlanName: 'weekly-test' };
      expect(await ask('PUT', '/restore-testing/plans', { RestoreTestingPlan: hyphenated })).toMatchObject({
        status: 400,
      });
    });

    it('makes, changes, lists and deletes plans and what they restore', async () => {
      const created = await ask('PUT', '/restore-testing/plans', {
        RestoreTestingPlan: settings,
        Tags: { Name: 'weekly_test' },
      });
      expect(created.status).toBe(201);
      const arn = String(created.body['RestoreTestingPlanArn']);
      expect((await ask('GET', `/tags/${encodeURIComponent(arn)}`)).body).toEqual({
        Tags: { Name: 'weekly_test' },
      });

      await ask('PUT', PLAN, { RestoreTestingPlan: { StartWindowHours: 4 } });
      expect((await ask('GET', PLAN)).body['RestoreTestingPlan']).toMatchObject({
        ...settings,
        ScheduleExpressionTimezone: 'Etc/UTC',
        StartWindowHours: 4,
      });

      expect(await ask('PUT', `${PLAN}/selections`, { RestoreTestingSelection: selection })).toMatchObject({
        status: 201,
      });
      await ask('PUT', `${PLAN}/selections/aurora`, {
        RestoreTestingSelection: { IamRoleArn: ROLE, ValidationWindowHours: 6 },
      });
      expect((await ask('GET', `${PLAN}/selections/aurora`)).body['RestoreTestingSelection']).toMatchObject({
        ...selection,
        RestoreTestingPlanName: 'weekly_test',
        ValidationWindowHours: 6,
      });
      expect((await ask('GET', `${PLAN}/selections`)).body['RestoreTestingSelections']).toHaveLength(1);

      expect(await ask('DELETE', PLAN)).toMatchObject({ status: 400 });
      expect(await ask('DELETE', `${PLAN}/selections/aurora`)).toMatchObject({ status: 204 });
      expect(await ask('DELETE', PLAN)).toMatchObject({ status: 204 });
      expect((await ask('GET', '/restore-testing/plans')).body).toEqual({ RestoreTestingPlans: [] });
      expect(await ask('GET', PLAN)).toMatchObject({ status: 400 });
    });
  });
});
