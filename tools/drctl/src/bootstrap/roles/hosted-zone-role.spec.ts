import { evaluate, parsePolicy, type Context } from '@healthcare-dr/aws-models/iam';
import { parseEnvironment, serviceNames, UserError } from '@healthcare-dr/topology';
import { dev, fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { hostedZoneRole } from './hosted-zone-role';

const OWNER = '999999999999';
const ROLE = `arn:aws:iam::${OWNER}:role/hosted-zone`;
const ZONE = 'arn:aws:route53:::hostedzone/Z0123456789ABC';
const OPERATORS = `arn:aws:iam::${dev.accountId}:role/aws-reserved/sso.amazonaws.com/*`;

const environment = parseEnvironment({
  ...dev,
  dns: {
    ...dev.dns,
    hostedZoneId: 'Z0123456789ABC',
    hostedZoneRoleArn: ROLE,
    queryLogging: { enabled: false, optOutReason: 'The network team logs it.' },
  },
});
const { trust, permissions } = hostedZoneRole(environment, [OPERATORS]);

/** What the trust says of a role of the environment's account. */
const mayAssume = (path: string, accountId = dev.accountId) => {
  const roleArn = `arn:aws:iam::${accountId}:role/${path}`;
  return (
    evaluate(
      {
        principal: { kind: 'role', accountId, roleArn, sessionName: 's' },
        action: 'sts:AssumeRole',
        resource: ROLE,
        resourceAccountId: OWNER,
        context: { 'aws:PrincipalArn': roleArn },
      },
      {
        // What its own account grants it; the other account asks for both.
        identity: [
          parsePolicy('own', {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ROLE }],
          }),
        ],
        resource: parsePolicy('trust', trust),
        resourceMustAllow: true,
      },
    ).outcome === 'allowed'
  );
};

/** What the role may do in the account of the zone. */
const may = (action: string, resource: string, context: Context = {}) =>
  evaluate(
    {
      principal: { kind: 'role', accountId: OWNER, roleArn: ROLE, sessionName: 's' },
      action,
      resource,
      resourceAccountId: OWNER,
      context,
    },
    { identity: [parsePolicy('permissions', permissions)] },
  ).outcome === 'allowed';

const mayWrite = (names: readonly string[], types: readonly string[], zone = ZONE) =>
  may('route53:ChangeResourceRecordSets', zone, {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': names,
    'route53:ChangeResourceRecordSetsRecordTypes': types,
  });

describe('the role for a hosted zone in another account', () => {
  it.each([
    'delivery/healthcare-delivery-plan-dev',
    'delivery/healthcare-delivery-deploy-dev',
    'delivery/healthcare-delivery-watch-dev',
    'delivery/healthcare-delivery-ephemeral-dev',
    'aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Operator_0123456789abcdef',
  ])('trusts %s', (path) => {
    expect(mayAssume(path)).toBe(true);
  });

  it.each([
    ['delivery/healthcare-delivery-deploy-prod', dev.accountId],
    ['healthcare-failover-dev', dev.accountId],
    ['delivery/healthcare-delivery-deploy-dev', '222222222222'],
  ])('trusts nobody else: %s of %s', (path, accountId) => {
    expect(mayAssume(path, accountId)).toBe(false);
  });

  it('writes what the stacks write: names of the service, witnesses, validations, those of pull requests', () => {
    const { service, regional, witness } = serviceNames(environment);
    expect(mayWrite([service, regional.primary, regional.dr], ['A'])).toBe(true);
    expect(mayWrite([witness.primary, witness.dr], ['TXT'])).toBe(true);
    expect(mayWrite([`_0a1b.${service}`, `_0a1b.${regional.dr}`], ['CNAME'])).toBe(true);
    expect(mayWrite([serviceNames(fixtureEnvironment('pr7')).service], ['A'])).toBe(true);
  });

  it('writes no other name, type or zone', () => {
    const { service } = serviceNames(environment);
    expect(mayWrite([environment.dns.domainName], ['A'])).toBe(false);
    expect(mayWrite([service, `mail.${environment.dns.domainName}`], ['A'])).toBe(false);
    expect(mayWrite([service], ['NS'])).toBe(false);
    expect(mayWrite([service], ['A'], 'arn:aws:route53:::hostedzone/ZOTHER')).toBe(false);
  });

  it('reads that zone, finds it by its name, waits for changes, and does nothing else', () => {
    for (const action of ['GetHostedZone', 'ListResourceRecordSets', 'ListTagsForResource'])
      expect([action, may(`route53:${action}`, ZONE)]).toEqual([action, true]);
    expect(may('route53:ListHostedZones', '*')).toBe(true);
    expect(may('route53:ListHostedZonesByName', '*')).toBe(true);
    expect(may('route53:GetChange', 'arn:aws:route53:::change/C1')).toBe(true);
    for (const action of ['DeleteHostedZone', 'CreateQueryLoggingConfig', 'AssociateVPCWithHostedZone'])
      expect([action, may(`route53:${action}`, ZONE)]).toEqual([action, false]);
    expect(may('route53:CreateHealthCheck', '*')).toBe(false);
  });

  it('is none where the zone is in the account of the environment', () => {
    expect(() => hostedZoneRole(fixtureEnvironment('dev'))).toThrow(UserError);
  });
});
