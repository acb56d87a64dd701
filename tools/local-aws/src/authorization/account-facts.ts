import type { Upstream } from '../gateway/exchange';
import { askMoto } from '../moto/ask-moto';
import { Account, parseFacts } from './facts';

const FACTS_PATH = '/moto-api/authorization-facts';

/** All that decides who may do what, kept until somebody knows that it may have changed. */
export class AccountFacts {
  #known: Promise<Account> | undefined;

  /** @param upstream - where the extension `authorization_facts` answers */
  constructor(private readonly upstream: Upstream) {}

  /** Whether they are known as they were at some time. */
  get areKnown(): boolean {
    return this.#known !== undefined;
  }

  /** They may have changed. */
  forget(): void {
    this.#known = undefined;
  }

  /** As they are known, or as they are now. @throws Error if nobody tells */
  current(): Promise<Account> {
    if (this.#known !== undefined) return this.#known;
    const asked = readAccount(this.upstream);
    this.#known = asked;
    // What could not be had is asked for again.
    asked.catch(() => {
      if (this.#known === asked) this.#known = undefined;
    });
    return asked;
  }
}

/**
 * Reads all that decides who may do what, as it stands now.
 *
 * @param upstream - where the extension `authorization_facts` answers
 * @throws Error if it does not
 */
export async function readAccount(upstream: Upstream): Promise<Account> {
  return new Account(parseFacts(await askMoto(upstream, FACTS_PATH)));
}
