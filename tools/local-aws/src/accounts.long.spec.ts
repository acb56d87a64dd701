import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { documentOf } from './__fixtures__/iam';
import { startLocalAws, type LocalAws } from './local-aws';

jest.setTimeout(60_000);

const OWN = '111111111111';
const OTHER = '999999999999';
const REGION = 'eu-west-2';
const ZONE_ROLE = `arn:aws:iam::${OTHER}:role/hosted-zone`;

describeWithMoto('an account beside the one of the environment', () => {
  let aws: LocalAws;
  let zoneId: string;

  const configuration = (credentials: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  }) => ({ region: REGION, endpoint: aws.endpoint, credentials, maxAttempts: 1 });
  const administrator = (accountId?: string) => {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = aws.environmentOf(accountId);
    return configuration({ accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY });
  };
  const assume = async (as: ReturnType<typeof configuration>, RoleArn: string) => {
    const { Credentials } = await new STSClient(as).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'spec' }),
    );
    return configuration({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });
  };
  const role = async (
    as: ReturnType<typeof configuration>,
    RoleName: string,
    trust: Parameters<typeof documentOf>[0],
    ...may: Parameters<typeof documentOf>
  ) => {
    const iam = new IAMClient(as);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: documentOf(trust) }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: documentOf(...may) }),
    );
  };
  const change = (as: ReturnType<typeof configuration>, Name: string, Type: 'CNAME' | 'MX' = 'CNAME') =>
    new Route53Client(as).send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: { Name, Type, TTL: 60, ResourceRecords: [{ Value: '10 mail.example' }] },
            },
          ],
        },
      }),
    );
  const own = (name: string) => `arn:aws:iam::${OWN}:role/${name}`;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: OWN });
    const { HostedZone } = await new Route53Client(administrator(OTHER)).send(
      new CreateHostedZoneCommand({ Name: 'hospital.example', CallerReference: 'spec' }),
    );
    zoneId = (HostedZone?.Id ?? '').split('/').at(-1) ?? '';
    const trust = { Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: 'sts:AssumeRole' };
    await role(
      administrator(OTHER),
      'hosted-zone',
      { ...trust, Condition: { ArnLike: { 'aws:PrincipalArn': own('deploy-*') } } },
      { Action: 'route53:ListResourceRecordSets', Resource: `arn:aws:route53:::hostedzone/${zoneId}` },
      {
        Action: 'route53:ChangeResourceRecordSets',
        Resource: '*',
        Condition: {
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['app.hospital.example'],
          },
          'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'] },
        },
      },
    );
    for (const name of ['deploy-dev', 'reader']) {
      await role(administrator(), name, trust, { Action: 'sts:AssumeRole', Resource: ZONE_ROLE });
    }
    await role(administrator(), 'deploy-poor', trust, { Action: 'sts:GetCallerIdentity', Resource: '*' });
  });
  afterAll(() => aws.stop());

  it('has an administrator and resources of its own', async () => {
    const zones = async (accountId?: string) => {
      const route53 = new Route53Client(administrator(accountId));
      return (await route53.send(new ListHostedZonesByNameCommand({}))).HostedZones?.map(({ Name }) => Name);
    };

    await expect(zones(OTHER)).resolves.toEqual(['hospital.example.']);
    await expect(zones()).resolves.toEqual([]);
    await expect(zones(OWN)).resolves.toEqual([]);
    await expect(
      new STSClient(administrator(OTHER)).send(new GetCallerIdentityCommand({})),
    ).resolves.toMatchObject({ Account: OTHER });
  });

  it('is reached by a role of it that is assumed, for what the role may do', async () => {
    const zone = await assume(await assume(administrator(), own('deploy-dev')), ZONE_ROLE);

    await change(zone, 'App.hospital.example.');
    const { ResourceRecordSets } = await new Route53Client(zone).send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }),
    );

    expect(ResourceRecordSets?.map(({ Type }) => Type)).toContain('CNAME');
    await expect(change(zone, 'mail.hospital.example')).rejects.toThrow(
      `is not authorized to perform: route53:ChangeResourceRecordSets on resource: arn:aws:route53:::hostedzone/${zoneId}`,
    );
    await expect(change(zone, 'app.hospital.example', 'MX')).rejects.toThrow('is not authorized to perform');
    await expect(new Route53Client(zone).send(new ListHostedZonesByNameCommand({}))).rejects.toThrow(
      'is not authorized to perform: route53:ListHostedZonesByName',
    );
  });

  it.each([
    ['whoever its trust does not name', 'reader'],
    ['whoever their own account does not let', 'deploy-poor'],
  ])('is closed to %s', async (_, name) => {
    await expect(assume(await assume(administrator(), own(name)), ZONE_ROLE)).rejects.toThrow(
      `is not authorized to perform: sts:AssumeRole on resource: ${ZONE_ROLE}`,
    );
  });
});
