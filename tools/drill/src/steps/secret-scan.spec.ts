import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { TerraformRoot } from '@healthcare-dr/terraform';
import { topologyOf, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { zipSync } from 'fflate';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssertionFailedError, AssertionRecorder } from '../assertion-recorder';
import type { DrillSession, Step } from '../session';
import { secondPlanOf } from '../second-plan';
import { secretScan } from './secret-scan';

const PASSWORD = 'correct-horse-battery-staple';

/** What Terraform left behind, in the places where a password could be. */
interface Leftovers {
  readonly state?: string;
  readonly shownPlan?: string;
  readonly planFile?: string;
  readonly rewritingPlanFile?: string;
  /** What the replica in dr holds. */
  readonly replica?: string;
  /** Whether the first stack is searched before anybody read the secrets. */
  readonly searchFirst?: boolean;
}

const environment = fixtureEnvironment('dev');
const stack = { name: 'primary-aurora', role: 'primary' as Role, changed: false, dependsOn: [] };
const folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-scan-'));
const secrets = mockClient(SecretsManagerClient);
const s3 = mockClient(S3Client);

afterAll(() => {
  rmSync(folder, { recursive: true });
  secrets.restore();
  s3.restore();
});

/** Runs the scan's steps over these leftovers and tells what it asserted, and what it waited for before. */
async function scan(
  leftovers: Leftovers,
): Promise<{ recorder: AssertionRecorder; waitedFor: readonly string[] }> {
  const secret = (password: string) => ({
    SecretString: JSON.stringify({ username: 'clusteradmin', password }),
  });
  secrets.reset();
  secrets.on(ListSecretsCommand).resolves({
    SecretList: [
      { ARN: 'arn', Name: 'healthcare-aurora-master-dev' },
      { ARN: 'other', Name: 'healthcare-x-prod' },
    ],
  });
  secrets
    .on(GetSecretValueCommand)
    .resolvesOnce(secret(PASSWORD))
    .resolves(secret(leftovers.replica ?? PASSWORD));
  s3.reset();
  s3.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key: `${stack.name}.tfstate`, VersionId: '1' }] });
  s3.on(GetObjectCommand).resolves({
    Body: { transformToString: () => Promise.resolve(leftovers.state ?? '{}') } as never,
  });

  const file = join(folder, 'cdk.tf.json');
  const savePlan = (out: string, text = 'nothing') =>
    writeFileSync(out, zipSync({ tfplan: Buffer.from(text) }));
  savePlan(secondPlanOf(file), leftovers.planFile);
  const root = {
    plan: ({ out }: { out: string }) => {
      savePlan(out, leftovers.rewritingPlanFile);
      return Promise.resolve({ changes: true, text: '' });
    },
    showPlan: () => Promise.resolve(leftovers.shownPlan ?? '{}'),
  } as unknown as TerraformRoot;
  const recorder = new AssertionRecorder();
  const waitedFor: string[] = [];
  const waits = (what: string) => ({
    finished: (name: string) => {
      waitedFor.push(`${name} is ${what}`);
      return Promise.resolve();
    },
  });
  const work: (() => Promise<void>)[] = [];
  const session = {
    props: { environment, recorder },
    aws: { environment: {} },
    stacks: [{ ...stack, file }],
    databaseStacks: [{ ...stack, file }],
    standing: [
      {
        name: stack.name,
        resources: [{ address: 'aws_rds_cluster.x', values: { master_password_wo_version: 1 } }],
      },
    ],
    regionOf: (role: Role) => topologyOf(environment, role).region,
    onStacks: (
      stacks: { name: string }[],
      { after }: { after: (stack: { name: string }) => Promise<void> },
      each: (root: TerraformRoot, stack: { name: string }) => Promise<void>,
    ): Step[] => {
      work.push(
        ...stacks.map((one) => async () => {
          await after(one);
          await each(root, one);
        }),
      );
      return [];
    },
  } as unknown as DrillSession;

  try {
    const steps = secretScan(session, { applied: waits('applied'), planned: waits('planned') });
    for (const { task } of leftovers.searchFirst === true ? steps.slice(1) : steps)
      await (task as (context: unknown, task: unknown) => unknown)(undefined, { newListr: () => undefined });
    for (const each of work) await each();
  } catch (error) {
    if (!(error instanceof AssertionFailedError)) throw error;
  }
  return { recorder, waitedFor };
}

describe('the scan for passwords', () => {
  it('is content where there are none, after it has looked everywhere', async () => {
    const {
      recorder: { assertions },
    } = await scan({});
    expect(assertions.map(({ ok }) => ok)).toEqual([true, true]);
    // What was looked for, and every text in which it was not found.
    const [lookedFor = '', ...places] = assertions[1]?.detail.split('\n') ?? [];
    expect(lookedFor).toMatch(/^looked for 1 passwords/);
    expect(places).toEqual([
      'nothing in state, version 1',
      'nothing in plan, tfplan in its file',
      'nothing in plan, as shown',
      'nothing in plan to replace aws_rds_cluster.x, as shown',
      'nothing in plan to replace aws_rds_cluster.x, tfplan in its file',
    ]);
  });

  it.each([
    ['a version of the state', { state: JSON.stringify({ a: PASSWORD }) }, 'state, version 1: secret 1 of 1'],
    [
      'a field of the state that is made for one',
      { state: '{"master_password":"another"}' },
      'state, version 1: master_password is filled',
    ],
    ['a plan, as shown', { shownPlan: JSON.stringify({ a: PASSWORD }) }, 'plan, as shown: secret 1 of 1'],
    ['the file of a plan', { planFile: `..${PASSWORD}..` }, 'plan, tfplan in its file: secret 1 of 1'],
    [
      'the file of a plan that writes it again',
      { rewritingPlanFile: PASSWORD },
      'plan to replace aws_rds_cluster.x, tfplan in its file: secret 1 of 1',
    ],
  ])('finds one in %s, and does not repeat it', async (_, leftovers, where) => {
    const {
      recorder: { assertions, failed },
    } = await scan(leftovers);
    expect(failed).toBe(1);
    expect(assertions[1]?.detail).toContain(where);
    expect(assertions[1]?.detail).not.toContain(PASSWORD);
  });

  it('looks for what exists also where a stack is searched before the secrets were read', async () => {
    const { recorder } = await scan({ searchFirst: true, state: JSON.stringify({ a: PASSWORD }) });
    expect(recorder.assertions.map(({ id, ok }) => [id, ok])).toEqual([
      ['secret-replicated', true],
      ['no-password-in-state/primary-aurora', false],
    ]);
  });

  it('waits for what it searches', async () => {
    const { waitedFor } = await scan({});

    expect(waitedFor).toEqual(['primary-aurora is applied', 'primary-aurora is planned']);
  });

  it('does not take a replica for one that holds something else', async () => {
    const {
      recorder: { assertions },
    } = await scan({ replica: 'an-older-password' });
    expect(assertions[0]).toMatchObject({
      ok: false,
      title: 'The master secret stands in both Regions with one value',
    });
  });
});
