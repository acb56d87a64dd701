import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '@healthcare-dr/cli-kit';
import { GitHubUnavailableError, gitHubOf } from './client';

let server: Server;
let status = 200;
let text = '{"number":1}';
const seen: {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: string;
}[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      seen.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        body,
      });
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
afterEach(() => {
  [status, text] = [200, '{"number":1}'];
  seen.splice(0);
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const variables = () => ({
  GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  GITHUB_REPOSITORY: 'clinic/recovery',
  GITHUB_TOKEN: 'a-token',
});

describe('GitHub', () => {
  it('is asked about the repository, with the token', async () => {
    const answer = await gitHubOf(variables()).request('POST', '/issues', { title: 'x' });

    expect(answer).toEqual({ status: 200, body: { number: 1 } });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/repos/clinic/recovery/issues',
        authorization: 'Bearer a-token',
        body: '{"title":"x"}',
      },
    ]);
  });

  it('says that it knows no such thing', async () => {
    status = 404;

    expect(await gitHubOf(variables()).request('GET', '/pulls/1')).toEqual({ status: 404, body: undefined });
  });

  it.each([
    ['refuses', 403, '{}'],
    ['is broken', 502, '<html>'],
    ['sends something else', 200, '<html>'],
  ])('does not answer if it %s', async (_what, code, body) => {
    [status, text] = [code, body];

    await expect(gitHubOf(variables()).request('GET', '/pulls/1')).rejects.toThrow(GitHubUnavailableError);
  });

  it('does not answer if nobody is there', async () => {
    const nobody = gitHubOf({ ...variables(), GITHUB_API_URL: 'http://127.0.0.1:1' });

    await expect(nobody.request('GET', '/pulls/1')).rejects.toThrow(GitHubUnavailableError);
  });

  it.each([{ GITHUB_REPOSITORY: '' }, { GITHUB_REPOSITORY: 'clinic/recovery/x' }, { GITHUB_TOKEN: '' }])(
    'is not asked with %j',
    (wrong) => {
      expect(() => gitHubOf({ ...variables(), ...wrong })).toThrow(InputError);
    },
  );
});
