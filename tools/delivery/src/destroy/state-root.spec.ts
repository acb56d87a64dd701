import { parseEnvironment, UserError } from '@healthcare-dr/topology';
import { dev, fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { stateConfiguration } from './state-root';

const environment = fixtureEnvironment('dev');
const providersOf = (aliases: readonly string[], of = environment) =>
  (
    stateConfiguration(of, 'primary', { stack: 'primary-dns', aliases }, 'bucket') as {
      readonly provider: { readonly aws: readonly object[] };
    }
  ).provider.aws;

it('has the providers that the resources of a state were made with, each in its Region', () => {
  expect(providersOf(['dr', 'global', 'watch'])).toEqual(
    [
      { region: 'eu-west-2' },
      { alias: 'dr', region: 'eu-west-1' },
      { alias: 'global', region: 'us-east-1' },
      { alias: 'watch', region: 'eu-central-1' },
    ].map((provider) => ({ ...provider, allowed_account_ids: ['111111111111'] })),
  );
});

it('reaches the records of a zone in another account by its role', () => {
  const hostedZoneRoleArn = 'arn:aws:iam::999999999999:role/hosted-zone';
  const queryLogging = { enabled: false as const, optOutReason: 'The network team logs it.' };
  const elsewhere = parseEnvironment({ ...dev, dns: { ...dev.dns, hostedZoneRoleArn, queryLogging } });

  expect(providersOf(['hosted_zone'], elsewhere)[1]).toEqual({
    alias: 'hosted_zone',
    region: 'eu-west-2',
    allowed_account_ids: ['999999999999'],
    assume_role: [{ role_arn: hostedZoneRoleArn, session_name: 'healthcare-dr-dev-primary-dns' }],
  });
});

it('refuses a provider that nobody knows', () => {
  expect(() => providersOf(['moon'])).toThrow(UserError);
});
