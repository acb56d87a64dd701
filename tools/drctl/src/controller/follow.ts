import type { Incident, Phase } from '@healthcare-dr/failover-controller';
import { ask } from '../answer';
import { historyStart, readHistory, readJournal, type KeyedLine } from '../facts/controller';
import type { RegionClients } from '../pair';
import { pause } from '../pause';

/** How often the journal is read, in milliseconds. */
const PERIOD_MS = 2_000;

/** After how long without a change the controller is asked what it waits for, and how often then, in milliseconds. */
const PATIENCE_MS = 20_000;

/** How a followed incident ended, or why nobody follows it any more. */
export type Ending =
  | { readonly kind: 'closed'; readonly incident: Incident }
  | {
      readonly kind: 'timeout';
      readonly incident: Incident | undefined;
      readonly waitsFor: string | undefined;
    }
  /** The journal tells of another incident: this one is over, and only the history knows how. */
  | { readonly kind: 'superseded' };

/** What happens while an incident is followed. */
export interface FollowListener {
  line(line: KeyedLine): void;
  phase(phase: Phase, incident: Incident): void;
  /** The journal was read, whether or not anything has changed. */
  looked(incident: Incident): void;
  /** The journal cannot be read for now; told once for each time it begins. */
  blind(reason: string): void;
  /** Nothing changes for a while, and this is why. */
  waits(reason: string): void;
}

/** Which incident, and for how long. */
export interface FollowOptions {
  /** Recognizes the incident. */
  readonly isIt: (incident: Incident) => boolean;
  readonly timeoutMs: number;
  /** Ends following, and nothing else. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** What the controller waits for; `undefined` if it does not say. Asks without changing anything. */
  readonly whatItWaitsFor: () => Promise<string | undefined>;
  /** @default - timers; ended early by the signal */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Follows an incident in the journal of its controller until it is closed: reads only. A journal that does not answer for a while
 * is no end.
 *
 * @throws what the signal was aborted with
 */
export async function follow(
  side: RegionClients,
  listener: FollowListener,
  options: FollowOptions,
): Promise<Ending> {
  const { isIt, timeoutMs, signal, now, sleep = pause } = options;
  const end = now() + timeoutMs;
  let seen: Incident | undefined;
  let cursor: string | undefined;
  let isBlind = false;
  let patientSince = now();
  let waitsFor: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const read = await ask((call) => readJournal(side, call));
    if (!read.known) {
      if (!isBlind) listener.blind(read.reason);
      isBlind = true;
    } else {
      isBlind = false;
      const { incident } = read.value;
      const isOurs =
        incident !== undefined && (seen === undefined ? isIt(incident) : incident.id === seen.id);
      const ours = seen ?? (isOurs ? incident : undefined);
      const before = cursor;
      if (ours !== undefined) cursor = await tell(side, ours.id, cursor ?? historyStart(ours), listener);
      if (cursor !== before) patientSince = now();
      if (isOurs) {
        if (incident.phase !== seen?.phase) listener.phase(incident.phase, incident);
        seen = incident;
        listener.looked(incident);
        if (incident.phase === 'closed') return { kind: 'closed', incident };
      } else if (seen !== undefined) return { kind: 'superseded' };
    }
    if (now() >= end) return { kind: 'timeout', incident: seen, waitsFor };
    if (seen !== undefined && now() - patientSince >= PATIENCE_MS) {
      patientSince = now();
      const reason = await options.whatItWaitsFor();
      if (reason !== undefined && reason !== waitsFor) listener.waits(reason);
      waitsFor = reason ?? waitsFor;
    }
    await sleep(PERIOD_MS, signal);
  }
}

async function tell(
  side: RegionClients,
  incidentId: string,
  after: string,
  listener: FollowListener,
): Promise<string> {
  const lines = await ask((call) => readHistory(side, { incidentId, after }, call));
  if (!lines.known) return after;
  for (const line of lines.value) listener.line(line);
  return lines.value.at(-1)?.key ?? after;
}
