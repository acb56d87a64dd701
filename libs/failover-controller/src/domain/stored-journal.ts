import { EMPTY_JOURNAL, type Incident, type Journal } from './journal';
import { type Phase, PROTOCOL_VERSION } from './protocol';

/** A journal as its item holds it. */
export interface StoredJournal {
  readonly version: number;
  /** Of the protocol; `undefined` in what a deployment has left that had none. */
  readonly protocolVersion: number | undefined;
  readonly json: string;
}

/** A state that this program cannot read. It is not an empty one. */
export class JournalFormatError extends Error {
  constructor(what: string) {
    super(`the state of the journal ${what}`);
    this.name = 'JournalFormatError';
  }
}

/** Phases of version 1 that have another name. */
const PHASES_1: Readonly<Record<string, Phase>> = {
  'awaiting-consent': 'approval-required',
  engaging: 'routing-to-dr',
  releasing: 'routing-to-primary',
};

/** What version 1 named otherwise. */
interface Journal1 {
  readonly snapshotDuty?: Journal['pendingSnapshot'];
}

interface Incident1 {
  readonly consent?: Incident['approval'];
  readonly chores?: Incident['followUpsDone'];
}

/**
 * Reads a journal of this version of the protocol or an older one. JSON leaves out what is undefined, and an older version what it
 * did not know.
 *
 * @throws JournalFormatError if it is of a newer version, or no journal at all
 */
export function readStoredJournal({ version, protocolVersion = 1, json }: StoredJournal): Journal {
  if (protocolVersion > PROTOCOL_VERSION)
    throw new JournalFormatError(
      `is of protocol ${protocolVersion}, and this program reads up to ${PROTOCOL_VERSION}: deploy the newer one again`,
    );
  let parsed: Partial<Journal> & Journal1;
  try {
    parsed = JSON.parse(json) as Partial<Journal> & Journal1;
  } catch {
    throw new JournalFormatError('holds no JSON; it was written by something else');
  }
  const { traffic, handledRequests, outbox } = parsed;
  if (typeof traffic?.engaged !== 'boolean' || !Array.isArray(handledRequests) || !Array.isArray(outbox))
    throw new JournalFormatError(
      'lacks traffic, handledRequests or outbox; it was written by something else',
    );
  const { snapshotDuty, incident, ...rest } = parsed;
  // Only version 1 writes a field of its own, so it is the newer one where both stand.
  return {
    ...EMPTY_JOURNAL,
    ...rest,
    incident: incident && migrateIncident(incident),
    pendingSnapshot: snapshotDuty ?? parsed.pendingSnapshot,
    version,
  };
}

/** The names of this version for what version 1 wrote. */
function migrateIncident({ consent, chores, ...incident }: Incident & Incident1): Incident {
  return {
    ...incident,
    phase: PHASES_1[incident.phase] ?? incident.phase,
    approval: consent ?? incident.approval,
    followUpsDone: chores ?? incident.followUpsDone,
  };
}
