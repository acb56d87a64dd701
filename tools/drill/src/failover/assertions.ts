import { formatDisposition, type JournalEvent, type Step } from '@healthcare-dr/failover-controller';
import { peerOf, type Role } from '@healthcare-dr/topology';
import type { Assertion } from '../assertion-recorder';
import {
  alarmAssertions,
  askedOnce,
  clock,
  confirmedFirst,
  dnsLeadsTo,
  heldEveryMinute,
  inOrder,
  isMutating,
  list,
  movedAt,
  named,
  noMutation,
  none,
  nothingIntoTheDark,
  onlyWriter,
  noSuspicion,
  notified,
  trafficFollows,
  trafficStays,
  writersIn,
  type Expectations,
} from './checks';
import type { Recording } from './facts';

/** Everything that must hold while all is well. */
export function steadyAssertions(
  recording: Recording,
  { replicationAlarms }: Pick<Expectations, 'replicationAlarms'>,
): Assertion[] {
  const { invocations, control, answers, scenario, title, regions, alarmsBefore } = recording;
  const unwell = invocations.filter(({ healthy }) => !healthy);
  const blind = replicationAlarms.filter((name) => alarmsBefore[name] !== 'OK');
  return [
    onlyWriter(recording, 'primary'),
    {
      id: `replication-alarms-ok/${scenario}`,
      title: `${title}: the alarms on replication see a standby that is close behind`,
      ok: replicationAlarms.length > 0 && blind.length === 0,
      detail: list(
        blind.map(
          (name) =>
            `${name} is ${alarmsBefore[name] ?? 'not there, or does not call the controller'}: it does not see the lag that RDS publishes.`,
        ),
        replicationAlarms.join('\n'),
      ),
    },
    {
      id: `controller-healthy/${scenario}`,
      title: `${title}: the controller of ${regions.dr} sees what it needs`,
      ok: invocations.length > 0 && unwell.length === 0,
      detail: list(
        unwell.flatMap(({ steps }) =>
          steps.map(({ disposition, reason }) => formatDisposition(disposition, reason)),
        ),
        `${invocations.length} runs`,
      ),
    },
    {
      id: `metric-every-minute/${scenario}`,
      title: `${title}: the control metric says every minute that traffic is free`,
      ...heldEveryMinute(recording, 0, recording.from),
    },
    dnsLeadsTo(recording, 'primary', 'all'),
    {
      id: `no-mutating-call/${scenario}`,
      title: `${title}: nothing is changed`,
      ...noMutation(recording),
    },
    {
      id: `traffic-unchanged/${scenario}`,
      title: `${title}: traffic was never routed to ${regions.dr}`,
      ok:
        control.length > 0 &&
        control.every(({ value }) => value === 0) &&
        answers.every(({ serves }) => serves !== 'dr'),
      detail: control.map(({ at, value }) => `${clock(at, recording)}: ${value}`).join('\n'),
    },
  ];
}

/** Everything that must hold when the primary is lost and the controller fails over. */
export function failoverAssertions(recording: Recording, expected: Expectations): Assertion[] {
  const { scenario, title, regions } = recording;
  const promotedAt = movedAt(recording, 'dr');
  return [
    ...alarmAssertions(recording, expected),
    {
      id: `target-writes/${scenario}`,
      title: `${title}: ${regions.dr} writes`,
      ok: promotedAt !== undefined && recording.writers.at(-1)?.writer === 'dr',
      detail: promotedAt === undefined ? writersIn(recording) : `after ${clock(promotedAt, recording)}`,
    },
    confirmedFirst(recording, expected),
    askedOnce(recording, 'FailoverGlobalCluster', regions.dr),
    nothingIntoTheDark(recording),
    ...trafficFollows(recording, 'dr'),
    dnsLeadsTo(recording, 'dr', 'last'),
    inOrder(recording, [
      'failover-suspected',
      'promotion-requested',
      'writer-moved',
      'traffic-to-dr-requested',
      'traffic-routed-to-dr',
      'failover-succeeded',
    ]),
    notified(recording, [
      'failover-suspected',
      'promotion-requested',
      'writer-moved',
      'traffic-routed-to-dr',
      'failover-succeeded',
    ]),
  ];
}

/** Everything that must hold when the primary comes back while dr writes. */
export function rejoinAssertions(recording: Recording): Assertion[] {
  const { scenario, title, regions, requests, writers, history } = recording;
  const copies = requests.filter(({ operation }) => operation === 'CopyDBClusterSnapshot');
  const others = requests.filter((request) => isMutating(request) && !copies.includes(request));
  return [
    onlyWriter(recording, 'dr'),
    {
      id: `source-follows/${scenario}`,
      title: `${title}: the cluster of ${regions.primary} follows as a reader`,
      ok: writers.at(-1)?.connected === true,
      detail: writersIn(recording),
    },
    {
      id: `no-failback-by-itself/${scenario}`,
      title: `${title}: nothing fails back by itself`,
      ok: others.length === 0,
      detail: list(others.map(named), 'no mutating call'),
    },
    {
      id: `snapshot-kept/${scenario}`,
      title: `${title}: the old primary's snapshot is kept`,
      ok:
        copies.some(({ status }) => status === 200) &&
        history.some(({ event }) => event === 'snapshot-copied'),
      detail: list(
        copies.map((copy) => `${named(copy)}: ${copy.status ?? 'no answer'}`),
        'it was not copied',
      ),
    },
    {
      id: `metric-every-minute/${scenario}`,
      title: `${title}: the control metric goes on routing traffic to ${regions.dr}`,
      ...heldEveryMinute(recording, 1, recording.from),
    },
    dnsLeadsTo(recording, 'dr', 'all'),
  ];
}

/** Everything that must hold of a planned move of the writer by an operator's command. */
export function plannedAssertions(recording: Recording, operation: 'switchover' | 'failback'): Assertion[] {
  const target: Role = operation === 'switchover' ? 'dr' : 'primary';
  const { scenario, title, regions } = recording;
  const done = movedAt(recording, target);
  const told: readonly JournalEvent[] = [
    `${operation}-requested`,
    'writer-moved',
    `traffic-routed-to-${target}`,
    `${operation}-succeeded`,
  ];
  const story = told.toSpliced(2, 0, `traffic-to-${target}-requested`);
  return [
    {
      id: `target-writes/${scenario}`,
      title: `${title}: ${regions[target]} writes, and ${regions[peerOf(target)]} follows`,
      ok:
        done !== undefined &&
        recording.writers.at(-1)?.writer === target &&
        recording.writers.at(-1)?.connected === true,
      detail: writersIn(recording),
    },
    // AWS wants it at the Region of the writer of that moment.
    askedOnce(recording, 'SwitchoverGlobalCluster', regions[peerOf(target)]),
    {
      id: `never-a-failover/${scenario}`,
      title: `${title}: no data is lost, as it never becomes a failover`,
      ...none(recording.requests.filter((request) => request.operation === 'FailoverGlobalCluster')),
    },
    ...trafficFollows(recording, target),
    dnsLeadsTo(recording, target, 'last'),
    inOrder(recording, story),
    notified(recording, told),
  ];
}

/** What keeps a failover back. */
export type RefusalCause = 'hold' | 'lag' | 'service-down';

/** How each of them shows: what the controller says, and what it tells people. */
const REFUSALS: Readonly<
  Record<
    RefusalCause,
    {
      readonly says: (step: Step) => boolean;
      readonly tells: readonly JournalEvent[];
      readonly why: string;
    }
  >
> = {
  hold: {
    says: ({ reason }) => reason.code === 'held' && reason.otherwise.code === 'region-lost',
    tells: ['controller-paused', 'controller-resumed'],
    why: 'while the controller is paused',
  },
  lag: {
    says: ({ reason }) =>
      reason.code === 'approval-required' && reason.objection.code === 'loss-beyond-bound',
    tells: ['approval-required'],
    why: 'beyond the bound on loss without approval',
  },
  'service-down': {
    says: ({ disposition, reason }) =>
      disposition === 'refused' &&
      reason.code === 'override-required' &&
      reason.assessment === 'service-down',
    tells: ['service-down', 'failover-refused'],
    why: 'for a service that is down in a Region that answers',
  },
};

/** Everything that must hold when a failover is not permitted. */
export function refusalAssertions(recording: Recording, refusal: RefusalCause): Assertion[] {
  const { scenario, title, invocations } = recording;
  const { says, tells, why } = REFUSALS[refusal];
  const steps = invocations.flatMap((invocation) => invocation.steps);
  return [
    {
      id: `no-mutating-call/${scenario}`,
      title: `${title}: no mutating call ${why}`,
      ...noMutation(recording),
    },
    onlyWriter(recording, 'primary'),
    {
      id: `reason-stated/${scenario}`,
      title: `${title}: the controller says what keeps it back`,
      ok: steps.some(says),
      detail: list(
        [...new Set(steps.map(({ disposition, reason }) => formatDisposition(disposition, reason)))],
        'it was never called',
      ),
    },
    refusal === 'service-down' ? noSuspicion(recording) : nothingIntoTheDark(recording),
    trafficStays(recording),
    notified(recording, tells),
  ];
}

/** That a plan finds nothing to do. */
export const emptyPlan = (
  stack: string,
  when: string,
  { changes, text }: { readonly changes: boolean; readonly text: string },
): Assertion => ({
  id: `plan-empty/${stack}/${when.replaceAll(' ', '-')}`,
  title: `The plan of ${stack} is empty ${when}`,
  ok: !changes,
  detail: text,
});
