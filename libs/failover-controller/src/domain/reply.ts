import type { Journal } from './journal';
import type { Failure } from './observation';
import type { Outcome, Status } from './outcome';
import { type Disposition, type OrderOperation, PROTOCOL_VERSION, type Reason } from './protocol';
import { readStoredJournal } from './stored-journal';

/** What a controller answered, of whichever version it is. */
export interface Reply {
  readonly protocolVersion: number;
  /** What is done, such as `switchover`; of a dry run, what would be. */
  readonly action: string;
  readonly disposition: Disposition;
  /** `undefined` from version 1, which had only prose. */
  readonly reason: Reason | undefined;
  /** For people. */
  readonly message: string;
  readonly dryRun: boolean;
  readonly healthy: boolean;
  readonly failures: readonly Failure[];
  readonly status: Status | undefined;
  readonly journal: Journal | undefined;
}

/** An answer that this program cannot take. */
export class ReplyError extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'ReplyError';
  }
}

/** An outcome of version 1: what happened stood in the words of its reason. */
interface Outcome1 extends Partial<Omit<Outcome, 'action' | 'reason' | 'steps' | 'protocolVersion'>> {
  readonly action: string;
  readonly reason: string;
  readonly steps?: readonly { readonly reason: string }[];
}

const isOutcome1 = (reply: Readonly<Record<string, unknown>>): boolean =>
  typeof reply['action'] === 'string' && typeof reply['reason'] === 'string';

const ORDERS: readonly OrderOperation[] = ['failover', 'switchover', 'failback', 'approve'];

/** The words of version 1 that say what became of a command. They are fixed: nobody writes them any more. */
const REFUSED_1 = ORDERS.map((order) => `${order} refused: `);
const TAKEN_1 = ORDERS.map((order) => `${order}: this request was taken already`);
const HELD_1 = 'held: ';
const WOULD_1 = 'would ';

const isRefusal1 = (text: string): boolean => REFUSED_1.some((words) => text.startsWith(words));

function dispositionOf1({ action, reason, steps = [], healthy = false }: Outcome1): Disposition {
  if (action === 'busy' || action === 'ignored') return action;
  if ([reason, ...steps.map((step) => step.reason)].some(isRefusal1)) return 'refused';
  if (TAKEN_1.includes(reason)) return 'duplicate';
  if (reason.startsWith(HELD_1)) return 'held';
  if (!healthy || action === 'error') return 'failed';
  return ['none', 'status'].includes(actionOf1(action)) ? 'done' : 'accepted';
}

/** What is done, or would be. */
const actionOf1 = (action: string): string =>
  action.startsWith(WOULD_1) ? action.slice(WOULD_1.length) : action;

function readOutcome1(reply: Outcome1): Reply {
  const { action, reason, dryRun = false, healthy = false, failures = [], status, steps = [] } = reply;
  const disposition = dispositionOf1(reply);
  const said = [reason, ...steps.map((step) => step.reason)];
  return {
    protocolVersion: 1,
    action: actionOf1(action),
    disposition,
    reason: undefined,
    message: (disposition === 'refused' ? said.find(isRefusal1) : undefined) ?? reason,
    dryRun,
    healthy,
    failures,
    status,
    journal: reply.journal && migrate(reply.journal, 1),
  };
}

/** The journal in an answer is one as it is stored, but for where the version stands. */
const migrate = ({ version, ...journal }: Journal, protocolVersion: number): Journal =>
  readStoredJournal({ version, protocolVersion, json: JSON.stringify(journal) });

/**
 * Reads what a controller answered, of this version of the protocol or an older one.
 *
 * @param payload - what Lambda returned
 * @throws ReplyError if it is of a newer version, or no answer of a controller
 */
export function readReply(payload: string): Reply {
  let reply: Readonly<Record<string, unknown>> | null;
  try {
    reply = JSON.parse(payload) as Readonly<Record<string, unknown>> | null;
  } catch {
    throw new ReplyError('answered what is no JSON');
  }
  if (typeof reply !== 'object' || reply === null) throw new ReplyError('answered no object');
  const { protocolVersion } = reply;
  if (typeof protocolVersion === 'number' && protocolVersion > PROTOCOL_VERSION)
    throw new ReplyError(
      `answers in protocol ${protocolVersion}, and this program reads up to ${PROTOCOL_VERSION}: use the drctl of the commit that was deployed`,
    );
  if (protocolVersion === undefined && isOutcome1(reply)) return readOutcome1(reply as unknown as Outcome1);
  if (typeof reply['disposition'] !== 'string' || typeof reply['message'] !== 'string')
    throw new ReplyError('answered what no version of the protocol knows');
  const outcome = reply as unknown as Partial<Outcome> & Pick<Outcome, 'disposition' | 'message'>;
  return {
    protocolVersion: outcome.protocolVersion ?? PROTOCOL_VERSION,
    action: outcome.action ?? 'none',
    disposition: outcome.disposition,
    reason: outcome.reason,
    message: outcome.message,
    dryRun: outcome.dryRun ?? false,
    healthy: outcome.healthy ?? false,
    failures: outcome.failures ?? [],
    status: outcome.status,
    journal: outcome.journal && migrate(outcome.journal, PROTOCOL_VERSION),
  };
}
