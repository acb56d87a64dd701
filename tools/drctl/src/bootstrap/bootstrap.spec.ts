import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadEnvironment, ROLES, UserError } from '@healthcare-dr/topology';
import { bootstrap, destroyBootstrap } from './bootstrap';

/** An AWS that knows one thing, who is asking, denies all else, and notes every call it gets. */
class IdentityOnly {
  readonly calls: string[] = [];
  readonly #server: Server;

  constructor(account: string) {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.calls.push(
          /Action=(\w+)/.exec(body)?.[1] ?? String(request.headers['x-amz-target'] ?? request.method),
        );
        if (this.calls.at(-1) !== 'GetCallerIdentity') {
          response.writeHead(403, { 'content-type': 'application/x-amz-json-1.1' });
          response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not yours' }));
          return;
        }
        response.setHeader('content-type', 'text/xml');
        response.end(
          `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
      });
    });
  }

  async variables(): Promise<NodeJS.ProcessEnv> {
    servers.push(this);
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

const servers: IdentityOnly[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

describe('bootstrap', () => {
  it('touches nothing with credentials of another account', async () => {
    const aws = new IdentityOnly('999999999999');
    const variables = await aws.variables();

    const attempt = bootstrap({ environment: loadEnvironment('dev'), roles: ROLES, variables });

    await expect(attempt).rejects.toThrow(
      "These credentials are of account 999999999999; environment 'dev' lives in 111111111111.",
    );
    expect(aws.calls).toEqual(['GetCallerIdentity']);
  });

  it('says what AWS refused, in words and without a stack trace', async () => {
    const aws = new IdentityOnly('111111111111');
    const variables = await aws.variables();

    const attempt = bootstrap({ environment: loadEnvironment('dev'), roles: ['dr'], variables });

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

    const attempt = bootstrap({ environment: loadEnvironment('dev'), roles: ['dr'], variables });

    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow('The AWS account could not be asked who we are (eu-west-1)');
  });
});

describe('destroyBootstrap', () => {
  it('refuses a production environment before it asks AWS anything', async () => {
    const variables = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };

    await expect(
      destroyBootstrap({ environment: loadEnvironment('prod'), roles: ROLES, variables }),
    ).rejects.toThrow("Environment 'prod' is production; its state is not deleted.");
  });
});
