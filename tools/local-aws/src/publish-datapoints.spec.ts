import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publishLag, type MeasuredLag } from './databases';
import { publishReplication, type RuleState } from './objects';

const PRIMARY = 'eu-west-2';
const DR = 'eu-west-1';
const OTHER = 'eu-central-1';

/** An endpoint that resets connections of one Region, and keeps what the others publish. */
class Endpoint {
  readonly took: string[] = [];
  dark = '';

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const region = String(request.headers.authorization).split('/')[2] ?? '';
      if (region === this.dark) return void request.socket.destroy();
      this.took.push(region);
      request.resume();
      response.end();
    });
  }

  static async open(): Promise<Endpoint> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Endpoint(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const lagOf = (region: MeasuredLag['region']): MeasuredLag => ({
  region,
  cluster: 'records',
  at: 1,
  storageMs: 10,
  transactionsMs: 20,
  bytes: 0,
});
const stateOf = (source: string, destination: string): RuleState => ({
  ruleId: `to-${destination}`,
  source: { bucket: 's', region: source },
  destination: { bucket: 'd', region: destination },
  pendingBytes: 0,
  pendingOperations: 0,
  oldestMs: 0,
  failedOperations: 0,
});

describe('while a Region takes no datapoint', () => {
  let endpoint: Endpoint;
  beforeEach(async () => {
    endpoint = await Endpoint.open();
    endpoint.dark = DR;
  });
  afterEach(() => endpoint.close());

  it('the lag of standbys in the other Regions is published, and it is told that one was not', async () => {
    const databases = { measure: () => Promise.resolve([lagOf(DR), lagOf(PRIMARY), lagOf(OTHER)]) };
    await expect(publishLag(databases, endpoint.url, Date.now())).rejects.toThrow();
    expect(endpoint.took.toSorted()).toEqual([OTHER, PRIMARY]);
  });

  it('the replication of objects in the other Regions is published, and it is told that one was not', async () => {
    const objects = { measure: () => [stateOf(PRIMARY, DR), stateOf(DR, PRIMARY)] };
    await expect(publishReplication(objects, endpoint.url, Date.now())).rejects.toThrow();
    expect(new Set(endpoint.took)).toEqual(new Set([PRIMARY]));
    expect(endpoint.took).toHaveLength(4);
  });
});
