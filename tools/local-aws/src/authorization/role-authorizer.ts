import { authorize, callerArn, type ApiCall, type Authorization } from '@healthcare-dr/aws-models/iam';
import type { Authorized, Authorizer, SignedRequest } from '../gateway/authorizer';
import { accessDenied, invalidToken } from '../gateway/aws-error';
import type { Upstream } from '../gateway/exchange';
import { operationOf, protocolOf } from '../gateway/operation';
import { changesFacts, needsNewFacts } from './changes';
import { readAccount } from './account-facts';
import type { Account, Session } from './facts';
import { readRequest } from './request-parameters';
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
  #facts: Promise<Account> | undefined;

  /** @param upstream - where the extension `authorization_facts` answers */
  constructor(private readonly upstream: Upstream) {}

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
    const ask = async () => {
      const account = await this.#current();
      const call = {
        service: 'rds-db',
        operation: 'connect',
        region,
        accountId: account.accountId,
        parameters: { resource },
      };
      return this.#judge(account, accessKeyId, call);
    };
    let decided = await ask();
    if (decided?.authorization.denial !== undefined || decided === undefined) {
      this.#facts = undefined;
      decided = await ask();
    }
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
    const secret = (await this.#current()).secretOf(accessKeyId, sessionToken);
    if (secret !== undefined) return secret;
    this.#facts = undefined;
    return (await this.#current()).secretOf(accessKeyId, sessionToken);
  }

  answered({ scope, head }: Pick<SignedRequest, 'scope' | 'head'>): void {
    if (changesFacts(scope.service, operationOf(head), head.url.pathname)) this.#facts = undefined;
  }

  async authorize(request: SignedRequest): Promise<Authorized> {
    const { scope, head, body } = request;
    const operation = operationOf(head);
    if (needsNewFacts(scope.service, operation)) this.#facts = undefined;
    const known = this.#facts;
    const parsed = readRequest(head, operation, body) ?? { operation, parameters: {} };
    const decide = (account: Account) => {
      const { service, region, accessKeyId = '' } = scope;
      return this.#judge(account, accessKeyId, { ...parsed, service, region, accountId: account.accountId });
    };
    let decided = decide(await this.#current());
    if (known !== undefined && (decided === undefined || decided.authorization.denial !== undefined)) {
      this.#facts = undefined;
      decided = decide(await this.#current());
    }
    if (decided === undefined) return { refusal: { error: invalidToken(protocolOf(head)) } };
    const { session, authorization } = decided;
    const { denial } = authorization;
    this.usage.record(session, authorization);
    if (denial === undefined) return {};
    return {
      refusal: { action: denial.action, error: accessDenied(protocolOf(head), scope.service, denial) },
    };
  }

  async #identify(accessKeyId: string): Promise<string | undefined> {
    const isNew = this.#facts === undefined;
    const find = async () => (await this.#current()).session(accessKeyId)?.caller.principal;
    let principal = await find();
    if (principal === undefined && !isNew) {
      this.#facts = undefined;
      principal = await find();
    }
    return principal && callerArn(principal);
  }

  #judge(account: Account, accessKeyId: string, call: ApiCall): Judged | undefined {
    const session = account.session(accessKeyId);
    return (
      session && { session, authorization: authorize(call, session.caller, account.from(session.vpcId)) }
    );
  }

  /** The facts as they are known, or as they are now. */
  #current(): Promise<Account> {
    if (this.#facts !== undefined) return this.#facts;
    const asked = readAccount(this.upstream);
    this.#facts = asked;
    // What could not be had is asked for again.
    asked.catch(() => {
      if (this.#facts === asked) this.#facts = undefined;
    });
    return asked;
  }
}
