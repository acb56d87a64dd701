import { formatEvent, type JournalEvent } from '@healthcare-dr/failover-controller';
import type { Role } from '@healthcare-dr/topology';
import type { Assertion } from '../assertion-recorder';
import type { ControllerRequest, Recording } from './facts';

/** What the assertions measure by. */
export interface Expectations {
  /** For how long the signals must have held before a promotion, in milliseconds. */
  readonly confirmationMs: number;
  /** The alarms of the dr Region that replication sets off, and that call the controller. */
  readonly replicationAlarms: readonly string[];
}

/** How long after its tick the schedule's run may write the control metric, in milliseconds. */
const RUN_MS = 45_000;

/** What the controller may ask of a Region that is dark: bounded looks, to see it come back and let go of clients. */
const LOOKS = ['rds DescribeDBClusters', 'rds DescribeDBInstances', 'monitoring GetMetricData'];

export const clock = (ms: number, { from }: Pick<Recording, 'from'>) =>
  `${((ms - from) / 1000).toFixed(1)} s`;
export const list = (lines: readonly string[], none: string) =>
  lines.length === 0 ? none : lines.join('\n');
export const named = ({ region, service, operation }: ControllerRequest) =>
  `${service} ${operation} in ${region}`;

/** Its own notes, messages and metrics: not what it does to the pair. */
const isBookkeeping = ({ service, operation }: ControllerRequest) =>
  service === 'dynamodb' ||
  (service === 'sns' && operation === 'Publish') ||
  (service === 'monitoring' && operation === 'PutMetricData');

/** Whether a request changes what an operator would have to know of. */
export const isMutating = (request: ControllerRequest): boolean =>
  !/^(Describe|Get|List|BatchGet)/.test(request.operation) && !isBookkeeping(request);

/** When the target wrote and nothing was under way any more, as the global database itself said. */
export const movedAt = ({ writers }: Recording, target: Role): number | undefined => {
  const first = writers.findIndex(({ writer }) => writer !== target);
  return writers.slice(first + 1).find(({ writer, operation }) => writer === target && operation === '')?.at;
};

/** The alarms on replication, as Terraform made them: well before, and off once the data stops. */
export function alarmAssertions(
  { scenario, title, alarms, alarmsBefore, ...recording }: Recording,
  { replicationAlarms }: Expectations,
): Assertion[] {
  return replicationAlarms.map((name) => {
    const before = alarmsBefore[name];
    const change = alarms.find(({ alarmName, callsController }) => alarmName === name && callsController);
    return {
      id: `replication-alarm-goes-off/${scenario}/${name}`,
      title: `${title}: the alarm ${name} sees it and calls the controller`,
      ok: before === 'OK' && change !== undefined,
      detail:
        before !== 'OK'
          ? `It was ${before ?? 'not there'} while the standby was close behind: it does not see the lag that RDS publishes.`
          : change === undefined
            ? `It stayed OK, or has no action that calls the controller: ${JSON.stringify(alarms)}`
            : `${change.to} after ${clock(change.at, recording)}: ${change.reason}`,
    };
  });
}

/**
 * That each minute EventBridge called the controller by the schedule as it was deployed: one that is disabled, comes less often, leads
 * elsewhere, says what the controller does not know, or that the function does not admit, does not.
 */
export function scheduleAssertion(recording: Recording): Assertion {
  const { scenario, title, schedules, regions } = recording;
  const problems = schedules.flatMap(({ at, role, calls, idle }) => {
    const when = `${regions[role]} at ${clock(at, recording)}`;
    if (calls.length === 0) return [`${when}: nothing came due: ${list(idle, 'no rule has a schedule')}`];
    const astray = calls.filter(({ outcome }) => outcome === 'refused' || outcome === 'ignored');
    const wrong = astray.length > 0 || calls.some(({ outcome }) => outcome === 'answered') ? astray : calls;
    return wrong.map(
      ({ rule, targetArn, outcome, reason }) => `${when}: ${rule} to ${targetArn}: ${reason ?? outcome}`,
    );
  });
  return {
    id: `schedule-calls-controller/${scenario}`,
    title: `${title}: EventBridge calls the controller every minute by its deployed schedule`,
    ok: schedules.length > 0 && problems.length === 0,
    detail: list(problems, `${schedules.length} times`),
  };
}

export function confirmedFirst(recording: Recording, { confirmationMs }: Expectations): Assertion {
  const suspected = recording.history.find(({ event }) => event === 'failover-suspected')?.at;
  const requested = recording.history.find(({ event }) => event === 'promotion-requested')?.at;
  return {
    id: `loss-confirmed-first/${recording.scenario}`,
    title: `${recording.title}: it is promoted only after the loss was confirmed for ${confirmationMs / 1000} s`,
    ok: suspected !== undefined && requested !== undefined && requested - suspected >= confirmationMs,
    detail: `suspected ${suspected === undefined ? 'never' : clock(suspected, recording)}, requested ${requested === undefined ? 'never' : clock(requested, recording)}`,
  };
}

export function askedOnce(
  { scenario, title, requests }: Recording,
  operation: string,
  region: string,
): Assertion {
  const asked = requests.filter((request) => request.operation === operation);
  return {
    id: `operation-called-once/${scenario}`,
    title: `${title}: ${operation} is called once, in ${region}`,
    ok: asked.length === 1 && asked[0]?.region === region && asked[0].status === 200,
    detail: list(
      asked.map((request) => `${named(request)}: ${request.status ?? 'no answer'}`),
      'it was never called',
    ),
  };
}

export function nothingIntoTheDark(recording: Recording): Assertion {
  const { scenario, title, requests, dark, regions } = recording;
  const region = regions[dark?.role ?? 'primary'];
  const into = requests.filter(
    (request) =>
      dark !== undefined && request.region === region && request.at >= dark.from && request.at < dark.to,
  );
  const wrong = into.filter(({ service, operation }) => !LOOKS.includes(`${service} ${operation}`));
  return {
    id: `no-call-into-dark-region/${scenario}`,
    title: `${title}: nothing on the way calls ${region} while it is dark, but for bounded looks`,
    ok: dark !== undefined && wrong.length === 0,
    detail: list(wrong.map(named), `${into.length} bounded looks (${LOOKS.join(', ')})`),
  };
}

export function noMutation({ requests }: Recording): Pick<Assertion, 'ok' | 'detail'> {
  const mutating = requests.filter(isMutating);
  return {
    ok: requests.length > 0 && mutating.length === 0,
    detail: list(mutating.map(named), `${requests.length} requests, none of them mutating`),
  };
}

export const none = (requests: readonly ControllerRequest[]): Pick<Assertion, 'ok' | 'detail'> => ({
  ok: requests.length === 0,
  detail: list(requests.map(named), 'there was none'),
});

/** Traffic is moved by the control metric, after the writer, and the metric is kept alive. */
export function trafficFollows(recording: Recording, target: Role): Assertion[] {
  const { scenario, title, control, regions } = recording;
  const value = target === 'dr' ? 1 : 0;
  const moved = movedAt(recording, target);
  const first = control.find((each) => each.value === value)?.at;
  const what = `${title}: the control metric ${value === 1 ? 'routes traffic to' : 'routes traffic away from'} ${regions.dr}`;
  return [
    {
      id: `metric-after-writer/${scenario}`,
      title: `${what} only after ${regions[target]} writes`,
      // A datapoint carries the beginning of its second.
      ok: first !== undefined && moved !== undefined && first >= Math.floor(moved / 1000) * 1000,
      detail:
        first === undefined
          ? `The control metric was never written as ${value}.`
          : `${value} after ${clock(first, recording)}, writer moved ${moved === undefined ? 'never' : `after ${clock(moved, recording)}`}`,
    },
    {
      id: `metric-every-minute/${scenario}`,
      title: `${what} every minute since`,
      ...heldEveryMinute(recording, value, first ?? Number.POSITIVE_INFINITY),
    },
  ];
}

/** Each run of the schedule since a moment writes the metric with this value, and nobody writes another. */
export function heldEveryMinute(
  recording: Recording,
  value: number,
  since: number,
): Pick<Assertion, 'ok' | 'detail'> {
  const { control, invocations } = recording;
  const later = control.filter(({ at }) => at >= since - 1000);
  const ticks = invocations.filter(
    ({ at, role, trigger }) => role === 'dr' && trigger === 'schedule' && at >= since,
  );
  const silent = ticks.filter(
    ({ at }) => !later.some((each) => each.at >= at - 1000 && each.at < at + RUN_MS),
  );
  const wrong = later.filter((each) => each.value !== value);
  return {
    ok: ticks.length > 0 && silent.length === 0 && wrong.length === 0,
    detail: list(
      [
        ...silent.map(({ at }) => `not written in the minute at ${clock(at, recording)}`),
        ...wrong.map((each) => `${each.value} at ${clock(each.at, recording)}`),
      ],
      `${value} in each of ${ticks.length} minutes`,
    ),
  };
}

export function dnsLeadsTo(recording: Recording, role: Role, which: 'all' | 'last'): Assertion {
  const { scenario, title, answers, regions } = recording;
  const asked = which === 'all' ? answers : answers.slice(-1);
  return {
    id: `dns-answers/${scenario}`,
    title: `${title}: DNS sends clients to ${regions[role]}${which === 'last' ? ' in the end' : ''}`,
    ok: asked.length > 0 && asked.every(({ serves }) => serves === role),
    detail: list(
      answers.map(({ at, serves }) => `${clock(at, recording)}: ${serves ?? 'nobody'}`),
      'nobody asked',
    ),
  };
}

export function onlyWriter(recording: Recording, role: Role): Assertion {
  const { scenario, title, writers, regions } = recording;
  return {
    id: `writer-unchanged/${scenario}`,
    title: `${title}: ${regions[role]} writes all the time`,
    ok: writers.length > 0 && writers.every(({ writer, operation }) => writer === role && operation === ''),
    detail: writersIn(recording),
  };
}

export const writersIn = (recording: Recording) =>
  recording.writers
    .map(
      ({ at, writer, operation, connected }) =>
        `${clock(at, recording)}: ${writer ?? 'nobody'} writes${operation === '' ? '' : `, ${operation}`}${connected ? '' : ', no follower in step'}`,
    )
    .join('\n');

/** The journal tells the story, in this order, among other things. */
export function inOrder({ scenario, title, history }: Recording, story: readonly JournalEvent[]): Assertion {
  const events = history.map(({ event }) => event);
  let from = 0;
  const missing = story.filter((event) => {
    const found = events.indexOf(event, from);
    if (found >= 0) from = found + 1;
    return found < 0;
  });
  return {
    id: `journal-in-order/${scenario}`,
    title: `${title}: the journal tells it in order`,
    ok: missing.length === 0,
    detail: `${missing.length === 0 ? '' : `missing or out of order: ${missing.map(formatEvent).join(', ')}; `}${history.map((line) => line.title).join(' → ')}`,
  };
}

/** Each of these events was delivered by the topic as a notification. */
export function notified(
  { scenario, title, messages }: Recording,
  events: readonly JournalEvent[],
): Assertion {
  const missing = events.filter((event) => !messages.some((message) => message.event === event));
  return {
    id: `operators-notified/${scenario}`,
    title: `${title}: people are told of ${events.map(formatEvent).join(', ')}`,
    ok: missing.length === 0,
    detail:
      missing.length === 0
        ? messages.map(({ severity, subject }) => `${severity}: ${subject}`).join('\n')
        : `no notification of ${missing.map(formatEvent).join(', ')}; delivered: ${list(
            messages.map(({ subject }) => subject),
            'nothing',
          )}`,
  };
}

/** The metric that routes traffic to dr stays off. */
export function trafficStays(recording: Recording): Assertion {
  const { scenario, title, control } = recording;
  return {
    id: `traffic-unchanged/${scenario}`,
    title: `${title}: traffic stays where it is`,
    ok: control.length > 0 && control.every(({ value }) => value === 0),
    detail: control.map(({ at, value }) => `${clock(at, recording)}: ${value}`).join('\n'),
  };
}

/** No incident is opened. */
export function noSuspicion({ scenario, title, history }: Recording): Assertion {
  return {
    id: `not-suspected/${scenario}`,
    title: `${title}: it is not taken for a loss`,
    ok: !history.some(({ event }) => event === 'failover-suspected'),
    detail: list(
      history.map((line) => line.title),
      'nothing in the journal',
    ),
  };
}
