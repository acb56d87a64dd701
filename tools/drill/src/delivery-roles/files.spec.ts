import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { POLICIES_FOLDER } from '@healthcare-dr/drctl/bootstrap';
import { UserError } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { ANYTHING, deployDocuments, type PolicyDocuments } from './documents';
import {
  documentsOf,
  policiesElsewhere,
  readRecordedTypes,
  writePolicyDocuments,
  writeRecordedTypes,
} from './files';

const environment = fixtureEnvironment('dev');
const KEYS = deployDocuments(['kms:CreateKey', 'kms:ScheduleKeyDeletion']);

const filledIn = (documents: PolicyDocuments): unknown =>
  JSON.parse(JSON.stringify([...documents]).replaceAll('<environment>', environment.suffix));

describe('the policies of the roles that deliver', () => {
  let workspace: string;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'policies-'));
    mkdirSync(join(workspace, POLICIES_FOLDER), { recursive: true });
    for (const name of ['boundary.json', 'plan.json'])
      writeFileSync(
        join(workspace, POLICIES_FOLDER, name),
        '{ "Statement": [{ "Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:<drRegion>:<accountId>:parameter/<environment>/*" }] }',
      );
  });
  afterEach(() => rmSync(workspace, { recursive: true }));
  const files = (root: string) => readdirSync(join(root, POLICIES_FOLDER)).sort();

  it('are missed by name where nobody has recorded them yet', () => {
    expect(() => documentsOf(workspace, environment, 'deploy')).toThrow(UserError);
    expect(() => documentsOf(workspace, environment, 'deploy')).toThrow("has no policy 'deploy'");
  });

  it('are read as they were written, and take the place of those before', async () => {
    await writePolicyDocuments(
      workspace,
      new Map([...KEYS, ['deploy-2.json', { Version: '2012-10-17', Statement: [] }]]),
    );
    await writePolicyDocuments(workspace, KEYS);

    expect(files(workspace)).toEqual(['boundary.json', 'deploy-1.json', 'destroy.json', 'plan.json']);
    expect([...documentsOf(workspace, environment, 'deploy')]).toEqual(filledIn(KEYS));
  });

  it('are those of an environment', () => {
    expect(documentsOf(workspace, environment, 'plan').get('plan.json')?.Statement[0]?.Resource).toBe(
      `arn:aws:ssm:${environment.dr.region}:${environment.accountId}:parameter/dev/*`,
    );
  });

  it('say which types of resources they were recorded with, each once, in the order of the alphabet', async () => {
    await writeRecordedTypes(workspace, ['aws_sqs_queue', 'aws_kms_key', 'aws_sqs_queue']);

    expect(readRecordedTypes(workspace)).toEqual(['aws_kms_key', 'aws_sqs_queue']);
  });

  it('can be others elsewhere, beside the committed ones, which stay', async () => {
    await writePolicyDocuments(workspace, KEYS);
    const elsewhere = join(workspace, 'elsewhere');
    for (const documents of [deployDocuments(['rds:CreateDBCluster']), ANYTHING])
      await policiesElsewhere(workspace, elsewhere, documents);

    expect(files(elsewhere)).toEqual(['boundary.json', 'deploy-1.json', 'destroy.json', 'plan.json']);
    expect([...documentsOf(elsewhere, environment, 'deploy')]).toEqual([...ANYTHING]);
    expect([...documentsOf(workspace, environment, 'deploy')]).toEqual(filledIn(KEYS));
  });
});
