import {
  CreateHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  NoSuchHostedZone,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { createHostedZone, zoneOwnerVariables } from './hosted-zone';

const dev = fixtureEnvironment('dev');
const route53 = mockClient(Route53Client);
const iam = mockClient(IAMClient);
const variablesOf = (AWS_ACCESS_KEY_ID: string) => ({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: 'test' });
const aws = {
  environment: variablesOf('test'),
  environmentOf: (accountId = dev.accountId) => variablesOf(accountId),
};

const zone = (Name: string) => ({ Id: '/hostedzone/Z1', Name, CallerReference: 'x' });
const created = () =>
  route53.commandCalls(CreateHostedZoneCommand).map(({ args: [{ input }] }) => input.Name);

beforeEach(() => {
  route53.reset();
  route53.on(CreateHostedZoneCommand).resolves({});
  iam.reset();
});
afterAll(() => {
  route53.restore();
  iam.restore();
});

describe('createHostedZone', () => {
  it('makes the zone that the environment says it is given', async () => {
    // The list begins at the name that is asked for, whether there is such a zone or not.
    route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [zone('other.example.')] });
    await expect(createHostedZone(dev, aws)).resolves.toBe('dev.healthcare.example');
    expect(created()).toEqual(['dev.healthcare.example']);
  });

  it('makes it once: two zones of one name would leave Terraform to guess', async () => {
    route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [zone('dev.healthcare.example.')] });
    await createHostedZone(dev, aws);
    expect(created()).toEqual([]);
  });

  describe('where the environment names it by its id', () => {
    const named: Environment = { ...dev, dns: { ...dev.dns, hostedZoneId: 'Z0123456789' } };

    it('makes the zone of that id, although there is another of the name', async () => {
      route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [zone('dev.healthcare.example.')] });
      route53
        .on(GetHostedZoneCommand, { Id: 'Z0123456789' })
        .rejects(new NoSuchHostedZone({ message: 'none', $metadata: {} }));
      await createHostedZone(named, aws);
      const [call] = route53.commandCalls(CreateHostedZoneCommand);
      expect(call?.args[0].input).toEqual({
        Name: 'dev.healthcare.example',
        CallerReference: 'Z0123456789',
      });
    });

    it('makes it once', async () => {
      route53.on(GetHostedZoneCommand, { Id: 'Z0123456789' }).resolves({});
      await createHostedZone(named, aws);
      expect(created()).toEqual([]);
    });
  });

  describe('of another account', () => {
    const roleArn = 'arn:aws:iam::999999999999:role/network/hosted-zone';
    const foreign: Environment = { ...dev, dns: { ...dev.dns, hostedZoneRoleArn: roleArn } };

    it('is made by its owner, with the role that the environment names', async () => {
      route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [] });
      await createHostedZone(foreign, aws);

      const signers = await Promise.all(
        [
          ...route53.commandCalls(CreateHostedZoneCommand),
          ...iam.commandCalls(CreateRoleCommand),
          ...iam.commandCalls(PutRolePolicyCommand),
        ].map(async ({ thisValue }) => (await thisValue.config.credentials()).accessKeyId),
      );
      expect(signers).toEqual(['999999999999', '999999999999', '999999999999']);
      expect(iam.commandCalls(CreateRoleCommand)[0]?.args[0].input).toMatchObject({
        Path: '/network/',
        RoleName: 'hosted-zone',
        AssumeRolePolicyDocument: expect.stringContaining(`arn:aws:iam::${dev.accountId}:root`),
      });
      expect(iam.commandCalls(PutRolePolicyCommand)[0]?.args[0].input.PolicyDocument).toContain(
        'route53:ChangeResourceRecordSets',
      );
    });

    it('is looked at as its owner; any other as the account of the environment', () => {
      expect(zoneOwnerVariables(foreign, aws)).toEqual(variablesOf('999999999999'));
      expect(zoneOwnerVariables(dev, aws)).toEqual(variablesOf('test'));
    });

    it('needs no role in its own account', async () => {
      route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [] });
      await createHostedZone(dev, aws);
      expect(iam.calls()).toHaveLength(0);
    });
  });

  it('leaves it to the environment that creates its own', async () => {
    const environment: Environment = { ...dev, dns: { ...dev.dns, hostedZone: 'create' } };
    await expect(createHostedZone(environment, aws)).resolves.toBeUndefined();
    expect(route53.calls()).toHaveLength(0);
  });
});
