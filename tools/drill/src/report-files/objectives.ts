import { REPLICATION_STOPPED_MS, type JournalEvent } from '@healthcare-dr/failover-controller';
import {
  RPO_MILLISECONDS,
  RTO_MILLISECONDS,
  SCHEDULE_SECONDS,
  type Environment,
} from '@healthcare-dr/topology';
import { movedAt } from '../failover/checks';
import type { Recording } from '../failover/facts';
import type { AssertionId } from '../assertion-id';
import type { Assertion } from '../assertion-recorder';
import { DOCUMENTED } from './documented-durations';

/** What the project promises, in milliseconds. */
export const TARGETS = {
  rtoMs: RTO_MILLISECONDS,
  rpoMs: RPO_MILLISECONDS,
  /** What a loss on which all evidence agrees takes here, where a promotion takes seconds: until dr writes, */
  writerMs: 720_000,
  /** and until clients are led there. */
  serviceMs: 1_200_000,
} as const;

/** The moments of an outage, in virtual milliseconds since the epoch; `undefined` if one was never reached. */
export interface Milestones {
  /** The primary Region went dark. */
  readonly lost: number | undefined;
  /** The controller took notice. */
  readonly noticed: number | undefined;
  /** It asked AWS to promote dr. */
  readonly decided: number | undefined;
  /** dr wrote, and nothing was under way any more. */
  readonly promoted: number | undefined;
  /** dr wrote, the control metric routed traffic there, and DNS led there. */
  readonly served: number | undefined;
  /** The primary wrote again, and traffic was routed there. */
  readonly home: number | undefined;
}

/** What it takes until clients are served by dr, in virtual milliseconds since the epoch. */
export interface Serving {
  readonly writes: number | undefined;
  /** The control metric routes traffic to it. */
  readonly routed: number | undefined;
  /** DNS leads there. */
  readonly led: number | undefined;
}

/** The situation in which the primary Region is lost; `undefined` if it was not played. */
export const lossOfRegion = (recordings: readonly Recording[]): Recording | undefined =>
  recordings.find(({ scenario }) => scenario === 'failover');

/** When dr came to each of what it takes to serve. */
export const servingOf = (lost: Recording): Serving => ({
  writes: movedAt(lost, 'dr'),
  routed: lost.control.find(({ value }) => value === 1)?.at,
  led: lost.answers.find(({ at, serves }) => serves === 'dr' && at >= (lost.dark?.from ?? 0))?.at,
});

/** Reads the moments of the outage from what was seen. */
export function milestonesOf(recordings: readonly Recording[]): Milestones {
  const lost = lossOfRegion(recordings);
  const home = recordings.find(({ scenario }) => scenario === 'failback');
  const said = (event: JournalEvent) => lost?.history.find((entry) => entry.event === event)?.at;
  const serving = lost && servingOf(lost);
  return {
    lost: lost?.dark?.from,
    noticed: said('failover-suspected'),
    decided: said('promotion-requested'),
    promoted: serving?.writes,
    served: serving && latest(serving.writes, serving.routed, serving.led),
    home: home && latest(movedAt(home, 'primary'), home.control.find(({ value }) => value === 0)?.at),
  };
}

const latest = (...moments: readonly (number | undefined)[]): number | undefined =>
  moments.some((at) => at === undefined) ? undefined : Math.max(...moments.filter((at) => at !== undefined));

/** How long service was gone and how much data with it, measured here and as AWS's documentation lets expect it: milliseconds. */
export interface Objectives {
  readonly milestones: Milestones;
  readonly rto: {
    readonly measuredMs: number | undefined;
    readonly modelledMs: number;
    readonly parts: readonly Part[];
  };
  readonly rpo: {
    /** The most that could have been lost: the last lag that was published, and the time from then to the loss. */
    readonly measuredMs: number | undefined;
    readonly modelledMs: number;
    /** Beyond it nothing is promoted without an operator's approval. */
    readonly boundMs: number;
  };
}

/** A part of the modelled time. */
export interface Part {
  readonly what: string;
  readonly seconds: number;
  /** Where the number is from. */
  readonly from: string;
}

/** Compares what was seen, and what AWS documents, with what is promised. */
export function objectivesOf(
  recordings: readonly Recording[],
  { failover: policy, dns }: Pick<Environment, 'failover' | 'dns'>,
): Objectives {
  const milestones = milestonesOf(recordings);
  const { lost, served } = milestones;
  const lag = lossOfRegion(recordings)?.lag;
  const { requestIntervalSeconds, failureThreshold } = dns.healthCheck;
  const parts: Part[] = [
    {
      what: 'nothing that was committed arrives any more',
      seconds: REPLICATION_STOPPED_MS / 1000,
      from: "the controller's limit for replication that has stopped",
    },
    { what: 'the controller looks', seconds: SCHEDULE_SECONDS, from: 'its schedule, at worst' },
    {
      what: 'the loss is confirmed',
      seconds: policy.confirmationSeconds + SCHEDULE_SECONDS,
      from: 'the policy, and the next minute of the schedule',
    },
    { ...DOCUMENTED.failover, from: DOCUMENTED.failover.source },
    {
      what: 'the controller sees it and moves traffic',
      seconds: SCHEDULE_SECONDS,
      from: 'its schedule, at worst',
    },
    { ...DOCUMENTED.alarmData, from: DOCUMENTED.alarmData.source },
    {
      what: 'the health checks of the load balancers',
      seconds: requestIntervalSeconds * failureThreshold,
      from: 'the configuration of the environment',
    },
    { ...DOCUMENTED.aliasTtl, from: DOCUMENTED.aliasTtl.source },
  ].map(({ what, seconds, from }) => ({ what, seconds, from }));
  return {
    milestones,
    rto: {
      measuredMs: lost === undefined || served === undefined ? undefined : served - lost,
      modelledMs: parts.reduce((sum, { seconds }) => sum + seconds * 1000, 0),
      parts,
    },
    rpo: {
      measuredMs:
        lost === undefined || lag === undefined ? undefined : lag.lagMs + Math.max(0, lost - lag.at),
      modelledMs: DOCUMENTED.replication.seconds * 1000,
      boundMs: policy.lagBoundSeconds * 1000,
    },
  };
}

/** `1.5 s`, `16.5 min`: in the unit in which it is read. */
export const duration = (ms: number): string =>
  ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`;

/** `12:03:00.250` of a moment in milliseconds since the epoch, in UTC. */
export const timeOfDay = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** The same of what may never have been reached. */
export const optionalDuration = (ms: number | undefined, otherwise = 'not reached'): string =>
  ms === undefined ? otherwise : duration(ms);

/** That the promises were kept: as measured here, and as AWS's documentation lets expect it. */
export function objectiveAssertions({ milestones, rto, rpo }: Objectives): Assertion[] {
  const { lost, promoted } = milestones;
  const writerMs = lost === undefined || promoted === undefined ? undefined : promoted - lost;
  const within = (id: AssertionId, title: string, ms: number | undefined, target: number): Assertion => ({
    id,
    title: `${title} is less than ${duration(target)}`,
    ok: ms !== undefined && ms < target,
    detail: optionalDuration(ms, 'It never came to that.'),
  });
  return [
    within(
      'writer-in-time',
      'The time until dr writes, measured in virtual time,',
      writerMs,
      TARGETS.writerMs,
    ),
    within(
      'clients-served-in-time',
      'The time until clients are served, measured in virtual time,',
      rto.measuredMs,
      TARGETS.serviceMs,
    ),
    within('rto-measured', 'RTO, measured in virtual time,', rto.measuredMs, TARGETS.rtoMs),
    within(
      'rto-modelled',
      'RTO, modelled with the durations that AWS documents,',
      rto.modelledMs,
      TARGETS.rtoMs,
    ),
    within('rpo-measured', 'RPO, measured from the lag that was published,', rpo.measuredMs, TARGETS.rpoMs),
    within(
      'rpo-modelled',
      'RPO, modelled with the replication that AWS documents,',
      rpo.modelledMs,
      TARGETS.rpoMs,
    ),
  ];
}
