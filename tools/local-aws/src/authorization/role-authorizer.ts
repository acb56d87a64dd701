import {
  authorize,
  authorizeActions,
  callerArn,
  type ApiCall,
  type Authorization,
} from '@healthcare-dr/aws-models/iam';
import type { Authorized, Authorizer, SignedRequest } from '../gateway/authorizer';
import { accessDenied, invalidToken } from '../gateway/aws-error';
import { GLOBAL_REGION } from '../gateway/credential-scope';
import type { Upstream } from '../gateway/exchange';
import { operationOf, protocolOf, type Protocol } from '../gateway/operation';
import { changesFacts, needsNewFacts } from './changes';
import type { AccountFacts } from './account-facts';
import type { Account, Session } from './facts';
import { readRequest } from './request-parameters';
import { RestModels } from './rest-models';
import type { RestCall } from './rest-call';
import { UsageRecord } from './usage-record';

/** What the access keys of sessions begin with; those of users begin with `AKIA`. */
const SESSION_KEY = /^ASIA/;

/** What whoever is nobody's session signs with: clients of the local AWS are given it. */
const ADMINISTRATOR = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A call by a session, and what became of it. */
interface Judged {
  readonly session: Session;
  readonly authorization: Authorization;
}

/** Where IAM says that a service without Regions is. */
const GLOBAL_SERVICES_REGION = 'us-east-1';

const requestedRegion = ({ region }: SignedRequest['scope']): string =>
  region === GLOBAL_REGION ? GLOBAL_SERVICES_REGION : region;

/** To assume a role is about that role, whose trust says by whom: whoever may call every API is judged by it, too. */
const isAssumption = (service: string, operation: string): boolean =>
  service === 'sts' && operation === 'AssumeRole';

const REST: ReadonlySet<Protocol> = new Set(['s3', 'rest-xml', 'rest-json']);

/** How roles are judged. */
export interface RoleAuthorizerOptions {
  /**
   * Whether a role is judged by the actions of its calls alone, and not by what they are about: one that may call every API is in no table
   * of what each operation requires.
   * @default - no role is
   */
  readonly byActions?: (roleArn: string) => boolean;
  /**
   * Whether a role that is judged by actions is refused nothing: what it lacks is only written down ({@link UsageRecord}).
   * @default false
   */
  readonly notesOnly?: boolean;
}

/**
 * Holds whoever signs as a session of a role to the policies as they stand: its role's, its boundary, those of resources, keys and VPC
 * endpoints. Who signs otherwise is the administrator of the account, who may do everything.
 *
 * Facts are kept until a request has passed that may change them, and asked for again before anything is denied.
 */
export class RoleAuthorizer implements Authorizer {
  readonly usage = new UsageRecord();
  /** Whose an access key is never changes. */
  readonly #callers = new Map<string, string>();
  /** Sessions that are judged by actions, whose permissions change with IAM alone, and which are not. */
  readonly #byActions = new Map<string, Session | 'by-resources'>();
  readonly #restModels: RestModels;

  /** @param upstream - where the extension `rest_operations` answers */
  constructor(
    upstream: Upstream,
    private readonly facts: AccountFacts,
    private readonly options: RoleAuthorizerOptions = {},
  ) {
    this.#restModels = new RestModels(upstream);
  }

  concerns(accessKeyId: string | undefined): boolean {
    return accessKeyId !== undefined && SESSION_KEY.test(accessKeyId);
  }

  async callerOf(accessKeyId: string): Promise<string | undefined> {
    const known = this.#callers.get(accessKeyId) ?? (await this.#identify(accessKeyId));
    if (known !== undefined) this.#callers.set(accessKeyId, known);
    return known;
  }

  /**
   * Whether whoever signs with this key may sign in to a database: `rds-db:connect` on
   * `arn:aws:rds-db:<Region>:<account>:dbuser:<cluster>/<user>`.
   */
  async mayConnect(accessKeyId: string, resource: string, region: string): Promise<boolean> {
    if (!this.concerns(accessKeyId)) return true;
    const call = { service: 'rds-db', operation: 'connect', region, parameters: { resource } };
    const decided = await this.#decide(accessKeyId, call);
    if (decided === undefined) return false;
    this.usage.record(decided.session, decided.authorization);
    return decided.authorization.denial === undefined;
  }

  /**
   * What an access key signs with.
   *
   * @returns undefined if it is neither a session's, with its token, nor the administrator's
   */
  async secretOf(accessKeyId: string, sessionToken: string | undefined): Promise<string | undefined> {
    if (!this.concerns(accessKeyId))
      return accessKeyId === ADMINISTRATOR.accessKeyId ? ADMINISTRATOR.secretAccessKey : undefined;
    return this.facts.decide(
      (account) => account.secretOf(accessKeyId, sessionToken),
      (secret) => secret === undefined,
    );
  }

  answered({ scope, head }: Pick<SignedRequest, 'scope' | 'head'>): void {
    if (!changesFacts(scope.service, operationOf(head), head.url.pathname)) return;
    this.facts.forget();
    if (scope.service === 'iam') this.#byActions.clear();
  }

  async authorize(request: SignedRequest): Promise<Authorized> {
    const { scope, head, body } = request;
    const operation = operationOf(head);
    const held = await this.#heldByActions(scope.accessKeyId ?? '');
    if (held !== undefined && !isAssumption(scope.service, operation))
      return this.#authorizeActions(request, held);
    if (needsNewFacts(scope.service, operation)) this.facts.forget();
    const { service, accessKeyId = '' } = scope;
    const parsed = readRequest(head, operation, body) ?? { operation, parameters: {} };
    const decided = await this.#decide(accessKeyId, { ...parsed, service, region: requestedRegion(scope) });
    if (decided === undefined) return { refusal: { error: invalidToken(protocolOf(head)) } };
    return this.#settle(request, decided);
  }

  #settle({ scope, head }: SignedRequest, { session, authorization }: Judged): Authorized {
    const { denial } = authorization;
    this.usage.record(session, authorization);
    if (denial === undefined) return {};
    return {
      refusal: { action: denial.action, error: accessDenied(protocolOf(head), scope.service, denial) },
    };
  }

  /** The session that signs with a key, if it is judged by actions. */
  async #heldByActions(accessKeyId: string): Promise<Session | undefined> {
    const { byActions } = this.options;
    if (byActions === undefined) return undefined;
    const known = this.#byActions.get(accessKeyId);
    if (known !== undefined) return known === 'by-resources' ? undefined : known;
    const session = (await this.facts.current()).session(accessKeyId);
    const held = session !== undefined && byActions(session.roleArn) ? session : undefined;
    if (session !== undefined) this.#byActions.set(accessKeyId, held ?? 'by-resources');
    return held;
  }

  async #authorizeActions(request: SignedRequest, session: Session): Promise<Authorized> {
    const { scope } = request;
    const call = {
      ...(await this.#namedCall(request)),
      service: scope.service,
      region: requestedRegion(scope),
      accountId: session.accountId,
    };
    const decide = (held: Session): Judged => ({
      session: held,
      authorization: authorizeActions(call, held.caller),
    });
    const decided = decide(session);
    if (decided.authorization.denial === undefined) return this.#settle(request, decided);
    this.facts.forget();
    this.#byActions.clear();
    const now = await this.#heldByActions(scope.accessKeyId ?? '');
    const settled = this.#settle(request, now === undefined ? decided : decide(now));
    return this.options.notesOnly === true ? {} : settled;
  }

  /** The operation of a request by its name; one of REST that no model knows keeps method and path for a name, which nobody may use. */
  async #namedCall({ scope, head }: SignedRequest): Promise<RestCall> {
    const operation = operationOf(head);
    if (!REST.has(protocolOf(head))) return { operation, parameters: {} };
    return (await this.#restModels.of(scope.service)).callOf(head) ?? { operation, parameters: {} };
  }

  async #identify(accessKeyId: string): Promise<string | undefined> {
    const principal = await this.facts.decide(
      (account) => account.session(accessKeyId)?.caller.principal,
      (found) => found === undefined,
    );
    return principal && callerArn(principal);
  }

  /** What becomes of a call in the account; `undefined` if the key is no session's. */
  #decide(accessKeyId: string, call: Omit<ApiCall, 'accountId'>): Promise<Judged | undefined> {
    return this.facts.decide(
      (account) => judge(account, accessKeyId, call),
      (decided) => decided === undefined || decided.authorization.denial !== undefined,
    );
  }
}

function judge(account: Account, accessKeyId: string, call: Omit<ApiCall, 'accountId'>): Judged | undefined {
  const session = account.session(accessKeyId);
  if (session === undefined) return undefined;
  const { accountId } = session;
  return {
    session,
    authorization: authorize({ ...call, accountId }, session.caller, account.from(session.vpcId)),
  };
}
