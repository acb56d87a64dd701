import { table } from '@healthcare-dr/cli-kit';
import type { EnumerationResult } from './enumerations';
import { GUARANTEES } from './guarantees';
import type { Summary } from './runner/batch';
import type { Replay } from './runner/replay';
import { MUTANT_RUNS, type MutantResult } from './simulate';
import { RECOVERY_GOALS, recoveryFigures } from './recoveries';
import { PARTS, type Ending, type Part } from './world/course';
import { HANDOVERS } from './world/handovers';
import { RECOVERY_KINDS, type RecoveryKind } from './world/recovery';

const MINUTE = 60_000;
const count = (value: number): string => Math.round(value).toLocaleString('en-GB');
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function duration(ms: number): string {
  if (!Number.isFinite(ms)) return 'never';
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function percentilesOf(timesMs: readonly number[]): string[] {
  const sorted = timesMs.toSorted((one, other) => one - other);
  return [0.5, 0.99, 1].map((share) =>
    duration(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0),
  );
}

/** How long it took until dr wrote, by what else had failed. */
function reportRecoveries(summary: Summary): string[] {
  const rows = RECOVERY_KINDS.flatMap((kind) => {
    const figures = recoveryFigures(summary, kind);
    if (figures === undefined) return [];
    const { withinMs, share } = RECOVERY_GOALS[kind];
    return [
      [
        RECOVERY_TITLES[kind],
        count(figures.runs),
        ...[figures.p50, figures.p99, figures.max].map(duration),
        `${percent(figures.share)} within ${withinMs / MINUTE} min (goal: ${percent(share)})`,
      ],
    ];
  });
  return rows.length === 0
    ? []
    : [
        table(
          ['Time to a writer, where a failover is permitted', 'Runs', 'p50', 'p99', 'max', 'In time'],
          rows,
        ),
      ];
}

const RECOVERY_TITLES: Readonly<Record<RecoveryKind, string>> = {
  alone: 'the Region is lost, and nothing else fails (scenario 1)',
  'one more fault': 'and one thing more fails, or the promotion is slow',
  mixed: 'and several fail, or another policy',
};

const byName = (counts: Readonly<Record<string, number>>): string[][] =>
  Object.entries(counts)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, times]) => [name, count(times)]);

/** What came of the runs, for a terminal. */
export function reportRuns(summary: Summary, seed: number, wallMs: number, workers: number): string {
  const { runs, failures } = summary;
  const lines = [
    table(
      ['What', 'How much'],
      [
        ['runs', `${count(runs)}, seeds ${seed} to ${seed + runs - 1}`],
        [
          'in',
          `${(wallMs / 1000).toFixed(1)} s on ${workers} workers: ${count(runs / (wallMs / 1000))} a second`,
        ],
        ['virtual time', `${count(summary.virtualMs / MINUTE / 60)} h`],
        ['invocations of the controller', count(summary.invocations)],
        ['calls of its ports', count(summary.calls)],
        ['violations', count(failures.length)],
        ['false failovers, by truth', count(summary.falseFailovers)],
      ],
    ),
    table(['Fault', 'Times'], byName(summary.injected)),
    table(['State reached', 'Runs'], byName(summary.states)),
  ];
  lines.push(...reportRecoveries(summary));
  lines.push(...reportEndings(summary), ...reportHandovers(summary));
  if (failures.length > 0) lines.push(reportFailures(summary));
  return lines.join('\n\n');
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  automatic: 'failed over by the controller itself',
  ordered: 'moved by order or approval of an operator',
  console: 'moved past the controller',
  left: 'rightly not failed over: somebody was paged',
};

const PART_TITLES: Readonly<Record<Part, string>> = {
  noticed: 'from the loss to the incident',
  confirmed: 'until it is confirmed, and the promotion is asked for',
  takenOn: 'until RDS takes it on',
  promoted: 'until dr writes (assumed: promotion.ts)',
  led: 'until clients are led to dr',
};

/** What became of lost primaries, and what each part of the way to dr took. */
function reportEndings({ endings, parts }: Summary): string[] {
  const sum = Object.values(endings).reduce((total, times) => total + times, 0);
  if (sum === 0) return [];
  const tables = [
    table(
      ['A lost primary was', 'Runs', 'Share'],
      Object.entries(ENDINGS).map(([ending, title]) => {
        const times = endings[ending] ?? 0;
        return [title, count(times), percent(times / sum)];
      }),
    ),
  ];
  for (const [title, times] of [
    ['Part of an automatic failover, nothing else failing', parts.alone],
    ['Part of an automatic failover, of all', parts.all],
  ] as const)
    if (times.led.length > 0)
      tables.push(
        table(
          [title, 'p50', 'p99', 'max'],
          PARTS.map((part) => [PART_TITLES[part], ...percentilesOf(times[part])]),
        ),
      );
  return tables;
}

/** How long clients are without a database while the writer is moved on purpose. */
function reportHandovers({ handovers }: Summary): string[] {
  const rows = HANDOVERS.flatMap((operation) =>
    (['alone', 'all'] as const).flatMap((kind) => {
      const { withoutMs, leadingMs } = handovers[operation][kind];
      if (withoutMs.length === 0) return [];
      const which = kind === 'alone' ? `${operation}, nothing else failing` : `${operation}, of all`;
      return [
        [`${which}: in all`, count(withoutMs.length), ...percentilesOf(withoutMs)],
        [`${which}: after the writer has moved`, '', ...percentilesOf(leadingMs)],
      ];
    }),
  );
  return rows.length === 0
    ? []
    : [table(['Clients without a database in a planned move', 'Moves', 'p50', 'p99', 'max'], rows)];
}

function reportFailures({ failures }: Summary): string {
  const shown = failures.slice(0, 20);
  const more = failures.length - shown.length;
  return [
    table(
      ['Seed', 'Guarantee', 'Violation'],
      shown.map(({ seed, guarantee, message }) => [String(seed), guarantee, message]),
    ),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
  ].join('\n');
}

/** One run: its schedule, what happened, and what was broken. */
export function reportReplay({ schedule, timeline, violation }: Replay): string {
  const { nature, policy, events, faults } = schedule;
  return [
    'Schedule',
    `  nature  ${JSON.stringify(nature)}`,
    `  policy  ${JSON.stringify(policy)}`,
    ...events.map(({ when, what }) => `  event   ${JSON.stringify(when)} ${JSON.stringify(what)}`),
    ...faults.map((fault) => `  fault   ${JSON.stringify(fault)}`),
    '',
    'Timeline, in seconds',
    ...timeline,
    '',
    violation === undefined
      ? 'No guarantee is broken.'
      : `Broken: ${violation.guarantee} (${GUARANTEES[violation.guarantee]}): ${violation.message}`,
  ].join('\n');
}

export function reportEnumeration(result: EnumerationResult, wallMs: number): string {
  const { scenarios, crashPoints, duplicatedPairs, swappedPairs, divergences } = result;
  const lines = [
    table(
      ['Enumerated', 'Variations'],
      [
        ['canonical scenarios', count(scenarios)],
        ['crash points: before, after, time-out without and with the effect', count(crashPoints)],
        ['pairs of duplicated events', count(duplicatedPairs)],
        ['pairs of swapped events', count(swappedPairs)],
        ['that come to another end, or violate a guarantee', count(divergences.length)],
        ['in', `${(wallMs / 1000).toFixed(1)} s`],
      ],
    ),
  ];
  for (const { scenario, variation, problem } of divergences.slice(0, 20))
    lines.push(`${scenario}; ${variation}: ${problem}`);
  return lines.join('\n\n');
}

/** How each mutant died, and by class what killed them. */
export function reportMutants(results: readonly MutantResult[]): string {
  const rows = results.map(({ mutant, killedAfter, guarantee, message, seed }) => [
    mutant.class,
    mutant.name,
    killedAfter === undefined ? `SURVIVED ${count(MUTANT_RUNS)}` : count(killedAfter),
    seed === undefined ? '' : String(seed),
    guarantee ?? '',
    message ?? '',
  ]);
  const survivors = results.filter(({ killedAfter }) => killedAfter === undefined).length;
  return [
    table(['Class', 'Mutant', 'Killed by schedule', 'Seed', 'Guarantee', 'Violation'], rows),
    table(['Class', 'Killed', 'By guarantee'], byClass(results)),
    `${results.length - survivors} of ${results.length} mutants killed`,
  ].join('\n\n');
}

function byClass(results: readonly MutantResult[]): string[][] {
  return [...new Set(results.map(({ mutant }) => mutant.class))].map((name) => {
    const ofClass = results.filter(({ mutant }) => mutant.class === name);
    const killers: Record<string, number> = {};
    for (const { guarantee } of ofClass)
      if (guarantee !== undefined) killers[guarantee] = (killers[guarantee] ?? 0) + 1;
    const killed = ofClass.filter(({ killedAfter }) => killedAfter !== undefined).length;
    return [
      name,
      `${killed} of ${ofClass.length}`,
      Object.entries(killers)
        .map(([guarantee, times]) => `${guarantee} (${times})`)
        .join(', '),
    ];
  });
}
