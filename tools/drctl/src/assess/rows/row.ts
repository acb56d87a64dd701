import type { State } from '@healthcare-dr/cli-kit';
import type { Answer } from '../../answer';

/** One line of the status. */
export interface StatusRow {
  readonly subject: string;
  /** The Region it is about; `undefined` for the pair. */
  readonly region: string | undefined;
  readonly state: State;
  readonly text: string;
}

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** What a row says, and whether it is as it should be. */
export type Say = Pick<StatusRow, 'state' | 'text'>;
export const ok = (text: string): Say => ({ state: 'ok', text });
export const attention = (text: string): Say => ({ state: 'attention', text });
export const unknown = (text: string): Say => ({ state: 'unknown', text });

/** What is said of an answer; of one that did not come, why. */
export function told<T>(answer: Answer<T>, say: (value: T) => Say): Say {
  if (answer.known) return say(answer.value);
  return unknown(answer.dark ? `does not answer (${answer.reason})` : answer.reason);
}
