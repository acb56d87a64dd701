import { connect, type NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket, type SecureContext } from 'node:tls';
import { IAM_ROLE } from './accounts';
import type { DatabaseCluster } from './cluster';
import { checkToken, type TokenExpectations } from './iam-token';
import { ANSWERS, fatalError, PacketReader, ProtocolError, startupPacket } from './wire-protocol';

/** Who may sign in with an IAM token. */
export interface Authority {
  /** The time of day that tokens expire by, in milliseconds since the epoch. */
  readonly now: () => number;
  /** The secret of an access key. @returns undefined if there is none */
  readonly secretOf: TokenExpectations['secretOf'];
  /** Whether a principal may `rds-db:connect` as a user: the resource is `arn:aws:rds-db:…:dbuser:cluster-…/user`. */
  readonly mayConnect: (accessKeyId: string, resource: string, region: string) => boolean | Promise<boolean>;
  /** Takes why a token was refused: the client is only told that it was. @default - nobody is told */
  readonly refused?: (reason: string) => void;
}

/** Where a connection leads, at the moment it is made. */
export interface Route {
  readonly cluster: DatabaseCluster;
  /** Whether its sessions begin read-only: a reader instance beside the writer. */
  readonly readOnly: boolean;
  readonly secureContext: SecureContext;
  /** The names that the cluster is reached by. */
  readonly names: readonly string[];
}

const INVALID_AUTHORIZATION = '28000';
const CANNOT_CONNECT_NOW = '57P03';

/**
 * Serves one connection as an endpoint of Aurora does: TLS with the certificate of the cluster, IAM tokens for who is in `rds_iam`, and
 * then everything as the server says it, passwords included.
 */
export async function serveConnection(stream: Duplex, route: Route, authority: Authority): Promise<void> {
  stream.on('error', () => stream.destroy());
  try {
    await new Session(route, authority).begin(stream);
  } catch (error) {
    if (!(error instanceof ProtocolError)) authority.refused?.(String(error));
    stream.destroy();
  }
}

class Session {
  #encrypted = false;

  constructor(
    private readonly route: Route,
    private readonly authority: Authority,
  ) {}

  async begin(stream: Duplex): Promise<void> {
    const reader = new PacketReader(stream);
    const first = await reader.first();
    if (first.kind === 'gss') {
      stream.write(ANSWERS.refuse);
      return this.begin(stream);
    }
    if (first.kind === 'tls') {
      // What came before the handshake would be taken for encrypted after it: CVE-2021-23214.
      if (this.#encrypted || reader.hasMore)
        throw new ProtocolError('A client said more before its handshake.');
      stream.write(ANSWERS.accept);
      const secure = new TLSSocket(stream, { isServer: true, secureContext: this.route.secureContext });
      secure.on('error', () => stream.destroy());
      // What it has begun to write could not be finished any more.
      stream.once('close', () => secure.destroy());
      this.#encrypted = true;
      return this.begin(secure);
    }
    const { server } = this.route.cluster;
    if (first.kind === 'cancel') {
      const upstream = this.#connect({ host: '127.0.0.1', port: server.settings.port });
      upstream.end(first.packet);
      stream.end();
      return;
    }
    await this.#signIn(stream, reader, first.parameters);
  }

  async #signIn(
    stream: Duplex,
    reader: PacketReader,
    parameters: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { cluster, readOnly } = this.route;
    const { user = '', database = user } = parameters;
    if (!cluster.accepts || !cluster.server.isRunning)
      return refuse(stream, CANNOT_CONNECT_NOW, 'the database system is shutting down');
    if (!this.#encrypted && cluster.state.parameters['rds.force_ssl'] === '1') {
      const text = `no pg_hba.conf entry for host "127.0.0.1", user "${user}", database "${database}", no encryption`;
      return refuse(stream, INVALID_AUTHORIZATION, text);
    }
    const packet = startupPacket(
      readOnly
        ? {
            ...parameters,
            options: `${parameters['options'] ?? ''} -c default_transaction_read_only=on`.trim(),
          }
        : parameters,
    );
    const { socketFolder, port } = cluster.server.settings;
    if (!(await this.#usesIam(user)))
      return this.#join(stream, this.#connect({ host: '127.0.0.1', port }), packet);
    stream.write(ANSWERS.askForPassword);
    const reason = await this.#refusal(await reader.password(), user);
    if (reason !== undefined) {
      this.authority.refused?.(`${user}: ${reason}`);
      return refuse(stream, INVALID_AUTHORIZATION, `PAM authentication failed for user "${user}"`);
    }
    this.#join(stream, this.#connect({ path: `${socketFolder}/.s.PGSQL.${port}` }), packet);
  }

  async #usesIam(user: string): Promise<boolean> {
    const rows = await this.route.cluster.server.query(
      'SELECT 1 FROM pg_roles WHERE rolname = $1 AND NOT rolsuper AND pg_has_role(oid, $2::name, $3)',
      [user, IAM_ROLE, 'MEMBER'],
    );
    return rows.length > 0;
  }

  /** Why a token does not let a user in; `undefined`: it does. */
  async #refusal(token: string, user: string): Promise<string | undefined> {
    const { cluster, names } = this.route;
    const { state } = cluster;
    if (!this.#encrypted) return 'unencrypted';
    if (!state.iamAuthentication) return 'iam-authentication-disabled';
    const verdict = await checkToken(token, {
      hosts: names,
      port: state.port,
      region: state.region,
      user,
      now: this.authority.now(),
      secretOf: this.authority.secretOf,
    });
    if ('refused' in verdict) return verdict.refused;
    const account = state.arn.split(':')[4] ?? '';
    const resource = `arn:aws:rds-db:${state.region}:${account}:dbuser:${state.resourceId}/${user}`;
    return (await this.authority.mayConnect(verdict.accessKeyId, resource, state.region))
      ? undefined
      : 'not-allowed';
  }

  #connect(options: NetConnectOpts): Duplex {
    const upstream = connect(options);
    upstream.on('error', () => upstream.destroy());
    return upstream;
  }

  #join(stream: Duplex, upstream: Duplex, first: Buffer): void {
    upstream.write(first);
    stream.pipe(upstream).pipe(stream);
    stream.once('close', () => upstream.destroy());
    // A server that ends a session says why first: what it said is passed on before the end.
    upstream.once('close', () => stream.end());
  }
}

function refuse(stream: Duplex, code: string, text: string): void {
  stream.end(fatalError(code, text));
}
