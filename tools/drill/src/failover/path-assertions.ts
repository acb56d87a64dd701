import { CALM_MS, formatDisposition, type JournalEvent } from '@healthcare-dr/failover-controller';
import type { Assertion } from '../assertion-recorder';
import {
  askedOnce,
  clock,
  dnsLeadsTo,
  inOrder,
  list,
  movedAt,
  noMutation,
  noSuspicion,
  notified,
  nothingIntoTheDark,
  onlyWriter,
  trafficStays,
  writersIn,
} from './checks';
import type { Invocation, Recording } from './facts';

const MINUTE_MS = 60_000;

/** Within this time people must know of what the controller cannot see, in milliseconds. */
const REPORTED_WITHIN_MS = 10 * MINUTE_MS;

/** The primary serves, and is left alone. */
const leftAlone = (recording: Recording): Assertion[] => [
  {
    id: `no-mutating-call/${recording.scenario}`,
    title: `${recording.title}: no mutating call`,
    ...noMutation(recording),
  },
  onlyWriter(recording, 'primary'),
  noSuspicion(recording),
  trafficStays(recording),
  dnsLeadsTo(recording, 'primary', 'all'),
];

/** That people are told of something, with a severity, within a time of its beginning. */
function toldWithin(
  recording: Recording,
  event: JournalEvent,
  severity: 'page' | 'ticket',
  withinMs: number,
): Assertion {
  const { scenario, title, from, messages } = recording;
  const told = messages.find((message) => message.event === event);
  return {
    id: `reported-in-time/${scenario}/${event}`,
    title: `${title}: a ${severity} says '${event}' within ${withinMs / MINUTE_MS} min`,
    ok: told !== undefined && told.severity === severity && told.at - from <= withinMs,
    detail:
      told === undefined
        ? `delivered: ${list(
            messages.map(({ subject }) => subject),
            'nothing',
          )}`
        : `a ${told.severity} after ${clock(told.at, recording)}`,
  };
}

const said = (invocations: readonly Invocation[]): string =>
  [
    ...new Set(
      invocations.flatMap(({ steps }) =>
        steps.map(({ disposition, reason }) => formatDisposition(disposition, reason)),
      ),
    ),
  ].join('\n');

/** Everything that must hold when dr's way out is lost for a moment: nothing is done, and nobody is told. */
export function blipAssertions(recording: Recording): Assertion[] {
  const { scenario, title, invocations, messages } = recording;
  const unwell = invocations.filter(({ healthy }) => !healthy);
  return [
    ...leftAlone(recording),
    {
      id: `nobody-notified/${scenario}`,
      title: `${title}: nobody is told`,
      ok: messages.length === 0,
      detail: list(
        messages.map(({ severity, subject }) => `${severity}: ${subject}`),
        'no message',
      ),
    },
    {
      id: `controller-healthy/${scenario}`,
      title: `${title}: the heartbeat goes on`,
      ok: invocations.length > 0 && unwell.length === 0,
      detail: unwell.length === 0 ? `${invocations.length} runs` : said(unwell),
    },
  ];
}

/** Everything that must hold when dr's way out is lost for long: dr says that it is isolated, and withholds its heartbeat. */
export function isolatedAssertions(recording: Recording): Assertion[] {
  const { scenario, title, invocations, messages } = recording;
  const at = (event: JournalEvent) => messages.find((message) => message.event === event)?.at;
  const from = at('isolated') ?? Number.POSITIVE_INFINITY;
  const to = at('isolated-over') ?? Number.POSITIVE_INFINITY;
  // The run that reports it is the first; it is over once it has been away for long, and the heartbeat is back before that.
  const degraded = invocations.filter((each) => each.at > from && each.at < to - CALM_MS - MINUTE_MS);
  const healthy = degraded.filter((each) => each.healthy);
  return [
    ...leftAlone(recording),
    toldWithin(recording, 'isolated', 'ticket', REPORTED_WITHIN_MS),
    {
      id: `heartbeat-withheld/${scenario}`,
      title: `${title}: the heartbeat is withheld while it is reported`,
      ok: degraded.length > 0 && healthy.length === 0,
      detail: list(
        healthy.map((each) => `healthy after ${clock(each.at, recording)}`),
        `${degraded.length} runs without`,
      ),
    },
    {
      id: `controller-healthy/${scenario}`,
      title: `${title}: the heartbeat is back in the end`,
      ok: invocations.at(-1)?.healthy === true,
      detail: said(invocations.slice(-1)),
    },
    notified(recording, ['isolated', 'isolated-over']),
  ];
}

/** Everything that must hold when the Regions are cut from each other while the primary serves: a person is paged, and decides. */
export const cutAssertions = (recording: Recording): Assertion[] => [
  ...leftAlone(recording),
  toldWithin(recording, 'unreachable', 'page', REPORTED_WITHIN_MS),
  notified(recording, ['unreachable', 'unreachable-over']),
];

/** Everything that must hold when dr is lost as the writer, the primary is promoted by an operator, and dr comes back. */
export function writerLostAssertions(recording: Recording): Assertion[] {
  const { scenario, title, regions, home, answers, writers, control } = recording;
  const promotedAt = movedAt(recording, 'primary');
  const writerAt = (at: number) => writers.filter((each) => each.at <= at).at(-1)?.writer;
  const astray = answers.filter(({ at, serves }) => serves === 'dr' && writerAt(at) !== 'dr');
  const held = home.control.find(({ value }) => value === 1)?.at;
  const released = home.control.find(({ at, value }) => held !== undefined && at > held && value !== 1);
  return [
    {
      id: `target-writes/${scenario}`,
      title: `${title}: ${regions.primary} writes, and ${regions.dr} follows in the end`,
      ok:
        promotedAt !== undefined &&
        writers.at(-1)?.writer === 'primary' &&
        writers.at(-1)?.connected === true,
      detail: writersIn(recording),
    },
    askedOnce(recording, 'FailoverGlobalCluster', regions.primary),
    nothingIntoTheDark(recording),
    inOrder({ ...recording, history: home.history }, [
      'failover-requested',
      'promotion-requested',
      'writer-moved',
      'traffic-hold-requested',
      'traffic-hold-on',
      'failover-succeeded',
    ]),
    {
      id: `metric-after-writer/${scenario}`,
      title: `${title}: the primary's controller keeps clients home once ${regions.primary} writes`,
      ok: held !== undefined && promotedAt !== undefined && held >= Math.floor(promotedAt / 1000) * 1000,
      detail:
        held === undefined ? 'It never said so.' : `after ${clock(held, recording)}: ${writersIn(recording)}`,
    },
    {
      id: `metric-every-minute/${scenario}`,
      title: `${title}: it does so until the end`,
      ok: held !== undefined && released === undefined,
      detail: released === undefined ? 'every minute' : `released after ${clock(released.at, recording)}`,
    },
    {
      id: `no-client-astray/${scenario}`,
      title: `${title}: clients are never sent to ${regions.dr} while it does not write`,
      ok: promotedAt !== undefined && answers.some(({ at }) => at > promotedAt) && astray.length === 0,
      detail: list(
        astray.map(({ at }) => `sent there after ${clock(at, recording)}`),
        `${answers.length} questions`,
      ),
    },
    dnsLeadsTo(recording, 'primary', 'last'),
    {
      id: `metric-follows-loss/${scenario}`,
      title: `${title}: ${regions.dr} finds out that it does not write any more`,
      ok: control.at(-1)?.value === 0,
      detail: control.map(({ at, value }) => `${clock(at, recording)}: ${value}`).join('\n'),
    },
    notified(recording, ['failover-requested', 'promotion-requested', 'writer-moved', 'failover-succeeded']),
  ];
}
