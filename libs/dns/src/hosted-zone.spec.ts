import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { expectDataSource, expectNoResource, expectResource, type JsonObject } from '@healthcare-dr/testing';
import { dev, dnsStack, OF_ANOTHER_ACCOUNT, prod, reference, withDns } from './__fixtures__/stacks';

const zonesOfRecords = (stack: ReturnType<typeof dnsStack>) => [
  ...new Set(stack.resources(Route53Record).map(({ attributes }) => attributes['zone_id'])),
];

it('a given zone is found by its name, never a private one, and not touched', () => {
  const stack = dnsStack('primary');
  const zone = expectDataSource(stack, 'aws_route53_zone', {
    name: 'dev.healthcare.example',
    private_zone: false,
  });
  expect(zonesOfRecords(stack)).toEqual([reference(zone, 'zone_id')]);
  expectNoResource(stack, Route53Zone);
});

it('a zone that is named by its id is not looked for: several may carry the name', () => {
  const stack = dnsStack('primary', withDns(dev, { hostedZone: 'given', hostedZoneId: 'Z0123456789ABC' }));
  expect(zonesOfRecords(stack)).toEqual(['Z0123456789ABC']);
  expect(stack.dataSources('aws_route53_zone')).toEqual([]);
});

describe('a zone of another account', () => {
  const stack = dnsStack('primary', withDns(dev, OF_ANOTHER_ACCOUNT));
  const byRole = ({ attributes }: { readonly attributes: JsonObject }) =>
    attributes['provider'] === 'aws.hosted_zone';

  it('is found by its role, and its records are written by it', () => {
    const zone = expectDataSource(stack, 'aws_route53_zone', {
      name: 'dev.healthcare.example',
      provider: 'aws.hosted_zone',
    });
    expect(zonesOfRecords(stack)).toEqual([reference(zone, 'zone_id')]);
    expect(stack.providers()).toMatchObject([
      { allowed_account_ids: [dev.accountId] },
      {
        alias: 'hosted_zone',
        allowed_account_ids: ['999999999999'],
        assume_role: [{ role_arn: OF_ANOTHER_ACCOUNT.hostedZoneRoleArn }],
      },
      { alias: 'global', allowed_account_ids: [dev.accountId] },
    ]);
  });

  it('is not looked for where its id is given, and its records are still written by the role', () => {
    const named = dnsStack(
      'primary',
      withDns(dev, { ...OF_ANOTHER_ACCOUNT, hostedZoneId: 'Z0123456789ABC' }),
    );
    expect(named.dataSources('aws_route53_zone')).toEqual([]);
    expect(named.resources(Route53Record).filter((record) => !byRole(record))).toEqual([]);
  });

  it('has records and nothing else there: health checks and alarms stay in the account of the environment', () => {
    expect(new Set(stack.allResources.filter(byRole).map(({ type }) => type))).toEqual(
      new Set(['aws_route53_record']),
    );
    expect(stack.resources(Route53Record).filter((record) => !byRole(record))).toEqual([]);
    expect(stack.resources('aws_route53_health_check').length).toBeGreaterThan(5);
  });

  it('costs the dr stack nothing: it needs neither the zone nor the role', () => {
    const environment = withDns(dev, OF_ANOTHER_ACCOUNT);
    expect(dnsStack('dr', environment).text).toBe(
      dnsStack('dr', withDns(dev, { queryLogging: OF_ANOTHER_ACCOUNT.queryLogging })).text,
    );
  });
});

describe('a zone that is created', () => {
  const create = { hostedZone: 'create' };

  it('holds the records', () => {
    const stack = dnsStack('primary', withDns(dev, create));
    const zone = expectResource(stack, Route53Zone, { name: 'dev.healthcare.example' });
    expect(zonesOfRecords(stack)).toEqual([reference(zone, 'zone_id')]);
    expect(stack.dataSources('aws_route53_zone')).toEqual([]);
  });

  it('goes with an ephemeral environment, whatever others put into it', () => {
    const { attributes } = expectResource(dnsStack('primary', withDns(dev, create)), Route53Zone, {
      force_destroy: true,
    });
    expect(attributes).not.toHaveProperty('lifecycle');
  });

  it('stays in production', () => {
    expectResource(dnsStack('primary', withDns(prod, create)), Route53Zone, {
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('says why it is not signed', () => {
    const [zone] = dnsStack('primary', withDns(dev, create)).resources(Route53Zone);
    expect(zone?.suppressions).toMatchObject([{ check: 'route53-dnssec', owner: 'network' }]);
  });
});
