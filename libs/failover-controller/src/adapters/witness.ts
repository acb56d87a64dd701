import { Resolver } from 'node:dns/promises';
import { CallError } from '../domain/errors';
import type { WitnessPort } from '../domain/ports';
import { textOfError } from './call';
import { kindOfDnsError, readWitness } from './witness-answer';

/** What the adapter needs. */
export interface WitnessAdapterProps {
  /** The name of each Region's witness record. */
  readonly names: Readonly<Record<'primary' | 'dr', string>>;
  /** For one question, its repetitions included, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Whom to ask.
   * @default - the resolver that the system is configured with: in a VPC, Route 53's own
   */
  readonly servers?: readonly string[];
}

/** How long the resolver may take to answer, in milliseconds. */
export const WITNESS_TIMEOUT_MS = 3_000;

/** Two attempts in the time of one question. */
const ATTEMPTS = 2;

/**
 * Asks a witness record what Route 53's checkers find of a Region.
 *
 * Only the two texts of the very record that was asked count. A name that does not exist, a resolver that fails and a text of another
 * record say nothing of the Region.
 */
export function witnessAdapter({ names, timeoutMs, servers }: WitnessAdapterProps): WitnessPort {
  return {
    ask: async (role) => {
      const operation = `dns:ResolveWitness/${role}`;
      // A resolver of its own for each question: its time-out is the question's.
      const resolver = new Resolver({ timeout: Math.floor(timeoutMs / ATTEMPTS), tries: ATTEMPTS });
      if (servers !== undefined) resolver.setServers(servers);
      // The resolver's own time-out counts each server; this one counts all of it.
      const timer = setTimeout(() => resolver.cancel(), timeoutMs);
      try {
        return readWitness(role, await resolver.resolveTxt(names[role]), operation);
      } catch (error) {
        if (error instanceof CallError) throw error;
        throw new CallError(operation, kindOfDnsError(error), `${names[role]}: ${textOfError(error)}`);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
