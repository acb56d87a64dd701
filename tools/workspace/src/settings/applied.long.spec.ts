import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, paginateDescribeAlarms, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { findTerraform, LOCK_FILE, TerraformRoot } from '@healthcare-dr/terraform';
import {
  allDefinitions,
  synthesizeStack,
  WORKSPACE_ROOT,
  type SynthesizedStack,
} from '@healthcare-dr/testing';
import { ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { environmentWith, type Settings } from './environment-with';
import { SETTINGS, type SettingChange } from './settings';

// Terraform and its provider start three times for each stack, which takes seconds, many on a busy machine.
jest.setTimeout(600_000);

const environment = fixtureEnvironment('prod');

/** What the stack of a Region is asked to change: by one deployment, as somebody would who tunes alarms. */
const changesOf = (stack: string) =>
  SETTINGS.filter(({ where }) => where.startsWith(`${stack} aws_cloudwatch_metric_alarm `));

/** The attribute of an alarm by the name that CloudWatch has for it. */
const ATTRIBUTES: Readonly<Record<string, keyof MetricAlarm>> = {
  threshold: 'Threshold',
  evaluation_periods: 'EvaluationPeriods',
};

describeWithMoto('settings of alarms that are changed in an environment that stands', () => {
  let aws: LocalAws;
  const folders: string[] = [];

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: environment.accountId });
  });
  afterAll(async () => {
    await aws.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const synthesize = (name: string, of: Environment): SynthesizedStack => {
    const definition = allDefinitions().find((one) => one.name === name);
    if (definition === undefined) throw new Error(`There is no stack '${name}'.`);
    return synthesizeStack(definition, of);
  };

  /** Makes what the stack finds when it is deployed: what other stacks publish, and what the trail writes to. */
  async function prepare(stack: SynthesizedStack, role: Role): Promise<void> {
    const client = {
      region: environment[role].region,
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const [kms, ssm, s3] = [
      new KMSClient(client),
      new SSMClient(client),
      new S3Client({ ...client, forcePathStyle: true }),
    ] as const;
    const allow = (Principal: object, Action: string, Resource: string | string[]) => ({
      Effect: 'Allow',
      Principal,
      Action,
      Resource,
    });
    const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        Policy: policy(
          allow({ AWS: `arn:aws:iam::${environment.accountId}:root` }, 'kms:*', '*'),
          allow(
            { Service: [`logs.${client.region}.amazonaws.com`, 'cloudtrail.amazonaws.com'] },
            'kms:*',
            '*',
          ),
        ),
      }),
    );
    const reads = (
      JSON.parse(stack.text) as { data: { aws_ssm_parameter: Record<string, { name: string }> } }
    ).data;
    for (const { name } of Object.values(reads.aws_ssm_parameter))
      await ssm.send(
        new PutParameterCommand({
          Name: name,
          Type: 'String',
          Value: name.endsWith('key-arn') ? KeyMetadata?.Arn : name.split('/').at(-1),
        }),
      );
    for (const { attributes } of stack.resources('aws_cloudtrail')) {
      const Bucket = String(attributes['s3_bucket_name']);
      await s3.send(new CreateBucketCommand({ Bucket }));
      await s3.send(
        new PutBucketPolicyCommand({
          Bucket,
          Policy: policy(
            allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:*', [
              `arn:aws:s3:::${Bucket}`,
              `arn:aws:s3:::${Bucket}/*`,
            ]),
          ),
        }),
      );
    }
    for (const each of [kms, ssm, s3]) each.destroy();
  }

  async function rootOf(name: string): Promise<TerraformRoot> {
    const folder = mkdtempSync(join(tmpdir(), `${name}-`));
    folders.push(folder);
    writeFileSync(
      join(folder, 'local_override.tf.json'),
      JSON.stringify({ terraform: { backend: { local: {} } } }),
    );
    return new TerraformRoot({
      terraform: await findTerraform(),
      name,
      folder,
      lockFile: join(WORKSPACE_ROOT, LOCK_FILE),
      environment: { ...process.env, ...aws.environment },
    });
  }

  async function alarmsOf(role: Role): Promise<Map<string, MetricAlarm>> {
    const client = new CloudWatchClient({
      region: environment[role].region,
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const alarms = new Map<string, MetricAlarm>();
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, {}))
      for (const alarm of MetricAlarms) alarms.set(alarm.AlarmName ?? '', alarm);
    client.destroy();
    return alarms;
  }

  it.each(ROLES)(
    'are those of the alarms of %s after the next deployment, and nothing is left to do',
    async (role) => {
      const name = `${role}-observability`;
      const changes = changesOf(name);
      expect(changes.length).toBeGreaterThan(4);
      const stack = synthesize(name, environment);
      await prepare(stack, role);
      const root = await rootOf(name);
      const write = ({ text }: SynthesizedStack) =>
        writeFileSync(join(folders.at(-1) ?? '', 'cdk.tf.json'), text);
      write(stack);
      await root.init({ backend: true });
      await root.apply();
      const before = await alarmsOf(role);

      const settings = Object.assign(
        {},
        ...changes.map(({ setting, value, along = {} }) => ({ [setting]: value, ...along })),
      ) as Settings;
      write(synthesize(name, environmentWith(environment, settings)));
      await root.apply();

      const after = await alarmsOf(role);
      expect([...after.keys()]).toEqual([...before.keys()]);
      const followed = ({ where, becomes }: SettingChange) => {
        const attribute = ATTRIBUTES[where.split(' ')[2] ?? ''] ?? 'AlarmName';
        return [...after].some(
          ([alarm, { [attribute]: value }]) =>
            value === becomes && before.get(alarm)?.[attribute] !== becomes,
        );
      };
      expect(changes.filter((change) => !followed(change)).map(({ setting }) => setting)).toEqual([]);
      expect((await root.plan({})).changes).toBe(false);
    },
  );
});
