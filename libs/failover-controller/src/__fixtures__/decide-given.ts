import type { GlobalCluster } from '../domain/cluster';
import { decide } from '../decide/decide';
import type { Decision } from '../decide/decision';
import type { Trigger } from '../domain/events';
import type { Incident, Journal } from '../domain/journal';
import { type Observation, valueOf } from '../domain/observation';
import type { Policy } from '../domain/policy';
import type { ReasonCode } from '../domain/protocol';
import type { Site } from '../domain/site';
import {
  CONFIRMED,
  DR_ARN,
  DR_SITE,
  globalOf,
  incidentOf,
  journalOf,
  known,
  MINUTE,
  NOON,
  observationOf,
  POLICY,
  PRIMARY_ARN,
  SCHEDULE,
} from './world';

/** What differs from a quiet minute in dr, where the primary writes and serves. */
export interface Given {
  readonly seen?: Partial<Observation>;
  readonly incident?: Partial<Incident>;
  readonly journal?: Partial<Journal>;
  readonly policy?: Partial<Policy>;
  readonly trigger?: Trigger;
  readonly site?: Site;
}

/** The code of a reason, and as many of its parameters as matter. */
export interface ExpectedReason {
  readonly code: ReasonCode;
  readonly [parameter: string]: unknown;
}

/** What the controller decides then. */
export const decideGiven = ({
  seen,
  incident,
  journal,
  policy,
  trigger = SCHEDULE,
  site = DR_SITE,
}: Given): Decision =>
  decide(
    observationOf(seen),
    // What was seen before is of a piece with what is seen now.
    journalOf({
      watch: valueOf(seen?.peerWitness) === 'unhealthy' ? CONFIRMED : { ...CONFIRMED, lost: undefined },
      ...journal,
      ...(incident && { incident: incidentOf(incident) }),
    }),
    { ...POLICY, ...policy },
    trigger,
    site,
  );

/** A global cluster with an operation under way of which nobody says where it leads. */
export const running = (writer: string, status = 'failing-over'): GlobalCluster =>
  globalOf(writer, {
    operation: { status, fromClusterArn: undefined, toClusterArn: undefined, dataLossAllowed: true },
  });

export const DR_WRITES: Partial<Observation> = { global: known(globalOf(DR_ARN)) };
export const HELD: Partial<Observation> = { hold: known({ held: true, reason: 'maintenance' }) };
/** A failover that was asked for a minute ago. */
export const PROMOTING: Partial<Incident> = {
  phase: 'promoting',
  requestedAt: NOON - MINUTE,
  startedAt: NOON - MINUTE,
  attempts: 1,
};
/** One that was asked for so long ago that it may be asked for again. */
export const SILENT: Partial<Incident> = {
  ...PROMOTING,
  requestedAt: NOON - 2 * MINUTE,
  startedAt: NOON - 2 * MINUTE,
};
export const SWITCHOVER: Partial<Incident> = {
  ...PROMOTING,
  kind: 'switchover',
};
export const FAILBACK: Partial<Incident> = {
  ...SWITCHOVER,
  kind: 'failback',
  sourceClusterArn: DR_ARN,
  targetClusterArn: PRIMARY_ARN,
};
export const APPROVAL = { by: 'ann', at: NOON - MINUTE, acceptDataLoss: false };
export const ENGAGED = { engaged: true, since: NOON - MINUTE, settled: true };

/** The phase that is written down; `undefined` if nothing is. */
export const phaseOf = (decision: Decision): string | undefined => decision.intent?.journal.incident?.phase;
