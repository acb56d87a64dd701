import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient, CreateTrailCommand, DeleteTrailCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  DeleteResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AllocateAddressCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { PREFLIGHT_CHECKS, type PreflightFinding } from '@healthcare-dr/drctl/preflight';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { run } from '@healthcare-dr/processes';
import { WORKSPACE_ROOT } from '@healthcare-dr/testing';
import type { Region } from '@healthcare-dr/topology';
import { describeWithAwsCli } from './__fixtures__/describe-with-aws-cli';

// Each look at the account is a process of some seconds, many on a busy machine.
jest.setTimeout(300_000);

const ACCOUNT = '111111111111';
const [PRIMARY, DR, WATCH] = ['eu-west-2', 'eu-south-1', 'eu-central-1'] as const satisfies readonly Region[];
const TOPIC = `arn:aws:sns:${WATCH}:${ACCOUNT}:healthcare-notifications-new`;

/** An environment of an organization that has used AWS for an hour; dr is a Region that is opt-in. */
const NEW = {
  suffix: 'new',
  accountId: ACCOUNT,
  deletionPolicy: 'ephemeral',
  primary: { region: PRIMARY, vpcCidr: '10.0.0.0/16', zones: [`${PRIMARY}a`, `${PRIMARY}b`] },
  dr: { region: DR, vpcCidr: '10.1.0.0/16', zones: [`${DR}a`, `${DR}b`] },
  retention: { logDays: 14 },
  dns: { domainName: 'new.example.org', hostedZone: 'given' },
  service: {
    container: {
      image: '{account}.dkr.ecr.{region}.amazonaws.com/patient-records:1.0',
      port: 8443,
      healthPath: '/healthz',
      healthCommand: ['CMD-SHELL', 'curl --fail --insecure https://localhost:8443/healthz'],
    },
  },
  notifications: {
    subscriptions: [
      { protocol: 'email', address: 'oncall@example.org', severity: 'page' },
      { protocol: 'email', address: 'operations@example.org', severity: 'ticket' },
    ],
  },
};

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

interface Report {
  readonly ready: boolean;
  readonly findings: readonly PreflightFinding[];
}

const makeClients = ({ environment }: LocalAws) => ({
  cloudTrail: new CloudTrailClient(clientConfiguration(environment, PRIMARY)),
  ec2: new EC2Client(clientConfiguration(environment, PRIMARY)),
  iam: new IAMClient(clientConfiguration(environment, PRIMARY)),
  logs: new CloudWatchLogsClient(clientConfiguration(environment, PRIMARY)),
  s3: new S3Client({ ...clientConfiguration(environment, PRIMARY), forcePathStyle: true }),
  sts: new STSClient(clientConfiguration(environment, PRIMARY)),
});

describeWithAwsCli('drctl preflight', () => {
  const folder = mkdtempSync(join(tmpdir(), 'new-account-'));
  let aws: LocalAws;
  let sdk: ReturnType<typeof makeClients>;
  /** Every check that was seen to fail. */
  const failed = new Set<string>();

  beforeAll(async () => {
    aws = await startLocalAws({
      accountId: ACCOUNT,
      freshAccount: true,
      variables: { LOCAL_AWS_NOT_OFFERED: `${DR}/15.17` },
    });
    sdk = makeClients(aws);
  });
  afterAll(async () => {
    for (const client of Object.values(sdk)) client.destroy();
    await aws.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A command line as it stands in the output, in the shell of whoever reads it. */
  const shell = (command: string, variables: NodeJS.ProcessEnv = {}) =>
    run('bash', ['-c', command], {
      cwd: WORKSPACE_ROOT,
      env: {
        ...process.env,
        ...aws.environment,
        ENVIRONMENTS_DIR: folder,
        AWS_PAGER: '',
        AWS_DEFAULT_REGION: PRIMARY,
        ...variables,
      },
    });
  const done = async (command: string) => {
    const { exitCode, stdout, stderr } = await shell(command);
    if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}: ${stderr}${stdout}`);
    return stdout;
  };
  const write = (environment: object = NEW) =>
    writeFileSync(join(folder, 'new.yaml'), JSON.stringify({ ...NEW, ...environment }));

  /** What is found of the environment, with the exit code. */
  async function preflight(
    environment?: object,
    variables?: NodeJS.ProcessEnv,
  ): Promise<Report & { readonly exitCode: number }> {
    write(environment);
    const { exitCode, stdout, stderr } = await shell(
      'node tools/drctl/bin/drctl.cjs preflight --environment new --json',
      variables,
    );
    if (!stdout.startsWith('{')) throw new Error(`preflight ended with ${exitCode}: ${stderr}`);
    const report = JSON.parse(stdout) as Report;
    for (const { id, state } of report.findings) if (state === 'failed') failed.add(id);
    return { ...report, exitCode };
  }

  const stateOf = ({ findings }: Report, state: PreflightFinding['state']) =>
    findings.filter((finding) => finding.state === state).map(({ id, scope }) => `${id} ${scope}`);
  const failedIn = (report: Report) => stateOf(report, 'failed').sort();

  /** Does what the findings say, where a command does it. */
  async function fix({ findings }: Report): Promise<void> {
    for (const command of new Set(findings.flatMap(({ commands }) => commands))) await done(command);
  }

  /** Takes all that the primary Region has of what others may have taken. */
  async function useUp(): Promise<void> {
    const { ec2, cloudTrail, logs, s3 } = sdk;
    await s3.send(new CreateBucketCommand({ Bucket: 'trails' }));
    const statement = (Action: string, Resource: string) => ({
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action,
      Resource,
    });
    const Statement = [
      statement('s3:GetBucketAcl', 'arn:aws:s3:::trails'),
      statement('s3:PutObject', 'arn:aws:s3:::trails/*'),
    ];
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket: 'trails',
        Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
    const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    for (let count = 0; count < 10; count += 1) {
      await logs.send(new PutResourcePolicyCommand({ policyName: `p${count}`, policyDocument }));
      if (count < 4) await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${count + 2}.0.0/16` }));
      if (count >= 5) continue;
      await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
      await cloudTrail.send(new CreateTrailCommand({ Name: `trail-${count}`, S3BucketName: 'trails' }));
    }
  }

  async function pushImage(region: Region): Promise<void> {
    const ecr = new ECRClient(clientConfiguration(aws.environment, region));
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'patient-records' }));
    await ecr.send(
      new PutImageCommand({
        repositoryName: 'patient-records',
        imageTag: '1.0',
        imageManifest: JSON.stringify({
          schemaVersion: 2,
          mediaType: MANIFEST,
          config: { digest: 'sha256:0' },
        }),
        imageManifestMediaType: MANIFEST,
      }),
    );
    ecr.destroy();
  }

  describe('in an account that was opened today', () => {
    it('names what a first deployment lacks; what a Region that is closed does not tell is unknown', async () => {
      const report = await preflight();

      expect([report.exitCode, report.ready]).toEqual([1, false]);
      expect(failedIn(report)).toEqual([
        `backup-opt-in ${PRIMARY}`,
        'hosted-zone global',
        `image ${PRIMARY}`,
        `lambda-concurrency ${PRIMARY}`,
        `region-enabled ${DR}`,
        'service-linked-roles global',
      ]);
      const unknown = stateOf(report, 'unknown');
      expect(unknown.length).toBeGreaterThan(5);
      expect(unknown.filter((each) => !each.endsWith(` ${DR}`))).toEqual([]);
      const open = report.findings.filter(({ state }) => state !== 'passed');
      expect(open.filter(({ found, needed, fix: todo }) => [found, needed, todo].includes(''))).toEqual([]);
      expect(report.findings.find(({ id }) => id === 'lambda-concurrency')).toMatchObject({
        found: '10 unreserved of 10',
        needed: '101 unreserved, of which the controller reserves 1',
      });

      await fix(report);
      await pushImage(PRIMARY);
    });

    it('asks the Region that was closed once it is enabled, and names what it lacks', async () => {
      const report = await preflight();

      expect(report.exitCode).toBe(1);
      expect(failedIn(report)).toEqual([`backup-opt-in ${DR}`, `image ${DR}`, `lambda-concurrency ${DR}`]);
      expect(stateOf(report, 'unknown')).toEqual([]);

      await fix(report);
      await pushImage(DR);
    });

    it('is ready once all of it was done', async () => {
      write();
      const { exitCode, stdout } = await shell('npm run --silent drctl -- preflight --environment new');

      expect([exitCode, stdout.trimEnd().split('\n').at(-1)]).toEqual([
        0,
        'Ready: the account has what a deployment of new needs.',
      ]);
    });
  });

  describe('in an account that others use', () => {
    it('names each quota that is used up: those that can be raised with the request, which is enough', async () => {
      await useUp();

      const report = await preflight();

      expect(report.exitCode).toBe(1);
      expect(failedIn(report)).toEqual(
        ['elastic-ip-quota', 'log-resource-policies', 'trails', 'vpc-quota'].map((id) => `${id} ${PRIMARY}`),
      );
      await fix(report);
      expect(failedIn(await preflight())).toEqual(
        ['log-resource-policies', 'trails'].map((id) => `${id} ${PRIMARY}`),
      );
      await Promise.all([
        sdk.cloudTrail.send(new DeleteTrailCommand({ Name: 'trail-0' })),
        sdk.logs.send(new DeleteResourcePolicyCommand({ policyName: 'p0' })),
      ]);
    });

    it('wants the zone named where two carry the domain', async () => {
      await done('aws route53 create-hosted-zone --name new.example.org --caller-reference another');

      const report = await preflight();

      expect(failedIn(report)).toEqual(['hosted-zone global']);
      const { found = '' } = report.findings.find(({ id }) => id === 'hosted-zone') ?? {};
      const [hostedZoneId, ...others] = found.split(', ');
      const named = await preflight({ dns: { ...NEW.dns, hostedZoneId } });
      expect([named.exitCode, failedIn(named)]).toEqual([0, []]);
      // Whatever follows has one zone of the name.
      await done(`aws route53 delete-hosted-zone --id ${others.join('')}`);
    });

    it('waits for subscribers that confirm', async () => {
      await done(`aws sns create-topic --name healthcare-notifications-new --region ${WATCH}`);
      await done(
        `aws sns subscribe --topic-arn ${TOPIC} --protocol email --notification-endpoint oncall@example.org --region ${WATCH}`,
      );

      const report = await preflight();

      expect(failedIn(report)).toEqual([`subscriptions ${WATCH}`]);
      await done(
        `aws sns confirm-subscription --topic-arn ${TOPIC} --token oncall@example.org --region ${WATCH}`,
      );
      expect((await preflight()).exitCode).toBe(0);
    });
  });

  describe('of an environment that asks for what is not there', () => {
    const certificateIn = async (region: Region) => {
      const { CertificateArn } = JSON.parse(
        await done(
          `aws acm request-certificate --domain-name new.example.org --validation-method DNS --region ${region}`,
        ),
      ) as { readonly CertificateArn: string };
      return CertificateArn;
    };
    const certificates = async () => ({
      primary: { ...NEW.primary, certificateArn: await certificateIn(PRIMARY) },
      dr: { ...NEW.dr, certificateArn: await certificateIn(DR) },
    });
    const REGION_OF_MANY_ZONES = 'us-east-1';

    it.each<readonly [string, () => object | Promise<object>, readonly string[]]>([
      [
        'a version that has not come to a Region',
        () => ({ database: { engineVersion: '15.17' } }),
        [`global-database ${DR}`],
      ],
      ['certificates that nobody validated', certificates, [`certificate ${DR}`, `certificate ${PRIMARY}`]],
      [
        'a zone without Fargate',
        () => ({
          primary: {
            ...NEW.primary,
            region: REGION_OF_MANY_ZONES,
            zones: [`${REGION_OF_MANY_ZONES}a`, `${REGION_OF_MANY_ZONES}e`],
          },
        }),
        [`zones ${REGION_OF_MANY_ZONES}`],
      ],
    ])('%s', async (_what, changes, expected) => {
      const report = await preflight(await changes());

      expect(report.exitCode).toBe(1);
      expect(failedIn(report)).toEqual(expect.arrayContaining([...expected]));
    });
  });

  it('names the role for the zone of another account, if it does not trust whoever deploys', async () => {
    const role = 'arn:aws:iam::111111111111:role/deploys';
    const allow = (rest: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
    const { iam, sts } = sdk;
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'deploys',
        AssumeRolePolicyDocument: allow({
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'deploys',
        PolicyName: 'all',
        PolicyDocument: allow({ Action: '*', Resource: '*' }),
      }),
    );
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'person' }),
    );
    const dns = {
      ...NEW.dns,
      hostedZoneRoleArn: 'arn:aws:iam::999999999999:role/hosted-zone',
      queryLogging: { enabled: false, optOutReason: 'The network team logs its zones.' },
    };

    const report = await preflight(
      { dns },
      {
        AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
        AWS_SESSION_TOKEN: Credentials?.SessionToken,
      },
    );

    expect(report.exitCode).toBe(1);
    expect(failedIn(report)).toContain('hosted-zone-role global');
  });

  it('has no check that cannot fail', () => {
    expect([...failed].sort()).toEqual([...PREFLIGHT_CHECKS].sort());
  });
});
