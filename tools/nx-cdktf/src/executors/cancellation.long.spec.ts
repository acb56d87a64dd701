import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { KMSClient, ListKeysCommand, ListResourceTagsCommand } from '@aws-sdk/client-kms';
import { S3ObjectStore, stateLock } from '@healthcare-dr/deployment-records';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { until } from '@healthcare-dr/processes';
import {
  ACCOUNT,
  CREDENTIALS,
  killAll,
  makeStateBuckets,
  NX,
  processesIn,
  REGIONS,
  startDeploying,
  stateBucket,
  type Deploying,
} from '../__fixtures__/deploying-nx';
import { ThrowawayWorkspace } from '../__fixtures__/throwaway-workspace';

const REGION = REGIONS.primary;
/** The keys of the stack primary-kms. */
const KEYS = 5;
/** How long each call of KMS takes: every key is made, and none is known to be ready, when the signal comes. */
const KMS_DELAY_MS = 700;

// Nx, Terraform and its provider start for each test, which takes seconds, many on a busy machine.
const TEST_MS = 400_000;

describeWithMoto('a deployment by Nx that is cancelled', () => {
  const workspace = new ThrowawayWorkspace();
  let aws: LocalAws;
  let kms: KMSClient;
  let s3: S3Client;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    const configuration = { endpoint: aws.endpoint, credentials: CREDENTIALS };
    kms = new KMSClient({ ...configuration, region: REGION });
    s3 = new S3Client({ ...configuration, region: REGION, forcePathStyle: true });
  }, TEST_MS);

  afterAll(async () => {
    kms.destroy();
    s3.destroy();
    await aws.stop();
    workspace.remove();
  });

  /** Makes the state buckets of an environment of its own, and deploys the keys to it. */
  async function start(environment: string, command: readonly string[]): Promise<Deploying> {
    await makeStateBuckets(aws, environment);
    return run(environment, command);
  }

  const run = (environment: string, command: readonly string[]) =>
    startDeploying(aws, {
      folder: workspace.root,
      environment,
      command: [...command, 'deploy', 'primary-kms', '--typecheck=false'],
    });

  /** Waits until AWS has made all keys since a request, while Terraform knows of none that it is ready. */
  async function keysAreMade(afterSequence: number, deploying: Deploying): Promise<void> {
    const made = () =>
      aws.gateway
        .requests({ service: 'kms', operation: 'CreateKey', afterSequence })
        .filter(({ status }) => status === 200).length;
    await until(() => made() === KEYS || deploying.child.exitCode !== null, TEST_MS / 2);
    if (made() !== KEYS) throw new Error(`${made()} keys were made. Nx said:\n${deploying.said()}`);
  }

  /** Waits until no process works in the workspace any more: also Terraform has ended then, whoever its parent is. */
  async function allEnded(): Promise<void> {
    expect(await until(() => processesIn(workspace.root).length === 0, TEST_MS / 2)).toBe(true);
  }

  const lastSequence = () => aws.gateway.requests().at(-1)?.sequence ?? 0;

  async function keysInAws(environment: string): Promise<string[]> {
    const { Keys: keys = [] } = await kms.send(new ListKeysCommand({ Limit: 1000 }));
    const tagged = await Promise.all(
      keys.map(async ({ KeyId: id = '' }) => {
        const { Tags: tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
        return tags.some(({ TagKey, TagValue }) => TagKey === 'Environment' && TagValue === environment)
          ? [id]
          : [];
      }),
    );
    return tagged.flat().sort();
  }

  async function keysInState(environment: string): Promise<string[]> {
    const { Body: body } = await s3.send(
      new GetObjectCommand({ Bucket: stateBucket(environment, REGION), Key: 'primary-kms.tfstate' }),
    );
    const { resources } = JSON.parse((await body?.transformToString()) ?? '{}') as {
      resources: { mode: string; type: string; instances: { attributes: { id: string } }[] }[];
    };
    return resources
      .filter(({ mode, type }) => mode === 'managed' && type === 'aws_kms_key')
      .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id))
      .sort();
  }

  it.each([
    ['pr1', 'SIGINT', 'Nx', NX, 1],
    ['pr2', 'SIGTERM', 'Nx', NX, 1],
    ['pr3', 'SIGINT', 'npx', ['npx', 'nx'], 1],
    ['pr4', 'SIGTERM', 'npx', ['npx', 'nx'], 1],
    ['pr5', 'SIGINT', 'the group', NX, -1],
    ['pr6', 'SIGTERM', 'the group', NX, -1],
  ] as const)(
    'in environment %s by %s to %s has every key in its state',
    async (environment, signal, _whom, command, sign) => {
      const before = lastSequence();
      const deploying = await start(environment, command);
      aws.gateway.region(REGION).slow(KMS_DELAY_MS, { services: ['kms'] });
      await keysAreMade(before, deploying);

      process.kill(sign * deploying.id, signal);

      await deploying.ended;
      await allEnded();
      aws.gateway.heal();
      const inAws = await keysInAws(environment);
      expect(inAws).toHaveLength(KEYS);
      expect(await keysInState(environment)).toEqual(inAws);
    },
    TEST_MS,
  );

  it(
    'by SIGKILL to everything leaves word of it, and the next run names what no state knows',
    async () => {
      const before = lastSequence();
      const deploying = await start('pr7', NX);
      aws.gateway.region(REGION).slow(KMS_DELAY_MS, { services: ['kms'] });
      await keysAreMade(before, deploying);
      killAll(deploying, workspace.root);
      await deploying.ended;
      await allEnded();
      aws.gateway.heal();
      const orphans = await keysInAws('pr7');
      expect(orphans).toHaveLength(KEYS);
      const variables = { ...process.env, ...aws.environment };
      const store = new S3ObjectStore(variables, {
        region: REGION,
        bucket: stateBucket('pr7', REGION),
        accountId: ACCOUNT,
      });
      expect((await store.get('deployments/stacks/primary-kms.json'))?.text).toContain('"applying"');
      // What Terraform has left of its own lock is broken as an operator breaks it.
      await (await stateLock(store, 'primary-kms'))?.unlock();
      store.destroy();

      const again = run('pr7', NX);
      await again.ended;
      await allEnded();

      for (const id of orphans) expect(again.said()).toContain(`key/${id}`);
    },
    TEST_MS,
  );
});
