import {
  ACMClient,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import {
  ApplicationAutoScalingClient,
  ListTagsForResourceCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const REGION = 'eu-west-1';
const OTHER_REGION = 'eu-west-2';
const CLUSTER = 'cluster';
const SERVICE = 'service';
const TARGET = {
  ServiceNamespace: 'ecs',
  ResourceId: `service/${CLUSTER}/${SERVICE}`,
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;

let aws: LocalAws;

const configuration = (region: string) => ({
  region,
  endpoint: aws.endpoint,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

describeWithMoto('the service of the local AWS', () => {
  let ecs: ECSClient;
  let scaling: ApplicationAutoScalingClient;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321' });
    ecs = new ECSClient(configuration(REGION));
    scaling = new ApplicationAutoScalingClient(configuration(REGION));
    await ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: SERVICE,
        containerDefinitions: [{ name: SERVICE, image: 'public.ecr.aws/x/y:1', memory: 128 }],
      }),
    );
    await ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName: SERVICE,
        taskDefinition: SERVICE,
        desiredCount: 2,
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 2, weight: 100 }],
        availabilityZoneRebalancing: 'ENABLED',
        healthCheckGracePeriodSeconds: 60,
        enableECSManagedTags: true,
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      }),
    );
  });

  afterAll(async () => {
    ecs.destroy();
    scaling.destroy();
    await aws.stop();
  });

  const describeService = async () => {
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE] }),
    );
    return services[0];
  };

  it('is what it was asked to be', async () => {
    const service = await describeService();
    expect(service).toMatchObject({
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 2, weight: 100 }],
      availabilityZoneRebalancing: 'ENABLED',
      healthCheckGracePeriodSeconds: 60,
      enableECSManagedTags: true,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    expect(service?.launchType).toBeUndefined();
  });

  it('runs its tasks, also after it is asked for more', async () => {
    expect(await describeService()).toMatchObject({ desiredCount: 2, runningCount: 2, pendingCount: 0 });
    await ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE, desiredCount: 5 }));
    const service = await describeService();
    expect(service).toMatchObject({ desiredCount: 5, runningCount: 5, healthCheckGracePeriodSeconds: 60 });
    expect(service?.deployments).toMatchObject([{ runningCount: 5, rolloutState: 'COMPLETED' }]);
  });

  it('is scaled by a target that keeps its tags', async () => {
    const register = (tags?: Record<string, string>) =>
      scaling.send(
        new RegisterScalableTargetCommand({ ...TARGET, MinCapacity: 2, MaxCapacity: 10, Tags: tags }),
      );
    const { ScalableTargetARN: ResourceARN = '' } = await register({ Name: 'x', Tier: 'compute' });
    await register();
    await scaling.send(new TagResourceCommand({ ResourceARN, Tags: { Role: 'dr' } }));
    await scaling.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['Tier'] }));
    const { Tags } = await scaling.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual({ Name: 'x', Role: 'dr' });
  });

  it('knows no tags of a target that is none', async () => {
    const ResourceARN = `arn:aws:application-autoscaling:${REGION}:210987654321:scalable-target/none`;
    await expect(scaling.send(new ListTagsForResourceCommand({ ResourceARN }))).rejects.toThrow(
      /No scalable target found/,
    );
  });
});

describeWithMoto('a certificate of the local AWS', () => {
  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321' });
  });

  afterAll(() => aws.stop());

  it('is listed if its request named one option alone', async () => {
    const acm = new ACMClient(configuration('eu-west-3'));
    try {
      const { CertificateArn } = await acm.send(
        new RequestCertificateCommand({
          DomainName: 'one.example.com',
          ValidationMethod: 'DNS',
          Options: { CertificateTransparencyLoggingPreference: 'ENABLED' },
        }),
      );
      const { CertificateSummaryList: listed = [] } = await acm.send(new ListCertificatesCommand({}));
      expect(listed.map((each) => each.CertificateArn)).toEqual([CertificateArn]);
    } finally {
      acm.destroy();
    }
  });

  it('is issued in every Region by the record that one of them wrote, and not before', async () => {
    const clients = [REGION, OTHER_REGION].map((region) => new ACMClient(configuration(region)));
    const route53 = new Route53Client(configuration('us-east-1'));
    try {
      const arns = await Promise.all(
        clients.map(async (acm) => {
          const { CertificateArn } = await acm.send(
            new RequestCertificateCommand({ DomainName: 'app.example.com', ValidationMethod: 'DNS' }),
          );
          return CertificateArn;
        }),
      );
      const describeAll = () =>
        Promise.all(
          clients.map(async (acm, index) => {
            const { Certificate } = await acm.send(
              new DescribeCertificateCommand({ CertificateArn: arns[index] }),
            );
            return Certificate;
          }),
        );
      const statuses = async () => (await describeAll()).map((certificate) => certificate?.Status);
      expect(await statuses()).toEqual(['PENDING_VALIDATION', 'PENDING_VALIDATION']);

      const [first] = await describeAll();
      const record = first?.DomainValidationOptions?.[0]?.ResourceRecord;
      const { HostedZone } = await route53.send(
        new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'spec' }),
      );
      await route53.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: HostedZone?.Id,
          ChangeBatch: {
            Changes: [
              {
                Action: 'CREATE',
                ResourceRecordSet: {
                  Name: record?.Name,
                  Type: 'CNAME',
                  TTL: 300,
                  ResourceRecords: [{ Value: record?.Value }],
                },
              },
            ],
          },
        }),
      );
      expect(await statuses()).toEqual(['ISSUED', 'ISSUED']);
    } finally {
      for (const client of [...clients, route53]) client.destroy();
    }
  });
});
