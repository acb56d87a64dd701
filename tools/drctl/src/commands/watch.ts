import type { Terminal } from '@healthcare-dr/cli-kit';
import { valueOf } from '../answer';
import { assessStatus, type StatusView } from '../assess/status';
import { reportOf } from '../assess/status-report';
import { clock } from '../assess/words';
import type { PairFacts } from '../facts';
import { pause } from '../pause';
import { DEFAULT_PROGRAM } from '../program';
import { watchLines } from '../views/watch-text';
import { look, type LookOptions } from './status';

/** How often everything is asked again, in milliseconds: a heartbeat and a round come once a minute, an order's steps sooner. */
const PERIOD_MS = 5_000;

/** What `status --watch` is given. */
export interface WatchOptions extends LookOptions {
  /** Ends watching, and nothing else. */
  readonly signal: AbortSignal;
  /** @default - timers; ended early by the signal */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** What is done with each look. @default - what the terminal is made for */
  readonly show?: (found: Look) => void | Promise<void>;
}

/** One look, and what it comes to. */
export interface Look {
  readonly facts: PairFacts;
  readonly view: StatusView;
}

/**
 * Looks again and again: on a terminal one view that is drawn anew, with the steps of what runs; elsewhere a line for each thing that has
 * changed; with `json` one report a line.
 *
 * @throws what the signal was aborted with: it has no other end
 */
export async function watch(options: WatchOptions): Promise<never> {
  const { pair, terminal, json, program = DEFAULT_PROGRAM, signal, sleep = pause } = options;
  const { show = showOn(terminal, json) } = options;
  let given: LookOptions = options;
  for (;;) {
    const facts = await look(given);
    await show({ facts, view: assessStatus(pair.environment, facts, program) });
    signal.throwIfAborted();
    await sleep(PERIOD_MS, signal);
    signal.throwIfAborted();
    // The caller was found to be of the account.
    given = { ...options, allowed: Promise.resolve() };
  }
}

const showOn = (terminal: Terminal, json: boolean): ((found: Look) => void) =>
  json ? printReports(terminal) : terminal.interactive ? draw(terminal) : printChanges(terminal);

const printReports =
  ({ print }: Terminal) =>
  ({ view, facts }: Look): void =>
    print(JSON.stringify(reportOf(view, facts)));

const draw =
  (terminal: Terminal) =>
  ({ view, facts }: Look): void =>
    terminal.redraw(watchLines(view, facts, terminal));

/** A line when the conclusion changes, one for each row that changes its state, and one for each line of the history. */
function printChanges({ print }: Terminal): (found: Look) => void {
  const states = new Map<string, string>();
  const seen = new Set<string>();
  let last = '';
  return ({ view, facts }) => {
    const lines = linesOf(view, facts);
    const time = clock(view.at, view.at);
    for (const { key, text } of lines.history) {
      if (!seen.has(key)) print(text);
      seen.add(key);
    }
    if (lines.conclusion !== last) print(`${time}  ${lines.conclusion}`);
    last = lines.conclusion;
    for (const { subject, region = '', state, text } of view.rows) {
      const key = `${subject} ${region}`.trim();
      const before = states.get(key);
      states.set(key, state);
      // The first look names what is not as it should be.
      if (before === state || (before === undefined && state === 'ok')) continue;
      print(`${time}  ${key}: ${before === undefined ? '' : `${before} → `}${state}: ${text}`);
    }
  };
}

interface Lines {
  readonly conclusion: string;
  readonly history: readonly { readonly key: string; readonly text: string }[];
}

function linesOf(view: StatusView, { at, sides }: PairFacts): Lines {
  const { line, next } = view.conclusion;
  return {
    conclusion: `${line}${next === undefined ? '' : ` Next: ${next}`}`,
    history: Object.values(sides).flatMap(({ region, history }) =>
      (valueOf(history) ?? []).map(({ key, at: when, title, text }) => ({
        key: `${region} ${key}`,
        text: `${clock(when, at)}  ${region}  ${title}: ${text}`,
      })),
    ),
  };
}
