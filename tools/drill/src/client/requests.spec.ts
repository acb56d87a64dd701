import { outageOf, type ClientRequest, type RequestOutcome } from './requests';

const request = (
  at: number,
  outcome: RequestOutcome,
  others: Partial<ClientRequest> = {},
): ClientRequest => ({
  at,
  kind: 'write',
  id: `r-${at}`,
  outcome,
  role: 'primary',
  inside: false,
  ...others,
});

describe('the outage that clients saw', () => {
  it('goes from the first request that failed to the first that did not', () => {
    const requests = [request(1, 'ok'), request(2, 'failed'), request(3, 'failed'), request(4, 'ok')];
    expect(outageOf(requests, 'write')).toEqual({ from: 2, to: 4 });
  });

  it('is none if no request failed, and has no end if none succeeded any more', () => {
    expect(outageOf([request(1, 'ok'), request(2, 'not-found')], 'write')).toBeUndefined();
    expect(outageOf([request(1, 'ok'), request(2, 'failed')], 'write')).toEqual({ from: 2, to: undefined });
  });

  it('is the longest of several', () => {
    const outcomes: RequestOutcome[] = ['failed', 'ok', 'failed', 'failed', 'ok', 'failed', 'ok'];
    const requests = outcomes.map((outcome, at) => request(at, outcome));
    expect(outageOf(requests, 'write')).toEqual({ from: 2, to: 4 });
  });

  it('is told of writes and of reads apart, and of no client within the Region that is dark', () => {
    const requests = [
      request(1, 'failed', { inside: true }),
      request(2, 'failed', { kind: 'read' }),
      request(3, 'ok', { kind: 'read' }),
      request(4, 'ok'),
    ];
    expect(outageOf(requests, 'write')).toBeUndefined();
    expect(outageOf(requests, 'read')).toEqual({ from: 2, to: 3 });
  });
});
