import { request } from 'node:http';
import { markup } from '@healthcare-dr/cli-kit/page';
import { serveWeb, type WebServer } from './server';

let server: WebServer;
beforeEach(async () => (server = await serveWeb('drctl: dev', 0)));
afterEach(() => server.close());

interface Given {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

const asked = ({ path = '/', method = 'GET', headers = {} }: Given = {}) =>
  new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const call = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
      );
    });
    call.on('error', reject);
    call.end();
  });

const port = () => new URL(server.url).port;

it('serves the page and the newest view, and lets nobody keep or frame them', async () => {
  server.show(markup`<h1>dev: <primary> writes</h1>${'<script>'}`);
  const page = await asked();
  expect(page).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store', 'content-security-policy': "frame-ancestors 'none'" },
  });
  expect(page.text).toContain('<main id="view"><h1>');
  expect((await asked({ path: '/view' })).text).toContain('&lt;script&gt;');
});

it('listens on the loopback interface alone', () => {
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
});

it.each([
  ['another name that leads here', { host: 'evil.example' }],
  ['its own address with another port', { host: '127.0.0.1:1' }],
  ['a script of another site', { origin: 'https://evil.example' }],
  ['a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['a sandboxed frame', { origin: 'null' }],
])('answers nothing to %s', async (_, headers) => {
  const { status, text } = await asked({ headers, path: '/view' });
  expect(status).toBe(403);
  expect(text).not.toContain('<h1>');
});

it.each(['127.0.0.1', 'localhost'])('answers under %s', async (name) => {
  const own = `${name}:${port()}`;
  await expect(asked({ headers: { host: own, origin: `http://${own}` } })).resolves.toMatchObject({
    status: 200,
  });
});

it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
  await expect(asked({ method })).resolves.toMatchObject({ status: 405 });
});

it('has one page', async () => {
  await expect(asked({ path: '/../etc/passwd' })).resolves.toMatchObject({ status: 404 });
});

it('says which port cannot be had', async () => {
  await expect(serveWeb('drctl: dev', Number(port()))).rejects.toThrow(
    new RegExp(`on port ${port()}: .*EADDRINUSE[^]*Fix: `),
  );
});
