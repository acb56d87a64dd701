import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { MetricFilter } from '@aws-sdk/client-cloudwatch-logs';
import {
  alarmSettings,
  evaluatedSeries,
  evaluateOverTime,
  evaluationRange,
  FilterPattern,
  metricKey,
  UnsupportedError,
  watchedMetrics,
  type Evaluation,
  type MetricQuery,
  type Sample,
  type Series,
  type Window,
} from '@healthcare-dr/aws-models/cloudwatch';
import type { AlarmInput, PublishedMetric, PublishedData } from './alarm-input';

/** Where samples are published and read back. */
export interface Metrics {
  put(samples: readonly Sample[]): Promise<void>;
  /** The series of each query by its id, over whole periods. */
  read(queries: readonly MetricQuery[], window: Window): Promise<ReadonlyMap<string, Series>>;
}

/** CloudWatch takes no sample that is older (PutMetricData): two weeks, in seconds. */
const OLDEST_SECONDS = 14 * 86_400;

/** So much before now a trial ends, in seconds, so that nothing that is published meanwhile is mixed into it. */
const MARGIN_SECONDS = 3 * 3_600;

type Phase = 'quiet' | 'off' | 'silence';

/** One situation for some periods. */
interface Act {
  readonly phase: Phase;
  /** The first period and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/**
 * An alarm, held to what it is for: it is given a life of its own of some hours or days, in which the thing it watches is well, then is
 * not, falls silent, is well again and falls silent again; and is asked what it said after each period.
 */
export class AlarmTrial {
  readonly samples: readonly Sample[];
  readonly #window: Window;
  readonly #acts: readonly Act[];
  readonly #period: number;

  /**
   * @param now - in seconds since 1970
   * @throws UnsupportedError for an alarm of which cannot be said what it does
   */
  constructor(
    private readonly alarm: MetricAlarm,
    private readonly input: AlarmInput,
    private readonly published: readonly PublishedMetric[],
    now: number,
  ) {
    const settings = alarmSettings(alarm);
    const [some, all] = [settings.evaluationPeriods, evaluationRange(settings)];
    this.#period = settings.period;
    const phases: readonly (readonly [Phase, number])[] =
      input.goesOff.values === 'silence'
        ? [
            ['quiet', some],
            ['silence', all],
            ['quiet', some],
          ]
        : [
            ['quiet', some],
            ['off', all],
            ['silence', all],
            ['quiet', some],
            ['silence', all],
          ];
    let periods = 0;
    this.#acts = phases.map(([phase, length]) => {
      const from = periods;
      periods += length;
      return { phase, from, to: periods };
    });
    // A period of days cannot end hours ago and begin within what CloudWatch takes.
    const margin = Math.min(MARGIN_SECONDS, Math.max(0, OLDEST_SECONDS - (periods + 1) * this.#period));
    const end = Math.floor((now - margin) / this.#period) * this.#period;
    const start = end - periods * this.#period;
    if (start < now - OLDEST_SECONDS)
      throw new UnsupportedError(
        `It looks back for too long to be tried: ${periods} periods of ${this.#period} s.`,
      );
    this.#window = { start, end };
    this.samples = this.#acts.flatMap((act) => this.#samplesOf(act));
  }

  /**
   * What is wrong with the alarm by what it made of the samples.
   *
   * @param metrics - where they were put
   */
  async problems(metrics: Metrics): Promise<string[]> {
    const { goesOff, staysQuiet, silence } = this.input;
    try {
      const queries = watchedMetrics(this.alarm);
      const own = this.published.map(metricKey);
      // What others publish is not what this alarm is for, whatever it makes of it.
      if (!queries.every((query) => own.includes(metricKey(query)))) return [this.#blindness()];
      const read = await metrics.read(queries, this.#window);
      const series = evaluatedSeries(this.alarm, read);
      const said = evaluateOverTime(this.alarm, series);
      if (series.every((datapoint) => datapoint === undefined)) return [this.#blindness()];
      let before = 'OK';
      return this.#acts.flatMap((act) => {
        const expected = { quiet: 'OK', off: 'ALARM', silence: silence === 'kept' ? before : silence }[
          act.phase
        ];
        const last = said[act.to - 1];
        const situation = { quiet: staysQuiet.says, off: goesOff.says, silence: 'silence' }[act.phase];
        const problems =
          last?.state === expected ? [] : [`on ${situation} it is ${describe(last)}, not ${expected}`];
        before = expected;
        const delays = act.phase === 'off' || (act.phase === 'silence' && goesOff.values === 'silence');
        return delays && problems.length === 0 ? this.#delayProblems(said.slice(act.from, act.to)) : problems;
      });
    } catch (error) {
      if (error instanceof UnsupportedError) return [error.message];
      throw error;
    }
  }

  /** It goes off neither sooner nor later than it should; on silence, not later than it may. */
  #delayProblems(said: readonly Evaluation[]): string[] {
    const { goesOff, minutes, silence } = this.input;
    const told = goesOff.values === 'silence' ? silence : 'ALARM';
    const after = ((said.findIndex(({ state }) => state === told) + 1) * this.#period) / 60;
    const holds = goesOff.values === 'silence' ? after <= minutes : after === minutes;
    return holds ? [] : [`on ${goesOff.says} it goes off after ${after} min, not ${minutes}`];
  }

  #blindness(): string {
    const reads = watchedMetrics(this.alarm).map(describeMetric).join(' and ');
    const published = this.published.map(describeMetric).join(' and ');
    return `it sees nothing of what it is for: it reads ${reads}; published is ${published}`;
  }

  #samplesOf({ phase, from, to }: Act): Sample[] {
    const { staysQuiet, goesOff, everySeconds } = this.input;
    const values = { quiet: staysQuiet, off: goesOff, silence: SILENCE }[phase].values;
    if (values === 'silence') return [];
    const [start, end] = [from, to].map((period) => this.#window.start + period * this.#period) as [
      number,
      number,
    ];
    const times = Array.from(
      { length: Math.ceil((end - start) / everySeconds) },
      (_, index) => start + index * everySeconds,
    );
    return times.flatMap((at) =>
      this.published.map((metric, index) => ({ ...metric, at, value: values[index] ?? Number.NaN })),
    );
  }
}

const SILENCE: PublishedData = { says: 'silence', values: 'silence' };

const describe = (evaluation: Evaluation | undefined) =>
  evaluation === undefined ? 'nothing' : `${evaluation.state} (${evaluation.reason})`;

const describeMetric = ({
  namespace,
  metricName,
  dimensions,
  unit,
}: Pick<MetricQuery, 'namespace' | 'metricName' | 'dimensions' | 'unit'>): string =>
  `${namespace} ${metricName} {${Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ')}}${unit === undefined ? '' : ` in ${unit}`}`;

/**
 * What is published for an alarm: metrics as they are, or what the metric filter makes of records.
 *
 * @throws UnsupportedError if there is no such filter, or if it does not count the record
 */
export function publishedFor(
  { publishes }: AlarmInput,
  filters: readonly MetricFilter[],
): readonly PublishedMetric[] {
  if (!('metricFilter' in publishes)) return publishes;
  const filter = filters.find(({ filterName }) => filterName === publishes.metricFilter);
  if (filter === undefined) throw new UnsupportedError(`there is no metric filter ${publishes.metricFilter}`);
  if (!new FilterPattern(filter.filterPattern ?? '').matches(publishes.record))
    throw new UnsupportedError(`its metric filter does not count ${JSON.stringify(publishes.record)}`);
  return (filter.metricTransformations ?? []).map(
    ({ metricNamespace = '', metricName = '', metricValue, unit }) => {
      if (metricValue !== '1')
        throw new UnsupportedError(`its metric filter counts a record as ${String(metricValue)}`);
      return { namespace: metricNamespace, metricName, dimensions: {}, unit: unit ?? 'None' };
    },
  );
}
