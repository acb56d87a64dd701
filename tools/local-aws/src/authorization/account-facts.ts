import type { Upstream } from '../gateway/exchange';
import { askMoto } from '../moto/ask-moto';
import { Account, parseFacts } from './facts';

const FACTS_PATH = '/moto-api/authorization-facts';

/** All that decides who may do what, kept until somebody knows that it may have changed. */
export class AccountFacts {
  #known: Promise<Account> | undefined;

  /**
   * @param upstream - where the extension `authorization_facts` answers
   * @param areKept - whether somebody says when they may have changed ({@link forget}); else they are read each time
   */
  constructor(
    private readonly upstream: Upstream,
    private readonly areKept = true,
  ) {}

  /** They may have changed. */
  forget(): void {
    this.#known = undefined;
  }

  /** As they are known, or as they are now. @throws Error if nobody tells */
  current(): Promise<Account> {
    if (this.#known !== undefined) return this.#known;
    const asked = readAccount(this.upstream);
    if (!this.areKept) return asked;
    this.#known = asked;
    // What could not be had is asked for again.
    asked.catch(() => {
      if (this.#known === asked) this.#known = undefined;
    });
    return asked;
  }

  /** Decides by what is known; what is refused by that is decided again by what stands now, as it may be old. */
  async decide<T>(by: (account: Account) => T, isRefused: (decided: T) => boolean): Promise<T> {
    const wereKnown = this.#known !== undefined;
    const decided = by(await this.current());
    if (!wereKnown || !isRefused(decided)) return decided;
    this.forget();
    return by(await this.current());
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
