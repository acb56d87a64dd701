import {
  CreateHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  NoSuchHostedZone,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { createHostedZone } from './hosted-zone';

const dev = fixtureEnvironment('dev');
const route53 = mockClient(Route53Client);

const zone = (Name: string) => ({ Id: '/hostedzone/Z1', Name, CallerReference: 'x' });
const created = () =>
  route53.commandCalls(CreateHostedZoneCommand).map(({ args: [{ input }] }) => input.Name);

beforeEach(() => {
  route53.reset();
  route53.on(CreateHostedZoneCommand).resolves({});
});
afterAll(() => route53.restore());

describe('createHostedZone', () => {
  it('makes the zone that the environment says it is given', async () => {
    // The list begins at the name that is asked for, whether there is such a zone or not.
    route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [zone('other.example.')] });
    await expect(createHostedZone(dev, {})).resolves.toBe('dev.healthcare.example');
    expect(created()).toEqual(['dev.healthcare.example']);
  });

  it('makes it once: two zones of one name would leave Terraform to guess', async () => {
    route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [zone('dev.healthcare.example.')] });
    await createHostedZone(dev, {});
    expect(created()).toEqual([]);
  });

  describe('where the environment names it by its id', () => {
    const named: Environment = { ...dev, dns: { ...dev.dns, hostedZoneId: 'Z0123456789' } };

    it('makes the zone of that id, although there is another of the name', async () => {
      route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [zone('dev.healthcare.example.')] });
      route53
        .on(GetHostedZoneCommand, { Id: 'Z0123456789' })
        .rejects(new NoSuchHostedZone({ message: 'none', $metadata: {} }));
      await createHostedZone(named, {});
      const [call] = route53.commandCalls(CreateHostedZoneCommand);
      expect(call?.args[0].input).toEqual({
        Name: 'dev.healthcare.example',
        CallerReference: 'Z0123456789',
      });
    });

    it('makes it once', async () => {
      route53.on(GetHostedZoneCommand, { Id: 'Z0123456789' }).resolves({});
      await createHostedZone(named, {});
      expect(created()).toEqual([]);
    });
  });

  it('leaves it to the environment that creates its own', async () => {
    const environment: Environment = { ...dev, dns: { ...dev.dns, hostedZone: 'create' } };
    await expect(createHostedZone(environment, {})).resolves.toBeUndefined();
    expect(route53.calls()).toHaveLength(0);
  });
});
