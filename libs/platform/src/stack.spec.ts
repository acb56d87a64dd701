import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { parseEnvironment, ROLES, type Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Fn, Testing } from 'cdktf';
import { Synthesized } from './__fixtures__/synthesize';
import { defineContract, definePairContract } from './contract';
import { defineStack, type StackSpec } from './definition';
import { ValidationError } from './errors';
import type { TierStack } from './stack';

const dev = fixtureEnvironment('dev');
const prod = fixtureEnvironment('prod');
const network = defineContract('network', { vpcId: 'string', subnetIds: 'list' });
const other = defineContract('other', { key: 'string' });

const nothing = () => undefined;
const define = (spec: Partial<StackSpec>) =>
  defineStack({ role: 'primary', tier: 'app', build: nothing, ...spec });
const synthesize = (spec: Partial<StackSpec>, environment: Environment = dev) =>
  new Synthesized(define(spec), environment);
const use = (stack: TierStack, id: string, value: string) =>
  void new SsmParameter(stack, `use-${id}`, { name: `/${id}`, type: 'String', value });

describe('a stack', () => {
  it('is named after its role and tier, and defined without being made', () => {
    const build = jest.fn();
    const definition = define({ role: 'dr', tier: 'kms', build });
    expect(definition).toMatchObject({ name: 'dr-kms', role: 'dr', tier: 'kms', reads: [], readsDr: [] });
    expect(build).not.toHaveBeenCalled();
  });

  it.each(ROLES)('of the %s role keeps its state locked, encrypted and in its own Region', (role) => {
    const { region } = dev[role];
    const stack = synthesize({ role });
    expect(stack.backend).toEqual({
      bucket: `healthcare-tfstate-111111111111-${region}-dev`,
      key: `${role}-app.tfstate`,
      region,
      encrypt: true,
      kms_key_id: `arn:aws:kms:${region}:111111111111:alias/healthcare-tfstate-dev`,
      use_lockfile: true,
      allowed_account_ids: ['111111111111'],
    });
    expect(stack.json.terraform.required_version).toBe('>= 1.11');
  });

  it.each(ROLES)('of the %s role has one provider, held to its account and Region', (role) => {
    expect(synthesize({ role }, prod).providers).toEqual([
      {
        region: prod[role].region,
        allowed_account_ids: ['222222222222'],
        default_tags: [
          {
            tags: {
              Project: 'healthcare-dr',
              Environment: 'prod',
              Tier: 'app',
              Role: role,
              DataClassification: 'phi',
              ManagedBy: 'terraform',
              CostCenter: 'platform',
            },
          },
        ],
      },
    ]);
  });

  it('knows where it stands', () => {
    const seen: TierStack[] = [];
    synthesize({ role: 'dr', build: (stack) => seen.push(stack) }, prod);
    expect(seen[0]).toMatchObject({ role: 'dr', tier: 'app', ephemeral: false, topology: prod.dr });
  });

  it('is the same bytes every time', () => {
    const spec: Partial<StackSpec> = {
      reads: [network],
      build: (stack) => use(stack, 'x', stack.read(network).vpcId),
    };
    expect(synthesize(spec).text).toBe(synthesize(spec).text);
  });
});

describe('publishing a contract', () => {
  const stack = synthesize({
    build: (tier) => tier.publish(network, { vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'] }),
  });

  it('writes a string as it is', () => {
    expect(stack.parameters['/healthcare-dr/dev/network/vpc-id']).toMatchObject({
      type: 'String',
      insecure_value: 'vpc-1',
    });
  });

  it('joins a list', () => {
    expect(stack.parameters['/healthcare-dr/dev/network/subnet-ids']).toMatchObject({
      type: 'StringList',
      insecure_value: '${join(",", ["subnet-1", "subnet-2"])}',
    });
  });

  it('owns up to parameters in the clear', () => {
    expect(Object.keys(stack.parameters)).toHaveLength(2);
    for (const name of Object.keys(stack.parameters)) {
      expect(stack.suppressions(name)).toEqual([
        expect.objectContaining({ check: 'ssm-param-encrypted', owner: 'platform' }),
      ]);
    }
  });
});

describe('reading a contract', () => {
  it('costs a data source for a key that is used, once, and none for the others', () => {
    const stack = synthesize({
      reads: [network],
      build: (tier) => {
        use(tier, 'first', tier.read(network).vpcId);
        use(tier, 'second', tier.read(network).vpcId);
      },
    });
    expect(Object.keys(stack.parameterSources)).toEqual(['/healthcare-dr/dev/network/vpc-id']);
    for (const name of ['/first', '/second']) {
      expect(stack.parameters[name]).toMatchObject({
        value: '${data.aws_ssm_parameter.contract-network-vpcId.insecure_value}',
      });
    }
  });

  it('splits a list', () => {
    const stack = synthesize({
      reads: [network],
      build: (tier) => use(tier, 'first-subnet', Fn.element(tier.read(network).subnetIds, 0)),
    });
    expect(stack.parameters['/first-subnet']).toMatchObject({
      value: '${element(split(",", data.aws_ssm_parameter.contract-network-subnetIds.insecure_value), 0)}',
    });
  });

  it('refuses what the stack does not declare, and says where to declare it', () => {
    expect(() => synthesize({ reads: [network], build: (tier) => tier.read(other) })).toThrow(
      /\[primary-app\] The contract of 'other' is read but not declared in reads\.[^]*Allowed: network[^]*apps\/primary\/app\/stack\.ts/,
    );
    expect(() => synthesize({ build: (tier) => tier.read(other) })).toThrow(
      /Allowed: nothing: reads is empty/,
    );
  });

  it('in the dr Region is another declaration than in its own', () => {
    expect(() => synthesize({ reads: [network], build: (tier) => tier.readDr(network) })).toThrow(
      /not declared in readsDr/,
    );
    expect(() => synthesize({ readsDr: [network], build: (tier) => tier.read(network) })).toThrow(
      /not declared in reads\./,
    );
  });
});

describe('a primary stack that reaches into dr', () => {
  it('reads there through a provider of that Region', () => {
    const stack = synthesize({
      reads: [network],
      readsDr: [network],
      build: (tier) => {
        use(tier, 'own', tier.read(network).vpcId);
        use(tier, 'dr', tier.readDr(network).vpcId);
      },
    });
    expect(stack.providers).toEqual([
      expect.objectContaining({ region: 'eu-west-2' }),
      expect.objectContaining({ region: 'eu-west-1', alias: 'dr', allowed_account_ids: ['111111111111'] }),
    ]);
    const name = '/healthcare-dr/dev/network/vpc-id';
    expect(stack.json.data).toMatchObject({
      aws_ssm_parameter: {
        'contract-network-vpcId': { name },
        'contract-dr-network-vpcId': { name, provider: 'aws.dr' },
      },
    });
    expect(stack.json.data?.['aws_ssm_parameter']?.['contract-network-vpcId']).not.toHaveProperty('provider');
  });

  it('has that provider only once something uses it', () => {
    const declaredOnly = synthesize({ readsDr: [network], build: (tier) => tier.readDr(network) });
    expect(declaredOnly.providers).toHaveLength(1);
    const used = synthesize({ build: (tier) => [tier.drProvider, tier.drProvider] });
    expect(used.providers).toHaveLength(2);
  });

  it('names what it creates there with the names of that side', () => {
    const seen: string[] = [];
    synthesize({ build: (tier) => seen.push(tier.namingFor('dr').name('bucket', 'data')) });
    expect(seen).toEqual(['healthcare-data-111111111111-eu-west-1-dev']);
  });
});

describe('the provider of the services without Regions', () => {
  const global = { build: (tier: TierStack) => [tier.globalProvider, tier.globalProvider] };

  it('stands in us-east-1 once something uses it', () => {
    expect(synthesize({}).providers).toHaveLength(1);
    expect(synthesize(global).providers).toMatchObject([
      { region: dev.primary.region },
      { alias: 'global', region: 'us-east-1', allowed_account_ids: [dev.accountId] },
    ]);
  });

  it('is the stack’s own where that stands in us-east-1', () => {
    expect(synthesize(global, fixtureEnvironment('us')).providers).toMatchObject([{ region: 'us-east-1' }]);
  });

  it('is refused to a dr stack', () => {
    expect(() => synthesize({ role: 'dr', ...global })).toThrow(
      /A dr stack asked for a provider in another Region/,
    );
  });
});

describe('the provider of a hosted zone', () => {
  const hostedZone = { build: (tier: TierStack) => [tier.hostedZoneProvider, tier.hostedZoneProvider] };
  const elsewhere = parseEnvironment({
    ...dev,
    dns: {
      ...dev.dns,
      hostedZoneRoleArn: 'arn:aws:iam::999999999999:role/hosted-zone',
      queryLogging: { enabled: false, optOutReason: 'The network team logs it.' },
    },
  });

  it('is the stack’s own where the zone is in its account', () => {
    expect(synthesize(hostedZone).providers).toHaveLength(1);
  });

  it('assumes the role in the other account, and admits that account alone', () => {
    expect(synthesize({}, elsewhere).providers).toHaveLength(1);
    const { providers } = synthesize(hostedZone, elsewhere);
    expect(providers[0]).not.toHaveProperty('assume_role');
    expect(providers.slice(1)).toEqual([
      expect.objectContaining({
        alias: 'hosted_zone',
        region: dev.primary.region,
        allowed_account_ids: ['999999999999'],
        assume_role: [
          {
            role_arn: 'arn:aws:iam::999999999999:role/hosted-zone',
            session_name: expect.stringMatching(/^healthcare-dr-dev-primary-\w+$/) as string,
          },
        ],
      }),
    ]);
  });

  it('is refused to a dr stack', () => {
    expect(() => synthesize({ role: 'dr', ...hostedZone }, elsewhere)).toThrow(
      /A dr stack asked for a provider in another Region/,
    );
  });
});

describe('a contract of the pair', () => {
  const pair = definePairContract('app', { endpoint: 'string' });
  const values = { primary: { endpoint: 'one' }, dr: { endpoint: 'two' } };

  it('is published by the primary stack in both Regions', () => {
    const stack = synthesize({ build: (tier) => tier.publishPair(pair, values) });
    const name = '/healthcare-dr/dev/app/endpoint';
    expect(stack.json.resource?.['aws_ssm_parameter']).toMatchObject({
      'contract-endpoint': { name, insecure_value: 'one' },
      'contract-dr-endpoint': { name, insecure_value: 'two', provider: 'aws.dr' },
    });
  });

  it('is refused to a dr stack', () => {
    expect(() => synthesize({ role: 'dr', build: (tier) => tier.publishPair(pair, values) })).toThrow(
      /A dr stack asked for a provider in another Region/,
    );
  });
});

describe('a stack that comes after others', () => {
  it('depends on them and on what it reads, each once', () => {
    const definition = defineStack({
      role: 'dr',
      tier: 'app',
      reads: [network],
      after: ['primary-app', 'dr-network'],
      build: () => undefined,
    });
    expect(definition.dependsOn).toEqual(['dr-network', 'primary-app']);
  });
});

describe('a dr stack', () => {
  it('never gets a provider in another Region', () => {
    expect(() => synthesize({ role: 'dr', build: (tier) => tier.drProvider })).toThrow(
      /\[dr-app\] A dr stack asked for a provider in another Region\./,
    );
  });

  it('cannot declare that it reads across Regions', () => {
    expect(() => synthesize({ role: 'dr', readsDr: [network] })).toThrow(/\[dr-app\].*declares readsDr/);
  });

  it('reads its own Region without touching the primary’s', () => {
    const stack = synthesize({
      role: 'dr',
      reads: [network],
      build: (tier) => use(tier, 'own', tier.read(network).vpcId),
    });
    expect(stack.text.includes(dev.primary.region)).toBe(false);
  });
});

describe('an error in a construct', () => {
  it('begins with the construct’s path and ends with what to do', () => {
    const stack = define({}).create(Testing.app(), dev);
    const error = new ValidationError({ problem: 'It is wrong.', fix: 'make it right.' }, stack);
    expect(error.message).toBe('[primary-app] It is wrong.\n  Fix:     make it right.');
    expect(error).toMatchObject({ name: 'ValidationError', exitCode: 1 });
  });
});
