import { ROLES, UserError } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { IdentityOnly } from '../__fixtures__/identity-only';
import { bootstrap, destroyBootstrap } from './bootstrap';

const servers: IdentityOnly[] = [];
const awsOf = (account: string): IdentityOnly => {
  const server = new IdentityOnly(account);
  servers.push(server);
  return server;
};
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

describe('bootstrap', () => {
  it('touches nothing with credentials of another account', async () => {
    const aws = awsOf('999999999999');
    const variables = await aws.variables();

    const attempt = bootstrap({ environment: fixtureEnvironment('dev'), roles: ROLES, variables });

    await expect(attempt).rejects.toThrow(
      "These credentials are of account 999999999999; environment 'dev' lives in 111111111111.",
    );
    expect(aws.calls).toEqual(['GetCallerIdentity']);
  });

  it('says what AWS refused, in words and without a stack trace', async () => {
    const aws = awsOf('111111111111');
    const variables = await aws.variables();

    const attempt = bootstrap({ environment: fixtureEnvironment('dev'), roles: ['dr'], variables });

    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow(
      /AWS refused \(eu-west-1, 403\): AccessDeniedException: not yours\n {2}Allowed: .*KMS/,
    );
  });

  it('says so when AWS cannot be reached', async () => {
    const variables = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };

    const attempt = bootstrap({ environment: fixtureEnvironment('dev'), roles: ['dr'], variables });

    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow('The AWS account could not be asked who we are (eu-west-1)');
  });
});

describe('destroyBootstrap', () => {
  it('refuses a production environment before it asks AWS anything', async () => {
    const variables = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };

    await expect(
      destroyBootstrap({ environment: fixtureEnvironment('prod'), roles: ROLES, variables }),
    ).rejects.toThrow("Environment 'prod' is production; its state is not deleted.");
  });
});
