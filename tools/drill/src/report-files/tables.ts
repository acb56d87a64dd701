import type { Recording } from '../failover/facts';
import { DOCUMENTED } from './documented-durations';
import { derivationsOf } from './derivations';
import type { DrillReport } from './drill-report';
import { eventsOf } from './events';
import { duration, optionalDuration, TARGETS, timeOfDay } from './objectives';

/** A table of the report, whichever file shows it. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What was drilled and when; without versions, which each file shows in its own way. */
export const summaryRows = ({ startedAt, durationMs, commit, environment }: DrillReport) =>
  [
    ['Began', `${startedAt}, took ${duration(durationMs)} of real time`],
    ['Commit', commit],
    ['Environment', `${environment.suffix}, account ${environment.accountId}`],
    ['Regions', `primary ${environment.regions.primary}, dr ${environment.regions.dr}`],
  ] as const;

export const objectiveTable = ({ rto, rpo }: DrillReport['objectives']): Table => ({
  header: ['Objective', 'Target', 'Measured here', 'Modelled on AWS'],
  rows: [
    ['RTO', `< ${duration(TARGETS.rtoMs)}`, optionalDuration(rto.measuredMs), duration(rto.modelledMs)],
    ['RPO', `< ${duration(TARGETS.rpoMs)}`, optionalDuration(rpo.measuredMs), duration(rpo.modelledMs)],
  ],
});

/** What each figure was computed from. */
export const derivationTable = (report: DrillReport): Table => ({
  header: ['Figure', 'Value', 'Computed from'],
  rows: derivationsOf(report).map(({ figure, value, from }) => [figure, value, from]),
});

/** What the modelled RTO consists of. */
export const partsTable = ({ rto }: DrillReport['objectives']): Table => ({
  header: ['Part of the RTO', 'Seconds', 'From'],
  rows: rto.parts.map(({ what, seconds, from }) => [what, String(seconds), from]),
});

/** What AWS documents of durations, a line each. */
export const documentedLines = (): string[] =>
  Object.values(DOCUMENTED).map(
    ({ what, seconds, says, source }) => `${what}: ${seconds} s; ${says} (${source})`,
  );

export const leftOutTable = ({ leftOut }: DrillReport): Table => ({
  header: ['Stack', 'Because'],
  rows: leftOut.map(({ name, reason }) => [name, reason]),
});

/** How a situation was played. */
export const playedLine = ({ from, to, realMs, invocations }: Recording): string =>
  `${duration(to - from)} of virtual time, played in ${(realMs / 1000).toFixed(1)} s; ${invocations.length} runs of the controller.`;

export const eventTable = (recording: Recording): Table => ({
  header: ['Virtual time', 'What', ''],
  rows: eventsOf(recording).map(({ at, what, more }) => [timeOfDay(at), what, more]),
});
