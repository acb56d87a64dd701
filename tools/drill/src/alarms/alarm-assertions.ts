import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { MetricFilter } from '@aws-sdk/client-cloudwatch-logs';
import {
  ALARM_STATES,
  CompositeRule,
  FilterPattern,
  metricKey,
  UnsupportedError,
  type AlarmState,
} from '@healthcare-dr/aws-models/cloudwatch';
import { table } from '@healthcare-dr/cli-kit';
import type { Region } from '@healthcare-dr/topology';
import type { Assertion } from '../assertion-recorder';
import type { AlarmInput, CompositeInput, FilterInput } from './alarm-input';
import { AlarmTrial, publishedFor, type Metrics } from './alarm-trial';

/** The alarms that stand in a Region, and what counts records for some of them. */
export interface StandingAlarms {
  readonly region: Region;
  readonly metricAlarms: readonly MetricAlarm[];
  readonly compositeAlarms: readonly CompositeAlarm[];
  readonly metricFilters: readonly MetricFilter[];
}

/** What the alarms of a Region are for. */
export interface AlarmInputs {
  readonly alarms: readonly AlarmInput[];
  readonly composites: readonly CompositeInput[];
  readonly filters: readonly FilterInput[];
}

/**
 * Holds every alarm of a Region to what it is for, by data.
 *
 * @param metrics - where the data is published and read back
 * @param now - in seconds since 1970
 */
export async function alarmAssertions(
  standing: StandingAlarms,
  inputs: AlarmInputs,
  metrics: Metrics,
  now: number,
): Promise<Assertion[]> {
  return [
    completeness(standing, inputs),
    ...filterAssertions(standing, inputs.filters),
    ...(await metricAssertions(standing, inputs.alarms, metrics, now)),
    ...compositeAssertions(standing, inputs.composites),
  ];
}

/** Neither an alarm that nobody knows the purpose of, nor a purpose without its alarm. */
function completeness(standing: StandingAlarms, inputs: AlarmInputs): Assertion {
  const kinds = [
    [
      'alarm',
      standing.metricAlarms.map(({ AlarmName }) => AlarmName),
      inputs.alarms.map(({ alarmName }) => alarmName),
    ],
    [
      'composite alarm',
      standing.compositeAlarms.map(({ AlarmName }) => AlarmName),
      inputs.composites.map(({ alarmName }) => alarmName),
    ],
    [
      'metric filter',
      standing.metricFilters.map(({ filterName }) => filterName),
      inputs.filters.map(({ filter }) => filter),
    ],
  ] as const;
  const problems = kinds.flatMap(([kind, stand, known]) => [
    ...stand
      .filter((name) => !known.includes(name ?? ''))
      .map((name) => `nothing says what should set off the ${kind} ${String(name)}`),
    ...known.filter((name) => !stand.includes(name)).map((name) => `there is no ${kind} ${name}`),
  ]);
  return {
    id: `alarms-known/${standing.region}`,
    title: `Of every alarm of ${standing.region} it is known what should set it off, and each of them is there`,
    ok: problems.length === 0,
    detail:
      problems.join('\n') || kinds.map(([kind, stand]) => `${stand.length} of the kind ${kind}`).join(', '),
  };
}

/** One assertion for all metric filters: each counts what it is for, of every kind that it names, and passes over what only looks like it. */
function filterAssertions(
  { region, metricFilters }: StandingAlarms,
  inputs: readonly FilterInput[],
): Assertion[] {
  const known = inputs.flatMap((input) => {
    const filter = metricFilters.find(({ filterName }) => filterName === input.filter);
    return filter === undefined ? [] : [{ input, filter }];
  });
  if (known.length === 0) return [];
  const problems = known.flatMap(({ input: { filter: name, counts, passesOver }, filter }) =>
    attempt(name, () => {
      const pattern = new FilterPattern(filter.filterPattern ?? '');
      return [
        ...counts
          .filter((record) => !pattern.matches(record))
          .map((record) => `does not count ${JSON.stringify(record)}`),
        ...passesOver
          .filter((record) => pattern.matches(record))
          .map((record) => `counts ${JSON.stringify(record)}`),
        ...pattern.untried(counts).map((comparison) => `is given no record of ${comparison}`),
      ];
    }),
  );
  return [
    {
      id: `metric-filters-count/${region}`,
      title: `In ${region} ${known.length} metric filters count what they are for, and nothing that looks like it`,
      ok: problems.length === 0,
      detail: [
        ...problems,
        table(
          ['Filter', 'Counts', 'Passes over'],
          known.map(({ input }) => [
            input.filter,
            `${input.counts.length} records`,
            `${input.passesOver.length} records`,
          ]),
        ),
      ].join('\n'),
    },
  ];
}

/** An assertion for each thing that alarms watch over, with a line for each of its alarms. */
async function metricAssertions(
  { region, metricAlarms, metricFilters }: StandingAlarms,
  inputs: readonly AlarmInput[],
  metrics: Metrics,
  now: number,
): Promise<Assertion[]> {
  const problems = new Map<string, string[]>();
  const trials: { readonly name: string; readonly trial: AlarmTrial }[] = [];
  const seen = new Map<string, string>();
  for (const input of inputs) {
    const alarm = metricAlarms.find(({ AlarmName }) => AlarmName === input.alarmName);
    if (alarm === undefined) continue;
    const found = attempt(input.alarmName, () => {
      const published = publishedFor(input, metricFilters);
      for (const metric of published) {
        const key = metricKey(metric);
        const other = seen.get(key);
        if (other !== undefined) return [`is given ${metric.metricName}, which ${other} is given too`];
        seen.set(key, input.alarmName);
      }
      trials.push({ name: input.alarmName, trial: new AlarmTrial(alarm, input, published, now) });
      return [];
    });
    problems.set(input.alarmName, found);
  }
  await metrics.put(trials.flatMap(({ trial }) => trial.samples));
  for (const { name, trial } of trials) {
    problems.set(
      name,
      (await trial.problems(metrics)).map((problem) => named(name, problem)),
    );
  }
  const tried = inputs.filter(({ alarmName }) => problems.has(alarmName));
  return [...new Set(tried.map(({ over }) => over))].map((over) => {
    const those = tried.filter((input) => input.over === over);
    const wrong = those.flatMap(({ alarmName }) => problems.get(alarmName) ?? []);
    const rows = those.map(({ alarmName, goesOff, minutes, staysQuiet, silence }) => [
      alarmName,
      goesOff.values === 'silence'
        ? `${goesOff.says}, for at most ${minutes} min`
        : `${goesOff.says}, for ${minutes} min`,
      staysQuiet.says,
      silence,
    ]);
    return {
      id: `alarms-go-off/${region}/${over.replaceAll(' ', '-')}`,
      title: `In ${region} ${those.length} alarms on the ${over} go off on what they are for, and on nothing less`,
      ok: wrong.length === 0,
      detail: [...wrong, table(['Alarm', 'Goes off on', 'Not on', 'Without data'], rows)].join('\n'),
    };
  });
}

/** An assertion for each composite alarm: which states of which alarms set it off, and that no others do. */
function compositeAssertions(
  { region, metricAlarms, compositeAlarms }: StandingAlarms,
  inputs: readonly CompositeInput[],
): Assertion[] {
  const names = metricAlarms.map(({ AlarmName = '' }) => AlarmName);
  return inputs.flatMap(({ alarmName, inAlarm }) => {
    const composite = compositeAlarms.find(({ AlarmName }) => AlarmName === alarmName);
    if (composite === undefined) return [];
    const problems = attempt(alarmName, () => {
      const rule = new CompositeRule(composite.AlarmRule ?? '');
      const stateWith = (name?: string, state: AlarmState = 'OK') =>
        rule.evaluate(new Map(names.map((each) => [each, each === name ? state : 'OK']))).state;
      const sets: Readonly<Record<AlarmState, readonly string[]>> = {
        OK: [],
        ALARM: inAlarm,
        // The state in which every alarm begins.
        INSUFFICIENT_DATA: [],
      };
      const wrong = names.flatMap((name) =>
        ALARM_STATES.flatMap((state) => {
          const expected = sets[state].includes(name) ? 'ALARM' : 'OK';
          const actual = stateWith(name, state);
          return actual === expected ? [] : [`is ${actual}, not ${expected}, while ${name} is ${state}`];
        }),
      );
      return stateWith() === 'OK' ? wrong : ['is in ALARM while all is well', ...wrong];
    });
    return [
      {
        id: `composite-alarm-goes-off/${region}/${alarmName}`,
        title: `In ${region} ${alarmName} goes off for each of ${inAlarm.length} reasons, and for no other`,
        ok: problems.length === 0,
        detail: [...problems, `in ALARM: ${inAlarm.join(', ')}`].join('\n'),
      },
    ];
  });
}

/** What is found, each under a name; what cannot be told is found too. */
function attempt(name: string, find: () => string[]): string[] {
  try {
    return find().map((problem) => named(name, problem));
  } catch (error) {
    if (error instanceof UnsupportedError) return [named(name, error.message)];
    throw error;
  }
}

const named = (name: string, problem: string) =>
  problem.startsWith(`${name}: `) ? problem : `${name}: ${problem}`;
