import { FAILOVER } from '../failover/__fixtures__/recordings';
import { clientRecording } from '../client/__fixtures__/client-recordings';
import { requestsSvg } from './requests-svg';
import type { ClientRequest } from '../client/requests';

const request = (seconds: number, others: Partial<ClientRequest>): ClientRequest => ({
  at: FAILOVER.from + seconds * 1000,
  kind: 'write',
  id: 'r-1',
  outcome: 'ok',
  role: 'primary',
  inside: false,
  ...others,
});

describe('the picture of requests', () => {
  it('shows each of them, green or red, and the steps of the controller', () => {
    const requests = [request(1, {}), request(2, { outcome: 'failed' }), request(3, { inside: true })];
    const svg = requestsSvg({ ...FAILOVER, client: clientRecording({ requests, promoted: true }) }) ?? '';
    expect(svg.match(/fill="#2e7d32"/g)).toHaveLength(1);
    expect(svg.match(/fill="#c62828"/g)).toHaveLength(1);
    expect(svg.match(/stroke-dasharray/g)?.length).toBeGreaterThan(2);
    expect(svg).not.toContain('NaN');
  });

  it('is none where no client asked', () => {
    expect(requestsSvg({ ...FAILOVER, client: undefined })).toBeUndefined();
  });
});
