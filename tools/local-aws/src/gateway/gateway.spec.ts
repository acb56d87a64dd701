import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { until } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { signed, startUpstream, type FakeUpstream } from './__fixtures__/upstream';
import { Gateway } from './gateway';

const SOON_MS = 5_000;

let upstream: FakeUpstream;
let gateway: Gateway;

beforeEach(async () => {
  upstream = await startUpstream();
  gateway = await Gateway.open({ upstream });
});

afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

/** Calls a JSON operation. */
async function call(region: string, service = 'kms', operation = 'CreateKey'): Promise<Response> {
  return fetch(gateway.url, {
    method: 'POST',
    headers: { ...signed(region, service), 'x-amz-target': `Service.${operation}` },
    body: '{}',
  });
}

/** What became of a call that should not be answered: the code of the connection's error. */
async function failureOf(calling: Promise<Response>): Promise<unknown> {
  return calling.then(
    ({ status }) => `answered with ${status}`,
    (error: { cause?: { code?: string } }) => error.cause?.code,
  );
}

/** Whether a promise has not settled by now. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const turn = new Promise((resolve) => setImmediate(resolve, pending));
  return (await Promise.race([promise.catch(() => undefined), turn])) === pending;
}

describe('a caller that is none of this machine', () => {
  const statusOf = (headers: Readonly<Record<string, string>>, path = '/') =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = new URL(path, gateway.url);
      httpRequest(url, { headers: { ...signed('eu-west-2', 'kms'), ...headers } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it.each([
    ['a foreign host', { host: 'rebound.example' }],
    ['a foreign origin', { origin: 'https://site.example' }],
  ])('is refused with %s, at AWS and at the faults', async (_, headers) => {
    await expect(statusOf(headers)).resolves.toBe(403);
    await expect(statusOf(headers, '/_gateway/faults')).resolves.toBe(403);
    expect(upstream.received).toEqual([]);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('passing on', () => {
  it('passes method, path, query, Host, headers and body on, and the answer back', async () => {
    upstream.respond = (_, response) => {
      response.writeHead(404, { 'x-amz-request-id': 'abc', 'set-cookie': ['a=1', 'b=2'] });
      response.end('<Error/>');
    };

    const answer = await fetch(`${gateway.url}/bucket/a%2Fkey?versionId=1&acl`, {
      method: 'PUT',
      headers: { ...signed('eu-west-2', 's3'), 'x-amz-meta-note': 'kept' },
      body: 'content',
    });

    expect(upstream.received).toMatchObject([
      {
        method: 'PUT',
        url: '/bucket/a%2Fkey?versionId=1&acl',
        headers: { host: `127.0.0.1:${gateway.port}`, 'x-amz-meta-note': 'kept', 'content-length': '7' },
        body: 'content',
      },
    ]);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-amz-request-id')).toBe('abc');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    await expect(answer.text()).resolves.toBe('<Error/>');
  });

  it('streams: the answer begins before the upload has ended', async () => {
    upstream.respond = (_, response) => response.end();
    const outgoing = httpRequest(`${gateway.url}/bucket/key`, {
      method: 'PUT',
      headers: signed('eu-west-2', 's3'),
    });
    const answered = new Promise<IncomingMessage>((resolve) => outgoing.once('response', resolve));
    outgoing.write('first ');
    await until(() => gateway.requests().length === 1, SOON_MS);

    outgoing.end('second');

    expect((await answered).statusCode).toBe(200);
    expect(upstream.received).toMatchObject([
      { body: 'first second', headers: { 'transfer-encoding': 'chunked' } },
    ]);
  });

  it('answers the Expect: 100-continue of an upload itself', async () => {
    const headers = { ...signed('eu-west-2', 's3'), expect: '100-continue' };
    const outgoing = httpRequest(`${gateway.url}/bucket/key`, { method: 'PUT', headers });
    const answered = new Promise<IncomingMessage>((resolve) => outgoing.once('response', resolve));
    outgoing.once('continue', () => outgoing.end('content'));
    outgoing.flushHeaders();

    expect((await answered).statusCode).toBe(200);
    expect(upstream.received[0]?.body).toBe('content');
    expect(upstream.received[0]?.headers).not.toHaveProperty('expect');
  });

  it('passes the answer to HEAD back without waiting for a body', async () => {
    upstream.respond = (_, response) => response.writeHead(200, { 'content-length': '1000' }).end();

    const answer = await fetch(`${gateway.url}/bucket/key`, {
      method: 'HEAD',
      headers: signed('eu-west-2', 's3'),
    });

    expect(answer.headers.get('content-length')).toBe('1000');
  });

  it('passes a form on as it came, and reads its action', async () => {
    const body = 'Action=CreateVpc&CidrBlock=10.0.0.0%2F16&Version=2016-11-15';
    const headers = { ...signed('eu-west-2', 'ec2'), 'content-type': 'application/x-www-form-urlencoded' };

    await fetch(gateway.url, { method: 'POST', headers, body });

    expect(upstream.received[0]?.body).toBe(body);
    expect(gateway.requests()).toMatchObject([{ service: 'ec2', operation: 'CreateVpc', status: 200 }]);
  });

  it('answers 502 when nothing is behind it, and breaks off when the answer does', async () => {
    upstream.respond = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
    };
    const broken = await call('eu-west-2');
    await expect(broken.text()).rejects.toThrow();
    await upstream.close();

    const answer = await call('eu-west-2');

    expect(answer.status).toBe(502);
    await expect(answer.text()).resolves.toContain('The local AWS behind the gateway did not answer.');
  });

  it('ends the call behind it when its client goes away', async () => {
    const gone = new Promise<void>((resolve) => {
      upstream.respond = (_, response) => response.once('close', resolve);
    });
    const controller = new AbortController();
    const calling = fetch(gateway.url, { headers: signed('eu-west-2', 's3'), signal: controller.signal });
    calling.catch(() => undefined);
    await until(() => upstream.received.length === 1, SOON_MS);

    controller.abort();

    await expect(gone).resolves.toBeUndefined();
    await until(() => gateway.requests()[0]?.durationMs !== undefined, SOON_MS);
    expect(gateway.requests()[0]?.status).toBeUndefined();
  });
});

describe('recording', () => {
  it('records who asked for what, where, when, and what came of it', async () => {
    const beforeMs = Date.now();
    await call('eu-west-2', 'kms', 'CreateKey');
    await fetch(`${gateway.url}/unsigned`);
    await until(() => gateway.requests().every(({ durationMs }) => durationMs !== undefined), SOON_MS);

    const [key, unsigned] = gateway.requests();

    expect(key).toMatchObject({
      sequence: 1,
      region: 'eu-west-2',
      service: 'kms',
      operation: 'CreateKey',
      status: 200,
    });
    expect(key?.accessKeyId).toBe('AKIATEST');
    expect(key?.atMs).toBeGreaterThanOrEqual(beforeMs);
    expect(key?.fault).toBeUndefined();
    expect(unsigned).toMatchObject({
      region: 'unsigned',
      service: 'unsigned',
      operation: 'GET /unsigned',
      status: 200,
    });
    expect(upstream.received).toHaveLength(2);
  });
});

describe('faults', () => {
  it('slow holds requests back', async () => {
    gateway.region('eu-west-2').slow(150);
    const startedMs = performance.now();

    expect((await call('eu-west-2')).status).toBe(200);

    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(149);
    expect(gateway.requests()).toMatchObject([{ fault: 'slow', status: 200 }]);
  });

  it('throttle answers in the protocol of the request and leaves AWS untouched', async () => {
    gateway.region('eu-west-2').throttle(1);

    const answer = await call('eu-west-2');
    const s3 = await fetch(`${gateway.url}/bucket`, { headers: signed('eu-west-2', 's3') });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('ThrottlingException');
    await expect(answer.json()).resolves.toMatchObject({ __type: 'ThrottlingException' });
    expect(s3.status).toBe(503);
    await expect(s3.text()).resolves.toContain('<Code>SlowDown</Code>');
    expect(upstream.received).toEqual([]);
    expect(gateway.requests({ fault: 'throttle' })).toHaveLength(2);
  });

  it('fail answers with the status and code it was told', async () => {
    gateway.region('eu-west-2').fail(403, 'AccessDeniedException', { services: ['kms'] });

    const answer = await call('eu-west-2');

    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect((await call('eu-west-2', 'logs')).status).toBe(200);
  });

  it('can be used again on the connection on which it failed an upload', async () => {
    gateway.region('eu-west-2').throttle(1);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const upload = async () =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { agent, method: 'PUT', headers: signed('eu-west-2', 's3') };
        const outgoing = httpRequest(`${gateway.url}/bucket/key`, options, (answer) => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode));
        });
        outgoing.once('error', reject);
        outgoing.end(Buffer.alloc(2_000_000));
      });

    expect(await upload()).toBe(503);
    gateway.heal();
    expect(await upload()).toBe(200);
    agent.destroy();

    expect(upstream.received).toHaveLength(1);
    expect(upstream.received[0]?.body).toHaveLength(2_000_000);
  });

  it('a black-out by reset resets connections, and leaves the other Region untouched', async () => {
    gateway.region('eu-west-2').blackOut('reset');

    await expect(failureOf(call('eu-west-2'))).resolves.toBe('ECONNRESET');
    expect((await call('eu-west-1')).status).toBe(200);
    gateway.region('eu-west-2').heal();
    expect((await call('eu-west-2')).status).toBe(200);

    expect(upstream.received).toHaveLength(2);
    expect(gateway.requests({ fault: 'black-out' })).toMatchObject([
      { region: 'eu-west-2', operation: 'CreateKey' },
    ]);
    expect(gateway.requests({ fault: 'black-out' })[0]?.status).toBeUndefined();
  });

  it('a black-out by hanging never answers, not even when it is over', async () => {
    gateway.region('eu-west-2').blackOut('hang');
    const hanging = call('eu-west-2');
    await until(() => gateway.requests({ fault: 'black-out' }).length === 1, SOON_MS);
    gateway.heal();

    expect((await call('eu-west-2')).status).toBe(200);

    expect(await isPending(hanging)).toBe(true);
    await gateway.close();
    await expect(failureOf(hanging)).resolves.not.toMatch('answered');
  });

  it.each(['reset', 'hang'] as const)(
    'a black-out by %s takes what is under way in the Region',
    async (mode) => {
      const answers: (() => void)[] = [];
      upstream.respond = (_, response) => answers.push(() => response.end('too late'));
      const there = failureOf(call('eu-west-2'));
      const elsewhere = call('eu-west-1');
      const otherService = call('eu-west-2', 'logs');
      await until(() => answers.length === 3, SOON_MS);

      gateway.region('eu-west-2').blackOut(mode, { services: ['kms'] });
      answers.forEach((answer) => answer());

      expect((await elsewhere).status).toBe(200);
      expect((await otherService).status).toBe(200);
      if (mode === 'reset') await there;
      expect(await isPending(there)).toBe(mode === 'hang');
      await gateway.close();
      await expect(there).resolves.toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    },
  );

  it('a black-out by hanging keeps back the rest of an answer that has begun', async () => {
    const begun = new Promise<() => void>((resolve) => {
      upstream.respond = (_, response) => {
        response.write('begun, ');
        resolve(() => response.end('ended'));
      };
    });
    const answer = await call('eu-west-2');
    const text = answer.text();

    gateway.region('eu-west-2').blackOut('hang');
    (await begun)();
    await expect(failureOf(call('eu-west-1'))).resolves.toBeDefined();

    expect(await isPending(text)).toBe(true);
    await gateway.close();
    await expect(text).rejects.toThrow();
  });

  it('a black-out of us-east-1 leaves the global services, which go with aws-global', async () => {
    gateway.region('us-east-1').blackOut('reset');
    expect((await call('us-east-1', 'iam')).status).toBe(200);
    await expect(failureOf(call('us-east-1', 'kms'))).resolves.toBe('ECONNRESET');

    gateway.region('aws-global').blackOut('reset');

    await expect(failureOf(call('us-east-1', 'iam'))).resolves.toBe('ECONNRESET');
    await expect(failureOf(call('eu-west-2', 'route53'))).resolves.toBe('ECONNRESET');
    expect((await call('eu-west-2', 'kms')).status).toBe(200);
  });

  it('refuses what is no fault and changes nothing', () => {
    expect(() => gateway.region('eu-west-2').throttle(30)).toThrow(UserError);
    expect(gateway.faults()).toEqual([]);
  });
});

describe('opening and closing', () => {
  it('says so when its port is in use', async () => {
    await expect(Gateway.open({ upstream, port: gateway.port })).rejects.toThrow(
      `Port ${gateway.port} is in use by another process.`,
    );
  });

  it('may be closed again, and refuses connections from then on', async () => {
    const { url } = gateway;

    await Promise.all([gateway.close(), gateway.close()]);

    await expect(failureOf(fetch(url))).resolves.toBe('ECONNREFUSED');
  });
});
