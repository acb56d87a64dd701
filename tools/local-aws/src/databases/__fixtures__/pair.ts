import type { Region } from '@healthcare-dr/topology';
import { Client, type ClientConfig } from 'pg';
import { readFileSync } from 'node:fs';
import { Gateway, Network } from '../../gateway';
import { Databases, type DatabasesOptions } from '../databases';
import type { ClusterState, RdsState } from '../state';

export const PRIMARY = 'eu-west-2';
export const DR = 'eu-west-1';
export const GLOBAL = 'records-global';
export const GLOBAL_ENDPOINT = 'records-global.global-1a2b3c4d.global.rds.amazonaws.com';
export const MASTER = { user: 'clusteradmin', password: 'a-long-enough-password' };
export const DATABASE = 'records';

export const arnOf = (region: Region) => `arn:aws:rds:${region}:111111111111:cluster:records`;
export const endpointOf = (region: Region) => `records.cluster-abcdefghijkl.${region}.rds.amazonaws.com`;
export const readerEndpointOf = (region: Region) =>
  `records.cluster-ro-abcdefghijkl.${region}.rds.amazonaws.com`;

/** A time of day that flows as real time does and can be put forward. */
export class JumpingClock {
  aheadMs = 0;
  readonly now = () => Date.now() + this.aheadMs;
}

/** A cluster of the pair, as RDS holds it. */
export function clusterState(region: Region, others: Partial<ClusterState> = {}): ClusterState {
  const writer = region === PRIMARY;
  return {
    arn: arnOf(region),
    identifier: 'records',
    region,
    resourceId: `cluster-${region === PRIMARY ? 'PRIMARY' : 'DR'}`,
    engine: 'aurora-postgresql',
    engineVersion: '15.10',
    port: 5432,
    endpoint: endpointOf(region),
    readerEndpoint: readerEndpointOf(region),
    databaseName: writer ? DATABASE : null,
    masterUsername: writer ? MASTER.user : null,
    masterPassword: writer ? MASTER.password : null,
    iamAuthentication: true,
    parameters: { 'rds.force_ssl': '1' },
    instances: ['records-1'],
    globalCluster: GLOBAL,
    writer,
    restoredFrom: null,
    ...others,
  };
}

/** A cluster that was restored beside the pair, as RDS holds it. */
export const restoredState = (restoredFrom: ClusterState['restoredFrom'], name = 'restored'): ClusterState =>
  clusterState(PRIMARY, {
    arn: arnOf(PRIMARY).replace(/records$/, name),
    identifier: name,
    endpoint: endpointOf(PRIMARY).replace('records', name),
    readerEndpoint: readerEndpointOf(PRIMARY).replace('records', name),
    globalCluster: null,
    writer: true,
    restoredFrom,
  });

/** The whole of what RDS holds of the pair. */
export const pairState = (primary: Partial<ClusterState> = {}, dr: Partial<ClusterState> = {}): RdsState => ({
  clusters: [clusterState(PRIMARY, primary), clusterState(DR, dr)],
  globalClusters: [{ identifier: GLOBAL, endpoint: GLOBAL_ENDPOINT }],
});

/** A gateway, databases behind its network, and clients of them. */
export class Pair {
  readonly #clients = new Set<Client>();

  private constructor(
    readonly gateway: Gateway,
    readonly databases: Databases,
    readonly clock: JumpingClock,
    readonly said: readonly string[],
  ) {}

  static async open(options: Partial<DatabasesOptions> = {}): Promise<Pair> {
    const clock = new JumpingClock();
    const network = new Network({ now: clock.now });
    const gateway = await Gateway.open({ upstream: { host: '127.0.0.1', port: 1 }, network });
    const said: string[] = [];
    const databases = await Databases.open({ network, log: (line) => void said.push(line), ...options });
    return new Pair(gateway, databases, clock, said);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.end().catch(() => undefined);
    await this.databases.stop();
    await this.gateway.close();
  }

  /** How a client connects to an endpoint: by its name, with a certificate that it verifies. */
  configuration(name: string, from?: Region, others: ClientConfig = {}): ClientConfig {
    const port = this.databases.portOf(name, from);
    if (port === undefined) throw new Error(`There is no endpoint ${name}.`);
    const ca = readFileSync(this.databases.certificateFile, 'utf8');
    return {
      host: '127.0.0.1',
      port,
      database: DATABASE,
      ...MASTER,
      ssl: { ca, servername: name },
      ...others,
    };
  }

  async connect(name: string, from?: Region, others: ClientConfig = {}): Promise<Client> {
    const client = new Client(this.configuration(name, from, others));
    client.on('error', () => undefined);
    await client.connect();
    this.#clients.add(client);
    return client;
  }

  /** Asks one thing, or several with `;` between them, in a session of its own. @returns the first column of the last */
  async ask(name: string, text: string, from?: Region, others: ClientConfig = {}): Promise<unknown[]> {
    const client = await this.connect(name, from, others);
    try {
      // Of several statements, pg gives a list of results, which its types do not know.
      const results = [await client.query<unknown[]>({ text, rowMode: 'array' })].flat();
      return (results.at(-1)?.rows ?? []).map((row) => row[0]);
    } finally {
      this.#clients.delete(client);
      await client.end();
    }
  }
}
