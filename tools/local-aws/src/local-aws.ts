import { devNull } from 'node:os';
import { isRegion, OPT_IN_REGIONS, UserError, type Region } from '@healthcare-dr/topology';
import type { RoleUsage } from '@healthcare-dr/aws-models/iam';
import { AccountFacts } from './authorization/account-facts';
import { ServiceRules } from './authorization/service-rules';
import { RoleAuthorizer, type RoleAuthorizerOptions } from './authorization/role-authorizer';
import { CHANNEL_VARIABLE, Databases, openChannel, type DatabasesOptions } from './databases';
import { EventBus, hearEvents, PUT_EVENTS } from './events';
import { Gateway, GLOBAL_REGION, Network, seededRandom, UNSIGNED, type RegionState } from './gateway';
import type { Upstream } from './gateway/exchange';
import { askMoto } from './moto/ask-moto';
import { startMoto } from './moto/server';
import { Replicator } from './objects';
import { readFindings, type RequestFindings, type ValidationMode } from './request-validation';

/** How the local AWS is started. */
export interface LocalAwsOptions {
  /** The account every resource belongs to: twelve digits. */
  readonly accountId: string;
  /** Aborting it stops the local AWS. @default - it runs until {@link LocalAws.stop} or the end of this process */
  readonly signal?: AbortSignal;
  /** The port of the endpoint. @default - a free one */
  readonly port?: number;
  /** Repeats jitter and shares of faults exactly; any integer. @default 1 */
  readonly seed?: number;
  /** Variables of the extensions, such as durations: each extension says which it reads. @default - those of this process */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Whether a PostgreSQL stands behind every Aurora cluster, and who may sign in there. Where there is no PostgreSQL, `log` is told, and
   * clusters are words as without this.
   * @default false
   */
  readonly databases?: boolean | Pick<DatabasesOptions, 'secretOf' | 'mayConnect' | 'find'>;
  /** Whether whoever signs as a session of a role is held to policies, and how. @default true */
  readonly authorization?: boolean | RoleAuthorizerOptions;
  /**
   * What comes of a request that botocore's model of its service refuses: a member that is missing, another type, a value that is none of
   * an enumeration, a length, tags.
   * @default refuse
   */
  readonly validation?: ValidationMode;
  /**
   * Whether the account is one that was opened today: ten concurrent executions, nothing that AWS Backup is opted in to, no
   * service-linked role.
   * @default false
   */
  readonly freshAccount?: boolean;
  /** Takes what is worth a line to whoever waits. @default - nobody is told */
  readonly log?: (message: string) => void;
}

/** An AWS on this machine. */
export interface LocalAws {
  /** What clients take as their endpoint, such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  readonly accountId: string;
  /**
   * The environment that leads Terraform, SDKs and the AWS CLI here and nowhere else: a value sets a variable, `undefined` takes
   * it away.
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * The same, as the administrator of an account beside it.
   *
   * @param accountId - twelve digits; by default {@link accountId}
   */
  environmentOf(accountId?: string): Readonly<Record<string, string | undefined>>;
  /** Takes Regions away and tells what was asked. */
  readonly gateway: Gateway;
  /** What stands behind its Aurora clusters. @default - undefined: nothing, as it was started */
  readonly databases: Databases | undefined;
  /** What carries objects from bucket to bucket. */
  readonly objects: Replicator;
  /** What leads events and schedules to topics and functions. */
  readonly events: EventBus;
  /** What was found of requests so far by the models of their services. */
  findings(): Promise<RequestFindings>;
  /** What roles were granted, used and denied so far: those of which a session made a request. */
  roleUsage(): readonly RoleUsage[];
  /** The process behind the gateway, and its version. */
  readonly moto: { readonly pid: number; readonly version: string };
  /** Settles when it has stopped, with the error to tell if it ended by itself. */
  readonly ended: Promise<UserError | undefined>;
  /** Ends it and every connection to it; no process is left. May be called again. */
  stop(): Promise<void>;
}

const ACCOUNT_ID = /^\d{12}$/;

/**
 * Starts an AWS on this machine, empty, on a free loopback port, and waits until it answers. It does not outlive this process,
 * however that ends.
 *
 * @throws UserError if the account id is none, the port is in use, there is no Python with moto, or moto does not start
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { accountId, signal, port, seed = 1, authorization = true, log } = options;
  if (!ACCOUNT_ID.test(accountId)) {
    throw new UserError({
      problem: `The account id '${accountId}' is none.`,
      allowed: 'twelve digits, such as 123456789012',
      fix: 'correct the account id.',
    });
  }
  const network = new Network({ random: seededRandom(seed) });
  const opened: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const closeAll = async () => {
    signal?.removeEventListener('abort', abort);
    // What was opened first is asked by the others until they are closed.
    for (let close = opened.pop(); close !== undefined; close = opened.pop()) await close();
  };
  const stop = () => (stopping ??= closeAll());
  const abort = () => void stop();
  try {
    let authorizer: RoleAuthorizer | undefined;
    const mayConnect: DatabasesOptions['mayConnect'] = (...asked) => authorizer?.mayConnect(...asked) ?? true;
    const secretOf: DatabasesOptions['secretOf'] = (...asked) =>
      authorizer === undefined ? 'test' : authorizer.secretOf(...asked);
    const databases = await openDatabases({ ...options, mayConnect, secretOf }, network, opened);
    const environment = environmentOfMoto(options, databases?.variables);
    const moto = await startMoto({ accountId, signal, log, environment });
    opened.push(() => moto.stop());
    // Without an authorizer nobody knows when they change.
    const facts = new AccountFacts(moto, authorization !== false);
    if (authorization !== false)
      authorizer = new RoleAuthorizer(moto, facts, authorization === true ? {} : authorization);
    const objects = new Replicator({ upstream: moto, facts, network });
    const events: EventBus = new EventBus({ facts, network, endpoint: () => gateway.url });
    opened.push(() => Promise.resolve(objects.close()));
    const gateway: Gateway = await Gateway.open({
      upstream: moto,
      port,
      random: seededRandom(seed),
      network,
      authorizer,
      regions: regionsOf(moto),
      rules: new ServiceRules(facts),
      hears: (target) => target === PUT_EVENTS,
      onAnswered: (answered) => {
        const { scope, head } = answered;
        if (scope.service === 's3' && head.method !== 'GET' && head.method !== 'HEAD') objects.changed();
        hearEvents(events, answered).catch((error: unknown) =>
          log?.(`An event was not delivered: ${String(error)}`),
        );
      },
      databases: () => databases?.opened.describe() ?? { endpoints: [] },
    });
    opened.push(() => gateway.close());
    signal?.addEventListener('abort', abort);
    signal?.throwIfAborted();
    const { pid, version, ended } = moto;
    return {
      endpoint: gateway.url,
      accountId,
      environment: localAwsEnvironment(gateway.url),
      environmentOf: (account = accountId) => ({
        ...localAwsEnvironment(gateway.url),
        // An access key of twelve digits is the administrator's of that account.
        AWS_ACCESS_KEY_ID: account,
      }),
      gateway,
      databases: databases?.opened,
      objects,
      events,
      findings: () => readFindings(moto),
      roleUsage: () => authorizer?.usage.roles() ?? [],
      moto: { pid, version },
      ended,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Names of the gateway that are no Regions: of services without any, and of requests that nobody signed. */
const NOWHERE: ReadonlySet<string> = new Set([GLOBAL_REGION, UNSIGNED]);

/** Those that need no opt-in are open; of the others the account says which it has closed. */
const regionsOf =
  (upstream: Upstream) =>
  (name: string): RegionState | Promise<RegionState> => {
    if (NOWHERE.has(name)) return 'open';
    if (!isRegion(name)) return 'unknown';
    return OPT_IN_REGIONS.has(name) ? stateOf(upstream, name) : 'open';
  };

async function stateOf(upstream: Upstream, optIn: Region): Promise<RegionState> {
  const disabled = (await askMoto(upstream, '/moto-api/disabled-regions')) as readonly string[];
  return disabled.includes(optIn) ? 'not-enabled' : 'open';
}

/** What the extensions read: each says which variables. */
const environmentOfMoto = (
  { variables, freshAccount = false, validation = 'refuse' }: LocalAwsOptions,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv => ({
  ...process.env,
  // Neither the credentials of whoever runs it nor a profile, which may not be there.
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('AWS_'))
      .map((name) => [name, undefined]),
  ),
  LOCAL_AWS_FRESH_ACCOUNT: freshAccount ? '1' : '0',
  LOCAL_AWS_OPT_IN_REGIONS: [...OPT_IN_REGIONS].join(','),
  LOCAL_AWS_VALIDATION: validation,
  ...variables,
  ...more,
});

async function openDatabases(
  {
    databases: wanted = false,
    signal,
    log,
    mayConnect,
    secretOf,
  }: LocalAwsOptions & Pick<DatabasesOptions, 'mayConnect' | 'secretOf'>,
  network: Network,
  closing: (() => Promise<void>)[],
): Promise<{ readonly opened: Databases; readonly variables: Readonly<Record<string, string>> } | undefined> {
  if (wanted === false) return undefined;
  const databases = await Databases.open({
    network,
    signal,
    log,
    mayConnect,
    secretOf,
    ...(wanted === true ? {} : wanted),
  });
  closing.push(() => databases.stop());
  const channel = await openChannel(databases);
  closing.push(() => channel.close());
  return { opened: databases, variables: { [CHANNEL_VARIABLE]: channel.url } };
}

/** Variables that lead single services elsewhere, and go before AWS_ENDPOINT_URL: of the SDKs, and of Terraform's S3 backend. */
const SERVICE_ENDPOINT = /^AWS_(ENDPOINT_URL_\w+|[A-Z0-9]+_ENDPOINT)$/;

/**
 * The environment that leads Terraform, SDKs and the AWS CLI to an endpoint and nowhere else: a value sets a variable,
 * `undefined` takes it away.
 *
 * @param inherited what it is laid over: variables there that lead elsewhere are taken away
 */
export function localAwsEnvironment(
  endpoint: string,
  inherited: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string | undefined>> {
  const elsewhere = Object.keys(inherited).filter((name) => SERVICE_ENDPOINT.test(name));
  return {
    ...Object.fromEntries(elsewhere.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    // A profile would bring its own credentials, or endpoints that go before AWS_ENDPOINT_URL.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_PROFILE: undefined,
    AWS_DEFAULT_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_ROLE_ARN: undefined,
    AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: undefined,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    AWS_USE_FIPS_ENDPOINT: undefined,
    AWS_USE_DUALSTACK_ENDPOINT: undefined,
  };
}
