import type { Hold, Incident, Journal } from '@healthcare-dr/failover-controller';
import { ROLES, UserError, type Role } from '@healthcare-dr/topology';
import type { Answer } from '../answer';
import { openIncidentOf, standbyOf, viewOf, writerOf } from '../assess/pair-view';
import { InputError } from '@healthcare-dr/cli-kit';
import { askHold, askJournal } from '../facts/controller';
import { askGlobalCluster } from '../facts/database';
import type { PairFacts, SideFacts } from '../facts';
import type { Pair } from '../pair';
import { CONTROLLER_RUNBOOK } from './invoke';

/** What is looked at before a command is given. */
export interface Ground {
  readonly sides: Readonly<Record<Role, GroundSide>>;
}

/** What of one side is looked at. */
export type GroundSide = Pick<SideFacts, 'role' | 'region' | 'global'> & {
  readonly journal: Answer<Journal>;
  readonly hold: Answer<Hold>;
};

/** Asks both Regions at once; a dark one costs one question's time. */
export async function survey(pair: Pair): Promise<Ground> {
  const ask = async (role: Role): Promise<GroundSide> => {
    const side = pair.sides[role];
    const [global, journal, hold] = await Promise.all([
      askGlobalCluster(side),
      askJournal(side),
      askHold(side),
    ]);
    return { role, region: side.region, global, journal, hold };
  };
  const [primary, dr] = await Promise.all([ask('primary'), ask('dr')]);
  return { sides: { primary, dr } };
}

const factsOf = (ground: Ground) => ground as Pick<PairFacts, 'sides'>;

/** Who writes, as far as the survey tells. */
export const surveyedWriter = (ground: Ground): Role | undefined => writerOf(factsOf(ground));

/** Which controller an order is for. */
export interface Destination {
  readonly role: Role;
  /** The incident that consent is given to. */
  readonly incident: Incident | undefined;
}

/** An order as the operator gave it. */
export type OperationRequest =
  | { readonly operation: 'switchover' | 'failback' }
  | {
      readonly operation: 'failover';
      readonly acceptDataLoss: boolean;
      readonly region: string | undefined;
      /** Why it is ordered although the evidence does not say that the Region is lost. */
      readonly overrideReason: string | undefined;
    }
  | { readonly operation: 'approve'; readonly acceptDataLoss: boolean; readonly incidentId: string };

/**
 * The controller that an order is for: dr's for what is planned, the standby's for a failover, and for consent the one that asks
 * for it.
 *
 * @throws InputError if the order does not fit what stands
 * @throws UserError if nobody knows what stands
 */
export function chooseController(ground: Ground, request: OperationRequest): Destination {
  if (request.operation === 'approve') return chooseIncident(ground, request.incidentId);
  if (request.operation !== 'failover') return { role: 'dr', incident: undefined };
  const view = viewOf(factsOf(ground));
  if (!view.known)
    throw new UserError({
      problem: `Neither Region says who writes: ${view.reason}.`,
      fix: `see ${CONTROLLER_RUNBOOK}: it says how to look, and how to promote by hand.`,
    });
  const role = standbyOf(factsOf(ground));
  const { region } = ground.sides[role];
  if (request.region !== undefined && request.region !== region) {
    const writer = writerOf(factsOf(ground));
    throw new InputError({
      problem: `--region is '${request.region}', and a failover goes to the standby, which is ${region}${writer === undefined ? '' : `: ${ground.sides[writer].region} writes`}. Nothing was done.`,
      allowed: region,
      fix: 'leave --region out, or name the standby.',
    });
  }
  return { role, incident: undefined };
}

function chooseIncident(ground: Ground, incidentId: string): Destination {
  const open = ROLES.flatMap((role) => {
    const incident = openIncidentOf(ground.sides[role]);
    return incident === undefined ? [] : [{ role, incident }];
  });
  const found = open.find(({ incident }) => incident.id === incidentId);
  if (found !== undefined) return found;
  const unread = ROLES.map((role) => ground.sides[role]).filter(({ journal }) => !journal.known);
  const suffix =
    unread.length === 0
      ? ''
      : ` (the journal in ${unread.map(({ region }) => region).join(', ')} cannot be read)`;
  throw new InputError({
    problem: `There is no open incident '${incidentId}'${suffix}. Nothing was done.`,
    allowed:
      open.length === 0 ? 'none: no incident is open' : open.map(({ incident }) => incident.id).join(', '),
    fix: 'take the id from the notification, or from drctl status.',
  });
}
