import { parseEnvironment, serviceNames, type Environment } from '@healthcare-dr/topology';
import { dev } from '@healthcare-dr/topology/fixtures';
import { TwoAccounts } from './__fixtures__/two-accounts';
import { askDnsRecords } from './facts/dns';
import { makePair } from './pair';
import { makeAccount, type Account } from './preflight/clients';
import { checkHostedZone, checkHostedZoneRole } from './preflight/name-checks';

const hostedZoneRoleArn = 'arn:aws:iam::999999999999:role/hosted-zone';
const own = parseEnvironment(dev);
const elsewhere = parseEnvironment({
  ...dev,
  dns: {
    ...dev.dns,
    hostedZoneRoleArn,
    queryLogging: { enabled: false, optOutReason: 'The network team logs it.' },
  },
});
const { service } = serviceNames(own);

let accounts: TwoAccounts;
beforeEach(() => (accounts = new TwoAccounts(own.dns.domainName, service)));
afterEach(() => accounts.stop());

const recordsOf = async (environment: Environment, admitted = true) => {
  const pair = makePair(environment, await accounts.variables(admitted));
  const answer = await askDnsRecords(pair);
  pair.destroy();
  return answer;
};
const findingOf = async <T>(check: (account: Account) => Promise<T>, admitted = true, of = elsewhere) => {
  const account = makeAccount(of, await accounts.variables(admitted));
  const finding = await check(account);
  account.destroy();
  return finding;
};

describe('a hosted zone in another account', () => {
  it('is read as its role, and health checks as whoever runs drctl', async () => {
    expect(await recordsOf(elsewhere)).toMatchObject({
      known: true,
      value: { service: [{ Name: `${service}.` }], configuration: { healthChecks: [{ Id: 'check' }] } },
    });
    expect(accounts.calls.filter((call) => call.endsWith(' AssumeRole'))).toHaveLength(1);
    expect(new Set(accounts.calls)).toEqual(
      new Set([
        'AKIAENVIRONMENT AssumeRole',
        'ASIASESSION /2013-04-01/hostedzonesbyname',
        'ASIASESSION /2013-04-01/hostedzone/Z1/rrset',
        'AKIAENVIRONMENT /2013-04-01/healthcheck',
      ]),
    );
  });

  it('is seen by preflight as its role', async () => {
    expect(await findingOf(checkHostedZone)).toMatchObject({ state: 'passed', found: 'Z1' });
    expect(await findingOf(checkHostedZoneRole)).toMatchObject({ state: 'passed' });
  });

  it('is out of reach where the role refuses: said by the name of the field, and not taken for no zone', async () => {
    const reason = `dns.hostedZoneRoleArn ${hostedZoneRoleArn} cannot be assumed: AccessDenied: not authorized to perform: sts:AssumeRole`;

    expect(await recordsOf(elsewhere, false)).toEqual({
      known: false,
      dark: false,
      reason: `HostedZoneRoleRefused: ${reason}`,
    });
    expect(await findingOf(checkHostedZoneRole, false)).toMatchObject({ state: 'failed', found: reason });
    expect(await findingOf(checkHostedZone, false)).toMatchObject({ state: 'unknown' });
  });
});

it('a hosted zone of the environment’s own account is asked for without a role', async () => {
  expect(await recordsOf(own)).toEqual({ known: true, value: undefined });
  expect(await findingOf(checkHostedZone, true, own)).toMatchObject({ state: 'failed', found: 'none' });
  expect(accounts.calls.filter((call) => call.endsWith(' AssumeRole'))).toEqual([]);
});
