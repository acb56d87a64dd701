import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  alarmSettings,
  CompositeRule,
  evaluatedSeries,
  evaluateOverTime,
  evaluationRange,
  watchedMetrics,
  type AlarmState,
} from '@healthcare-dr/aws-models/cloudwatch';
import { severityPrefix } from '@healthcare-dr/notifications/contract';
import { allDefinitions } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import {
  inputsOf,
  memoryMetrics,
  sideOf,
  stacksOf,
  synthesizedAlarms,
  synthesizedWatchAlarms,
} from './__fixtures__/synthesized-alarms';
import type { StandingAlarms } from './alarm-assertions';
import type { AlarmInput } from './alarm-input';
import { watchInputs } from './controller-inputs';

/** When the alarms are made, in seconds since 1970: the beginning of a day, and so of every period. */
const START = Date.UTC(2026, 10, 20) / 1000;

/**
 * What publishes before its alarms are made: the stack of the service waits for its tasks to be healthy, and the stack of these alarms for
 * it. Of everything else it is not known when it says its first word.
 */
const SPEAKS_BEFORE = ['no-healthy-host', 'service-tasks'];

const pages = ({ AlarmDescription = '' }: Pick<MetricAlarm, 'AlarmDescription'>) =>
  AlarmDescription.startsWith(severityPrefix('page'));

/** What an alarm says after each of its periods, if what it watches begins to be well after some of them; by default never. */
async function statesOf(
  alarm: MetricAlarm,
  input: AlarmInput,
  silentPeriods = Infinity,
): Promise<AlarmState[]> {
  const settings = alarmSettings(alarm);
  const periods = 3 * evaluationRange(settings);
  const metrics = memoryMetrics();
  const { values } = input.staysQuiet;
  const published = Array.isArray(input.publishes) && values !== 'silence' ? input.publishes : [];
  for (let period = Math.max(0, silentPeriods); period < periods; period += 1) {
    for (let at = 0; at < settings.period; at += input.everySeconds)
      await metrics.put(
        published.map((metric, index) => ({
          ...metric,
          at: START + period * settings.period + at,
          value: (values as readonly number[])[index] ?? Number.NaN,
        })),
      );
  }
  const window = { start: START, end: START + periods * settings.period };
  const series = evaluatedSeries(alarm, await metrics.read(watchedMetrics(alarm), window));
  return evaluateOverTime(alarm, series).map(({ state }) => state);
}

/** The changes of state that wake somebody: it goes off, or falls silent after it has spoken. */
const wakes = (states: readonly AlarmState[]): readonly string[] =>
  states.flatMap((state, index) => {
    const before = states[index - 1] ?? 'INSUFFICIENT_DATA';
    return state !== before && state !== 'OK' ? [`${before} to ${state} after ${index + 1} periods`] : [];
  });

/** The alarms of an environment that page, each with what it is for. */
function pagingAlarms(
  suffix: string,
): { readonly standing: StandingAlarms; readonly inputs: readonly AlarmInput[] }[] {
  const stacks = stacksOf(suffix);
  const environment = fixtureEnvironment(suffix);
  return [
    ...ROLES.map((role) => ({
      standing: synthesizedAlarms(stacks, role),
      inputs: inputsOf(sideOf(environment, role)).alarms,
    })),
    { standing: synthesizedWatchAlarms(stacks, environment), inputs: watchInputs(environment) },
  ];
}

describe.each(['dev', 'prod'])('in the first deployment of %s', (suffix) => {
  const sides = pagingAlarms(suffix);
  const given = sides.flatMap(({ standing, inputs }) =>
    standing.metricAlarms.filter(pages).map((alarm) => {
      const input = inputs.find(({ alarmName }) => alarmName === alarm.AlarmName);
      if (input === undefined) throw new Error(`Nobody knows what ${String(alarm.AlarmName)} is for.`);
      return [`${standing.region} ${input.alarmName}`, alarm, input] as const;
    }),
  );
  const speaksBefore = ({ alarmName }: AlarmInput) =>
    SPEAKS_BEFORE.some((what) => alarmName === `healthcare-${what}-${suffix}`);

  it('there are alarms that page, in the pair and outside it', () => {
    expect(given.length).toBeGreaterThan(40);
    expect(sides.map(({ standing }) => standing.metricAlarms.some(pages))).toEqual([true, true, true]);
  });

  it.each(given.filter(([, , input]) => !speaksBefore(input)))(
    '%s pages nobody, whenever what it watches says its first word',
    async (_, alarm, input) => {
      for (const silentPeriods of [Infinity, 0, 1, 4, 2 * evaluationRange(alarmSettings(alarm))])
        expect(wakes(await statesOf(alarm, input, silentPeriods))).toEqual([]);
    },
  );

  it.each(given.filter(([, , input]) => speaksBefore(input)))(
    '%s pages nobody, because what it watches has spoken before',
    async (_, alarm, input) => {
      expect(wakes(await statesOf(alarm, input, 0))).toEqual([]);
      expect(wakes(await statesOf(alarm, input))).not.toEqual([]);
    },
  );

  it('the alarms over others page nobody while those are in the state in which they begin', () => {
    for (const { standing } of sides) {
      const begin = new Map(
        standing.metricAlarms.map(({ AlarmName = '' }) => [AlarmName, 'INSUFFICIENT_DATA' as const]),
      );
      for (const { AlarmRule = '' } of standing.compositeAlarms)
        expect(new CompositeRule(AlarmRule).evaluate(begin).state).toBe('OK');
    }
  });

  it('the service has healthy tasks before the alarms on it stand', () => {
    const stacks = stacksOf(suffix);
    for (const role of ROLES) {
      const [service] = stacks
        .filter(({ name }) => name === `${role}-compute`)
        .flatMap((stack) => stack.resources('aws_ecs_service'));
      expect(service?.attributes['wait_for_steady_state']).toBe(true);
      const definition = allDefinitions().find(({ name }) => name === `${role}-observability`);
      expect(definition?.reads.map(({ tier }) => tier)).toContain('compute');
    }
  });
});
