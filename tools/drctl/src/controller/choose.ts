import type { Hold, Incident, Journal } from '@healthcare-dr/failover-controller';
import { peerOf, ROLES, UserError, type Role } from '@healthcare-dr/topology';
import type { Answer } from '../answer';
import { openIncidentOf, viewOf, writerOf } from '../assess/pair-view';
import { InputError } from '@healthcare-dr/cli-kit';
import { askHold, askJournal, askPolicy } from '../facts/controller';
import { askGlobalCluster, askLag, askMember } from '../facts/database';
import type { SideFacts } from '../facts';
import type { Pair } from '../pair';
import { CONTROLLER_RUNBOOK } from './invoke';

/** What is looked at before a command is given. */
export interface Ground {
  readonly sides: Readonly<Record<Role, GroundSide>>;
}

/** What of one side is looked at. */
export type GroundSide = Pick<SideFacts, 'role' | 'region' | 'global' | 'member' | 'lag' | 'policy'> & {
  readonly journal: Answer<Journal>;
  readonly hold: Answer<Hold>;
};

/** Asks both Regions at once; a dark one costs one question's time. */
export async function survey(pair: Pair): Promise<Ground> {
  const ask = async (role: Role): Promise<GroundSide> => {
    const side = pair.sides[role];
    const [global, journal, hold, member, lag, policy] = await Promise.all([
      askGlobalCluster(side),
      askJournal(side),
      askHold(side),
      askMember(side),
      askLag(side, pair.now()),
      askPolicy(side),
    ]);
    return { role, region: side.region, global, journal, hold, member, lag, policy };
  };
  const [primary, dr] = await Promise.all([ask('primary'), ask('dr')]);
  return { sides: { primary, dr } };
}

/** Which controller an order is for. */
export interface Destination {
  readonly role: Role;
  /** The incident that an approval is given to. */
  readonly incident: Incident | undefined;
}

/** An order as the operator gave it. */
export type OperationRequest =
  | { readonly operation: 'switchover' | 'failback' }
  | {
      readonly operation: 'failover';
      readonly acceptDataLoss: boolean;
      /** The side that is to write; it has to be named unless the primary writes. */
      readonly to: Role | undefined;
      /** Why it is ordered although the evidence does not say that the Region is lost. */
      readonly overrideReason: string | undefined;
    }
  | { readonly operation: 'approve'; readonly acceptDataLoss: boolean; readonly incidentId: string };

/**
 * The controller that an order is for: dr's for what is planned, the one that is to write for a failover, and for an approval the
 * one that asks for it.
 *
 * @param again the order as it would be given with more words
 * @throws InputError if the order does not fit what stands
 * @throws UserError if nobody knows what stands
 */
export function chooseController(
  ground: Ground,
  request: OperationRequest,
  again: (words: readonly string[]) => string,
): Destination {
  if (request.operation === 'approve') return chooseIncident(ground, request.incidentId);
  if (request.operation !== 'failover') return { role: 'dr', incident: undefined };
  const view = viewOf(ground);
  if (!view.known)
    throw new UserError({
      problem: `Neither Region says who writes: ${view.reason}.`,
      fix: `see ${CONTROLLER_RUNBOOK}: it says how to look, and how to promote by hand.`,
    });
  const role = directionOf(ground, request, again);
  // What stands open there takes the order as an approval.
  return { role, incident: openFailoverOf(ground.sides[role]) };
}

/** The failover that a controller has open. */
const openFailoverOf = (side: GroundSide): Incident | undefined => {
  const incident = openIncidentOf(side);
  return incident?.kind === 'failover' ? incident : undefined;
};

/**
 * Which side a failover promotes. Without being told it only ever goes from primary to dr: given once more after it has succeeded, it
 * would otherwise go back, and lose what dr has taken since.
 */
function directionOf(
  { sides }: Ground,
  { to }: Extract<OperationRequest, { operation: 'failover' }>,
  again: (words: readonly string[]) => string,
): Role {
  const writer = writerOf({ sides });
  const named = (role: Role) => `${role} (${sides[role].region})`;
  if (to !== undefined && to === writer)
    throw new InputError({
      problem: `${named(to)} writes already. Nothing was done.`,
      allowed: peerOf(to),
      fix: `leave it at that, or name the other side if ${named(to)} is lost.`,
    });
  if (to !== undefined) return to;
  if (writer === 'primary') return 'dr';
  throw new InputError({
    problem: `${writer === undefined ? 'Nobody writes' : `${named(writer)} writes`}, so which way to fail over has to be said. Nothing was done.`,
    allowed: `--to ${writer === undefined ? 'primary or --to dr' : peerOf(writer)}`,
    fix:
      writer === undefined
        ? `name the side that is to write: ${again(['--to', 'dr'])}`
        : `if ${named(writer)} is lost: ${again(['--to', peerOf(writer)])}. If it is well, a failback loses nothing.`,
  });
}

function chooseIncident(ground: Ground, incidentId: string): Destination {
  const open = ROLES.flatMap((role) => {
    const incident = openIncidentOf(ground.sides[role]);
    return incident === undefined ? [] : [{ role, incident }];
  });
  const found = open.find(({ incident }) => incident.id === incidentId);
  if (found !== undefined) return found;
  const unread = ROLES.map((role) => ground.sides[role]).filter(({ journal }) => !journal.known);
  if (unread.length > 0)
    throw new UserError({
      problem: `Whether '${incidentId}' is open cannot be told: the journal in ${unread.map(({ region, journal }) => `${region} (${journal.known ? '' : journal.reason})`).join(' and ')} cannot be read. Nothing was done.`,
      ...(open.length === 0 ? {} : { allowed: open.map(({ incident }) => incident.id).join(', ') }),
      fix: `give it again once it answers, or see ${CONTROLLER_RUNBOOK}.`,
    });
  throw new InputError({
    problem: `There is no open incident '${incidentId}'. Nothing was done.`,
    allowed:
      open.length === 0 ? 'none: no incident is open' : open.map(({ incident }) => incident.id).join(', '),
    fix: 'take the id from the notification, or from drctl status.',
  });
}
