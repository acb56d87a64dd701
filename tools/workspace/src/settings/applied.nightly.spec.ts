import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { stacksOf, type GateFinding, type SynthesizedStack } from '@healthcare-dr/delivery';
import {
  changingOf,
  describeWithTerraform,
  LocalDelivery,
  troubleOf,
} from '@healthcare-dr/delivery/fixtures';
import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import type { StateResource } from '@healthcare-dr/terraform';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment, WrittenEnvironments } from '@healthcare-dr/topology/fixtures';
import { changedValues, expectedOf, placeOf, valuesOf } from './attribute-values';
import { environmentWith, type Settings } from './environment-with';
import { askOf, ROUNDS } from './rounds';
import type { SettingChange } from './settings';

// Every stack is applied four times and planned three times more: an hour, and more on a busy machine.
jest.setTimeout(7_200_000);

/** What a state has where a configuration says nothing. */
const LEFT_OUT: Settings = { 'failover.reservedConcurrency': -1 };

describeWithTerraform('settings that are changed in an environment of production that stands', () => {
  const delivery = new LocalDelivery(fixtureEnvironment('prod'));
  const written = new WrittenEnvironments();
  let stacks: readonly SynthesizedStack[] = [];
  /** Values of settings that name what has to stand, by the setting. */
  let standing: Settings = {};

  beforeAll(async () => {
    await delivery.start();
    stacks = await delivery.synthesize();
  });
  afterAll(async () => {
    written.remove();
    await delivery.stop();
  });

  /** The change of a setting with what stands here, and with the word that a state has for what is left out. */
  const given = (change: SettingChange): SettingChange => {
    const value = standing[change.setting];
    if (value !== undefined) return { ...change, value, becomes: value };
    return change.setting in LEFT_OUT ? { ...change, becomes: LEFT_OUT[change.setting] } : change;
  };

  const deploy = (allow: readonly string[] = []) => delivery.outcomes(stacks, { allow, maxDestroyed: 100 });

  it('stands', async () => {
    expect(troubleOf(await deploy())).toEqual([]);
    standing = await prerequisites(delivery);
  });

  describe.each(ROUNDS)('$name', ({ changes: all, asks }) => {
    const before = new Map<string, readonly StateResource[]>();
    const after = new Map<string, readonly StateResource[]>();

    async function read(into: Map<string, readonly StateResource[]>): Promise<void> {
      for (const { name } of stacks) into.set(name, await delivery.resources(name));
    }

    it('is deployed once somebody answers for what the gate asks about', async () => {
      await read(before);
      const settings = Object.fromEntries(
        all
          .map(given)
          .flatMap(({ setting, value, along = {} }) => [
            ...Object.entries(along).map(([name, also]) => [name, standing[name] ?? also] as const),
            [setting, value] as const,
          ]),
      );
      const environment = environmentWith(delivery.environment, settings);
      delivery.environment = environment;
      written.write(environment.suffix, JSON.stringify(environment));
      stacks = await delivery.synthesize(written.path);

      const asked: GateFinding[] = [];
      let outcomes = await deploy();
      for (let refused = refusals(outcomes); refused.length > 0; refused = refusals(outcomes)) {
        asked.push(...refused);
        outcomes = await deploy(asked.map(({ name }) => name));
      }
      await read(after);

      expect(troubleOf(outcomes)).toEqual([]);
      expect([...new Set(asked.map(askOf))].sort()).toEqual([...asks].sort());
    });

    it.each(all.map((change) => ({ setting: change.setting, change })))(
      'has $setting where it belongs',
      ({ change }) => {
        const { stack, type, attribute } = placeOf(change);
        const values = (states: typeof before) =>
          valuesOf(
            (states.get(stack) ?? [])
              .filter((resource) => resource.type === type)
              .map(({ address, values: attributes }) => ({ address, attributes })),
            attribute,
          );
        const changed = changedValues(values(before), values(after));

        expect(values(before).size + values(after).size).toBeGreaterThan(0);
        expect(changed).toEqual(made(given(change)));
      },
    );

    it('leaves nothing to do: every plan is empty', async () => {
      const looked = await delivery.review(stacks, 'drift');

      expect(stacksOf(looked)).toHaveLength(stacks.length);
      expect(changingOf(looked)).toEqual([]);
    });
  });
});

/** What a deployment makes of the values of an attribute: other values, among them the one that is set, or none. */
const made = (change: SettingChange): unknown =>
  change.leftAlone === true ? [] : expect.arrayContaining([expectedOf(change)]);

type Outcomes = Awaited<ReturnType<LocalDelivery['outcomes']>>;

/** What the gate stopped that can be allowed; what cannot be is trouble. */
const refusals = (outcomes: Outcomes): GateFinding[] => {
  const findings = [...outcomes.values()].flatMap((outcome) =>
    outcome.status === 'refused' ? outcome.findings : [],
  );
  return findings.some(({ never }) => never) ? [] : findings;
};

/** Makes what an environment names that is none of its stacks: a boundary, a certificate in each Region, another zone. */
async function prerequisites(delivery: LocalDelivery): Promise<Settings> {
  const { environment } = delivery;
  const iam = new IAMClient(delivery.client(GLOBAL_SERVICES_REGION));
  const route53 = new Route53Client(delivery.client(GLOBAL_SERVICES_REGION));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  await iam.send(new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument }));
  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({ Name: environment.dns.domainName, CallerReference: 'another' }),
  );
  const certificates = await Promise.all(
    ROLES.map(async (role) => {
      const acm = new ACMClient(delivery.client(environment[role].region));
      const DomainName = `*.${environment.dns.domainName}`;
      const { CertificateArn } = await acm.send(
        new RequestCertificateCommand({ DomainName, ValidationMethod: 'DNS' }),
      );
      acm.destroy();
      return [`${role}.certificateArn`, CertificateArn] as const;
    }),
  );
  for (const client of [iam, route53]) client.destroy();
  return {
    ...Object.fromEntries(certificates),
    'dns.hostedZoneId': HostedZone?.Id?.replace('/hostedzone/', ''),
  };
}
