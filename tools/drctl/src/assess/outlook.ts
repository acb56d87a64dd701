import {
  assess,
  CONFIRMATION_ROUNDS,
  formatReason,
  peerMayServe,
  permitsOrder,
  REPLICATION_STOPPED_MS,
  ROUND_GAP_MS,
  type Incident,
  type Policy,
} from '@healthcare-dr/failover-controller';
import { valueOf } from '../answer';
import type { SideFacts } from '../facts';
import { approvalOf } from './approval';
import { freshEvidence } from './signals';
import { clock, duration, nameOfCaller } from './words';

/** What a controller does of an outage that is only suspected. Sentences, for people. */
export interface Outlook {
  /** What it does by itself, and when at the earliest. */
  readonly byItself: string;
  /** What an approval does that is given now. */
  readonly approvedNow: string;
}

type Seen = Pick<SideFacts, 'policy' | 'journal'> & Partial<Pick<SideFacts, 'member'>>;

/** What becomes of a failover that is being confirmed, by what its controller saw in its last round; `undefined` past that. */
export function outlookOf(incident: Incident, side: Seen, at: number): Outlook | undefined {
  if (incident.kind !== 'failover' || incident.phase !== 'suspected') return undefined;
  const policy = valueOf(side.policy);
  return {
    byItself:
      policy === undefined
        ? 'Whether it fails over by itself is not known: its policy does not answer.'
        : byItself(incident, side, policy, at),
    approvedNow: approvedNow(incident, side, at),
  };
}

/** When replication counts as stopped. */
const STOPPED = `it counts as stopped ${duration(REPLICATION_STOPPED_MS)} after the last write that arrived`;

function byItself(incident: Incident, side: Seen, policy: Policy, at: number): string {
  const { objection } = approvalOf(incident, side, at);
  const does =
    objection === undefined ? 'it fails over by itself' : `it asks for approval (${formatReason(objection)})`;
  const seen = freshEvidence(side, at);
  switch (seen === undefined ? 'undetermined' : assess(seen)) {
    case 'lost':
      return `Once ${CONFIRMATION_ROUNDS} rounds in ${duration(policy.confirmationMs)} agree that the Region is lost, ${does}: ${progress(side, policy, at)}.`;
    case 'lost-replicating':
      return policy.failoverWhileReplicatingAfterMs === undefined
        ? `Replication has not stopped (${STOPPED}): once it has, and ${CONFIRMATION_ROUNDS} rounds agree, ${does}.`
        : `Replication has not stopped (${STOPPED}): once it has and ${CONFIRMATION_ROUNDS} rounds agree, or after ${duration(policy.failoverWhileReplicatingAfterMs)} of this, ${does}.`;
    default:
      return `Not every signal says yet that the Region is lost; once all do in ${CONFIRMATION_ROUNDS} rounds, ${does}.`;
  }
}

function progress({ journal }: Seen, { confirmationMs }: Policy, at: number): string {
  const lost = valueOf(journal)?.watch.lost;
  if (lost === undefined) return `0 of ${CONFIRMATION_ROUNDS} so far`;
  const missing = Math.max(0, CONFIRMATION_ROUNDS - lost.rounds);
  const earliest = Math.max(lost.firstAt + confirmationMs, lost.lastAt + missing * ROUND_GAP_MS, at);
  return `${Math.min(lost.rounds, CONFIRMATION_ROUNDS)} of ${CONFIRMATION_ROUNDS} so far, at ${clock(earliest, at)} at the earliest`;
}

function approvedNow(incident: Incident, side: Seen, at: number): string {
  const { acceptsDataLoss } = approvalOf(incident, side, at);
  const approval = acceptsDataLoss ? 'An approval with --accept-data-loss' : 'An approval';
  return isPermitted(side, at)
    ? `${approval} requests the promotion at once.`
    : `${approval} requests nothing yet: it counts once every signal says that the Region is lost${goodFor(side)}.`;
}

const goodFor = ({ policy }: Seen): string => {
  const known = valueOf(policy);
  return known === undefined ? '' : `, for ${duration(known.approvalMs)}`;
};

function isPermitted(side: Seen, at: number): boolean {
  const seen = freshEvidence(side, at);
  return seen !== undefined && permitsOrder(assess(seen));
}

/** An order to fail over, or an approval, that the controller takes now. */
export interface TakenOrder {
  /** The failover that is open; without one it opens one. */
  readonly incident: Incident | undefined;
  /** Whether it is given against the evidence. */
  readonly overrides: boolean;
}

/** What such an order does, in words that go on from its controller's name. */
export function effectOf({ incident, overrides }: TakenOrder, side: Seen, at: number): string {
  const first = approvalFirst(incident, side, at);
  if (first !== undefined)
    return `takes it as the confirmation of what ${first} ordered: the promotion is requested at once`;
  const takes = incident === undefined ? 'opens an incident' : `takes it as the approval of ${incident.id}`;
  if (incident?.phase === 'promoting') return `${takes}, whose promotion has been requested already`;
  const seen = freshEvidence(side, at);
  if (overrides && (seen === undefined || peerMayServe(seen)))
    return `${takes}, and waits for somebody else to confirm it: clients may still be served`;
  return overrides || incident === undefined || isPermitted(side, at)
    ? `${takes}: the promotion is requested at once`
    : `${takes}, which counts once every signal says that the Region is lost${goodFor(side)}`;
}

/** Who ordered what somebody else has to confirm. */
function approvalFirst(incident: Incident | undefined, side: Seen, at: number): string | undefined {
  const by = incident === undefined ? undefined : approvalOf(incident, side, at).secondPersonAfter;
  return by === undefined ? undefined : nameOfCaller(by);
}
