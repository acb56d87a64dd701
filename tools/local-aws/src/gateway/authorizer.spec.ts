import { signed, startUpstream, type FakeUpstream } from './__fixtures__/upstream';
import type { Authorized, Authorizer, SignedRequest } from './authorizer';
import { Gateway } from './gateway';

const CALLER = 'arn:aws:sts::111111111111:assumed-role/r/s';

/** An authorizer that is asked of one key alone, and decides as it is told. */
class Told implements Authorizer {
  readonly asked: SignedRequest[] = [];
  readonly noticed: string[] = [];
  decision: Authorized = {};

  constructor(private readonly key: string) {}

  concerns(accessKeyId: string | undefined): boolean {
    return accessKeyId === this.key;
  }

  callerOf(): Promise<string | undefined> {
    return Promise.resolve(CALLER);
  }

  authorize(request: SignedRequest): Promise<Authorized> {
    this.asked.push(request);
    return Promise.resolve(this.decision);
  }

  answered({ scope }: Pick<SignedRequest, 'scope'>): void {
    this.noticed.push(scope.service);
  }
}

const REFUSED: Authorized = {
  refusal: { action: 'kms:CreateKey', error: { status: 400, code: 'AccessDeniedException', message: 'no' } },
};

describe('who may do what', () => {
  let upstream: FakeUpstream;
  let gateway: Gateway;
  let authorizer: Told;

  const open = async (key: string) => {
    authorizer = new Told(key);
    gateway = await Gateway.open({ upstream, authorizer });
  };
  const call = (body = '{"a":1}') =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { ...signed('eu-west-1', 'kms'), 'x-amz-target': 'TrentService.CreateKey' },
      body,
    });

  beforeEach(async () => {
    upstream = await startUpstream();
  });
  afterEach(async () => {
    await gateway.close();
    await upstream.close();
  });

  it('is asked with the body, which is passed on as it came', async () => {
    await open('AKIATEST');
    await expect(call().then((answer) => answer.text())).resolves.toBe('ok');

    expect(authorizer.asked.map(({ body }) => body?.toString())).toEqual(['{"a":1}']);
    expect(upstream.received).toMatchObject([{ body: '{"a":1}' }]);
    expect(gateway.requests({ caller: CALLER })).toMatchObject([{ operation: 'CreateKey', status: 200 }]);
  });

  it('is answered in AWS’s place, and nothing is passed on', async () => {
    await open('AKIATEST');
    authorizer.decision = REFUSED;
    const answer = await call();

    expect(answer.status).toBe(400);
    await expect(answer.json()).resolves.toEqual({ __type: 'AccessDeniedException', message: 'no' });
    expect(upstream.received).toEqual([]);
    expect(gateway.requests({ denied: 'kms:CreateKey' })).toMatchObject([{ caller: CALLER, status: 400 }]);
  });

  it('is not asked of others, and is told of all that was answered', async () => {
    await open('AKIAOTHER');
    authorizer.decision = REFUSED;

    expect((await call()).status).toBe(200);
    expect(authorizer.asked).toEqual([]);
    expect(authorizer.noticed).toEqual(['kms']);
    expect(gateway.requests()[0]?.caller).toBeUndefined();
  });

  it('is not asked in a Region that is dark, but it is known whose request came to nothing', async () => {
    await open('AKIATEST');
    authorizer.decision = REFUSED;
    gateway.region('eu-west-1').blackOut('reset');

    await expect(call()).rejects.toThrow();
    expect(authorizer.asked).toEqual([]);
    expect(gateway.requests({ caller: CALLER })).toMatchObject([{ fault: 'black-out' }]);
  });
});
