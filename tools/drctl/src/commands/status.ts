import { assessStatus } from '../assess/status';
import { reportOf } from '../assess/status-report';
import { gather, type PairFacts } from '../facts';
import type { Resolver } from '../facts/dns';
import type { Pair } from '../pair';
import { DEFAULT_PROGRAM } from '../program';
import type { Terminal } from '@healthcare-dr/cli-kit';
import { statusText } from '../views/status-text';

/** What a command that only looks is given. */
export interface LookOptions {
  readonly pair: Pair;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** How this program was started, for the commands that it names. @default - by npm */
  readonly program?: string;
  /** @default - the machine's own */
  readonly resolver?: Resolver;
  /** That the caller is of the account; what it has not found yet is not shown. @default - it was found before */
  readonly allowed?: Promise<unknown>;
}

/** Asks everything while the caller is being looked up: a Region that hangs costs its time once. */
export async function look({ pair, resolver, allowed }: Omit<LookOptions, 'json'>): Promise<PairFacts> {
  const [facts] = await Promise.all([gather(pair, resolver), allowed]);
  return facts;
}

/**
 * Shows who writes, what is to be done, and how everything stands. It always ends well: that something is not well is what it was
 * asked for.
 *
 * @returns the exit code
 */
export async function status(options: LookOptions): Promise<number> {
  const { pair, terminal, json, program = DEFAULT_PROGRAM } = options;
  const facts = await look(options);
  const view = assessStatus(pair.environment, facts, program);
  terminal.print(json ? JSON.stringify(reportOf(view, facts), undefined, 2) : statusText(view, terminal));
  return 0;
}
