import { signed, startUpstream, type FakeUpstream } from './__fixtures__/upstream';
import { Gateway } from './gateway';

let upstream: FakeUpstream;
let gateway: Gateway;

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await Gateway.open({ upstream });
});

beforeEach(() => {
  gateway.heal();
  gateway.clear();
});

afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

async function admin(
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; value: unknown }> {
  const answer = await fetch(`${gateway.url}/_gateway/${path}`, { method, body });
  return { status: answer.status, value: await answer.json() };
}

describe('the admin routes', () => {
  it('set, list and heal faults', async () => {
    const dark = { region: 'eu-west-2', kind: 'black-out', mode: 'reset' };
    const slow = { region: 'aws-global', kind: 'slow', delayMs: 5 };

    const set = await admin('PUT', 'faults/eu-west-2', '{"kind":"black-out","mode":"reset"}');
    await admin('PUT', 'faults/aws-global', '{"kind":"slow","delayMs":5}');

    expect(set).toEqual({ status: 200, value: { faults: [dark] } });
    expect((await admin('GET', 'faults')).value).toEqual({ faults: [dark, slow] });
    expect((await admin('DELETE', 'faults/eu-west-2')).value).toEqual({ faults: [slow] });
    expect((await admin('DELETE', 'faults')).value).toEqual({ faults: [] });
  });

  it('set, list and heal faults of links', async () => {
    const set = await admin('PUT', 'links/eu-west-2--eu-west-1', '{"kind":"slow","delayMs":500}');
    expect(set).toMatchObject({
      status: 200,
      value: { faults: [{ link: 'eu-west-1--eu-west-2', kind: 'slow', delayMs: 500 }] },
    });
    await admin('PUT', 'links/us-east-1--eu-west-1', '{"kind":"narrow","bytesPerSecond":9}');
    const { value: healed } = await admin('DELETE', 'links/eu-west-1--eu-west-2');
    expect(healed).toEqual({
      faults: [{ link: 'eu-west-1--us-east-1', kind: 'narrow', bytesPerSecond: 9 }],
    });
    await admin('DELETE', 'links');
    await expect(admin('GET', 'links')).resolves.toMatchObject({ value: { faults: [] } });
  });

  it('list requests by the filter in the query, and clear them', async () => {
    await fetch(gateway.url, { headers: signed('eu-west-2', 's3') });
    await fetch(gateway.url, { headers: signed('eu-west-1', 's3') });

    const { value } = await admin('GET', 'requests?region=eu-west-1&afterSequence=1');

    expect(value).toMatchObject({ requests: [{ region: 'eu-west-1', service: 's3', operation: 'GET /' }] });
    expect((await admin('DELETE', 'requests')).value).toEqual({ requests: [] });
    expect(gateway.requests()).toEqual([]);
  });

  it('are neither recorded nor passed on', async () => {
    await admin('GET', 'faults');

    expect(gateway.requests()).toEqual([]);
    expect(upstream.received.filter(({ url }) => url.startsWith('/_gateway'))).toEqual([]);
  });

  it.each([
    [
      'a Region that is none',
      'PUT',
      'faults/eu-wset-2',
      '{"kind":"black-out","mode":"reset"}',
      "There is no Region 'eu-wset-2'.",
    ],
    [
      'healing a Region that is none',
      'DELETE',
      'faults/eu-wset-2',
      undefined,
      "There is no Region 'eu-wset-2'.",
    ],
    ['a fault that is none', 'PUT', 'faults/eu-west-2', '{"kind":"throttle","rate":30}', 'rate: Too big'],
    ['a link that is none', 'PUT', 'links/eu-west-2', '{"kind":"slow","delayMs":5}', 'There is no link'],
    ['a fault that no link has', 'PUT', 'links/eu-west-2--eu-west-1', '{"kind":"fail"}', 'of a link'],
    ['a body that is no JSON', 'PUT', 'faults/eu-west-2', '{kind', 'The body is no JSON.'],
    ['an empty body', 'PUT', 'faults/eu-west-2', undefined, 'The body is no JSON.'],
    [
      'a body without end',
      'PUT',
      'faults/eu-west-2',
      'x'.repeat(70_000),
      'The body is longer than 65536 bytes.',
    ],
    ['a query that is none', 'GET', 'requests?regoin=eu-west-2', undefined, 'regoin'],
    ['a sequence that is no number', 'GET', 'requests?afterSequence=x', undefined, 'afterSequence'],
  ])('refuse %s with 400 and change nothing', async (_, method, path, body, problem) => {
    gateway.region('eu-west-1').throttle(1);

    const { status, value } = await admin(method, path, body);

    expect(status).toBe(400);
    expect((value as { error: string }).error).toContain(problem);
    expect((value as { error: string }).error).toContain('Fix:');
    expect(gateway.faults()).toEqual([{ region: 'eu-west-1', kind: 'throttle', rate: 1 }]);
  });

  it.each([
    ['POST', 'faults'],
    ['PUT', 'faults'],
    ['GET', 'faults/eu-west-2'],
    ['GET', 'nothing'],
    ['PUT', 'requests/eu-west-2/more'],
  ])('have no %s %s, and say which there are', async (method, path) => {
    const { status, value } = await admin(method, path);

    expect(status).toBe(404);
    expect((value as { error: string }).error).toContain('PUT /_gateway/faults/:region');
  });
});
