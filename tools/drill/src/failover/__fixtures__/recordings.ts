import {
  formatEvent,
  type Evidence,
  type HistoryLine,
  type JournalEvent,
  type Step,
} from '@healthcare-dr/failover-controller';
import type { ControllerRequest, Invocation, Message, Recording, ScheduleRun } from '../facts';
import { TITLES } from '../scenario';

/** Virtual midnight; all times below are seconds since then. */
export const START = Date.UTC(2026, 0, 15);

const at = (seconds: number) => START + seconds * 1000;

const NOTHING: Step = { action: 'none', disposition: 'done', reason: { code: 'nothing-to-do' } };

const invocations = (count: number, step = NOTHING): Invocation[] =>
  Array.from({ length: count }, (_, minute) => ({
    at: at((minute + 1) * 60),
    role: 'dr',
    trigger: 'schedule',
    steps: [step],
    healthy: true,
  }));

const schedules = (count: number): ScheduleRun[] =>
  Array.from({ length: count }, (_, minute) => ({
    at: at((minute + 1) * 60),
    role: 'dr',
    calls: [
      {
        rule: 'healthcare-failover-schedule-dev',
        targetArn: 'arn:aws:lambda:eu-west-1:111111111111:function:healthcare-failover-dev',
        outcome: 'answered',
        reason: undefined,
      },
    ],
    idle: [],
  }));

export const request = (
  seconds: number,
  region: string,
  service: string,
  operation: string,
  status: number | undefined = 200,
): ControllerRequest => ({ at: at(seconds), region, service, operation, status });

const history = (...events: readonly (readonly [number, JournalEvent])[]): HistoryLine[] =>
  events.map(([seconds, event]) => ({
    at: at(seconds),
    incidentId: 'failover-1',
    event,
    reason: { code: 'nothing-to-do' },
    title: formatEvent(event),
    text: 'because',
    details: {},
  }));

const message = (event: JournalEvent, severity: string): Omit<Message, 'at'> => ({
  severity,
  event,
  subject: `healthcare-dr dev: ${formatEvent(event)} (failover-1)`,
  body: 'What happened',
});

const messages = (...events: readonly JournalEvent[]): Message[] =>
  events.map((event, index) => ({ at: at(index), ...message(event, 'page') }));

const control = (values: readonly number[]) =>
  values.map((value, minute) => ({ at: at((minute + 1) * 60), value }));

const answers = (serves: 'primary' | 'dr', count: number) =>
  Array.from({ length: count }, (_, minute) => ({ at: at((minute + 1) * 60), serves }));

const base: Recording = {
  scenario: 'steady',
  title: TITLES.steady,
  from: START,
  to: at(600),
  realMs: 1000,
  regions: { primary: 'eu-west-2', dr: 'eu-west-1' },
  dark: undefined,
  alarmsBefore: { 'healthcare-replication-lag-dev': 'OK', 'healthcare-rpo-lag-dev': 'OK' },
  invocations: invocations(5),
  schedules: schedules(5),
  requests: [
    request(60, 'eu-west-1', 'rds', 'DescribeGlobalClusters'),
    request(60, 'eu-west-1', 'dynamodb', 'UpdateItem'),
  ],
  writers: [{ at: START, writer: 'primary', operation: '', connected: true }],
  alarms: [],
  messages: [],
  history: [],
  control: control([0, 0, 0, 0, 0]),
  home: { history: [], control: [] },
  answers: answers('primary', 5),
  client: undefined,
  lag: { at: at(-20), lagMs: 800 },
};

/** All well. */
export const STEADY = base;

/** The primary is lost at once, and dr promoted after two minutes. */
export const FAILOVER: Recording = {
  ...base,
  scenario: 'failover',
  title: TITLES.failover,
  dark: { role: 'primary', from: START, to: at(600) },
  requests: [
    ...base.requests,
    request(60, 'eu-west-2', 'rds', 'DescribeDBClusters', undefined),
    request(120.5, 'eu-west-1', 'rds', 'FailoverGlobalCluster'),
  ],
  writers: [
    { at: START, writer: 'primary', operation: '', connected: true },
    { at: at(121), writer: 'primary', operation: 'failing-over', connected: true },
    { at: at(122), writer: 'dr', operation: '', connected: false },
  ],
  alarms: ['healthcare-replication-lag-dev', 'healthcare-rpo-lag-dev'].map((alarmName) => ({
    at: at(300),
    alarmName,
    from: 'OK' as const,
    to: 'INSUFFICIENT_DATA' as const,
    reason: '3 missing',
    callsController: true,
  })),
  messages: messages(
    'failover-suspected',
    'promotion-requested',
    'writer-moved',
    'traffic-routed-to-dr',
    'failover-succeeded',
  ),
  history: history(
    [60, 'failover-suspected'],
    [120.4, 'promotion-requested'],
    [180, 'writer-moved'],
    [180.1, 'traffic-to-dr-requested'],
    [180.2, 'traffic-routed-to-dr'],
    [180.3, 'failover-succeeded'],
  ),
  control: control([0, 0, 1, 1, 1]),
  answers: answers('dr', 5),
};

/** The primary is back and follows; its snapshot is kept. */
export const REJOIN: Recording = {
  ...base,
  scenario: 'rejoin',
  title: TITLES.rejoin,
  requests: [...base.requests, request(60.5, 'eu-west-2', 'rds', 'CopyDBClusterSnapshot')],
  writers: [{ at: START, writer: 'dr', operation: '', connected: true }],
  history: history([60.6, 'snapshot-copied']),
  control: control([1, 1, 1, 1, 1]),
  answers: answers('dr', 5),
};

/** Home by a command, which is called where the writer is. */
export const FAILBACK: Recording = {
  ...base,
  scenario: 'failback',
  title: TITLES.failback,
  requests: [...base.requests, request(0.5, 'eu-west-1', 'rds', 'SwitchoverGlobalCluster')],
  writers: [
    { at: START, writer: 'dr', operation: '', connected: true },
    { at: at(1), writer: 'dr', operation: 'switching-over', connected: true },
    { at: at(2), writer: 'primary', operation: '', connected: true },
  ],
  messages: messages('failback-requested', 'writer-moved', 'traffic-routed-to-primary', 'failback-succeeded'),
  history: history(
    [0.4, 'failback-requested'],
    [60, 'writer-moved'],
    [60.1, 'traffic-to-primary-requested'],
    [60.2, 'traffic-routed-to-primary'],
    [60.3, 'failback-succeeded'],
  ),
};

const EVIDENCE = {
  probe: 'down',
  checkers: 'unhealthy',
  controlPlane: 'silent',
  replication: 'stopped',
  egress: 'open',
  database: 'unknown',
} as const satisfies Evidence;

/** The primary is lost while the controller is paused. */
export const HELD: Recording = {
  ...base,
  scenario: 'held',
  title: TITLES.held,
  dark: { role: 'primary', from: START, to: at(300) },
  invocations: invocations(5, {
    action: 'none',
    disposition: 'held',
    reason: {
      code: 'held',
      otherwise: {
        code: 'region-lost',
        evidence: EVIDENCE,
        loss: { code: 'loss-within-bound', lossMs: 1_000, boundMs: 900_000 },
      },
    },
  }),
  messages: messages('controller-paused', 'failover-suspected', 'controller-resumed'),
};

/** The primary is lost after the standby had fallen behind. */
export const LAGGING: Recording = {
  ...HELD,
  scenario: 'lagging',
  title: TITLES.lagging,
  invocations: invocations(5, {
    action: 'none',
    disposition: 'done',
    reason: {
      code: 'approval-required',
      objection: { code: 'loss-beyond-bound', lossMs: 1_440_000, boundMs: 900_000 },
    },
  }),
  messages: messages('approval-required'),
};

/** The service alone is lost. */
export const SERVICE_DOWN: Recording = {
  ...base,
  scenario: 'serviceDown',
  title: TITLES.serviceDown,
  invocations: invocations(5, {
    action: 'record',
    disposition: 'refused',
    reason: {
      code: 'override-required',
      assessment: 'service-down',
      evidence: { ...EVIDENCE, controlPlane: 'answers', replication: 'fresh', database: 'available' },
    },
  }),
  messages: messages('service-down', 'failover-refused'),
  history: history([300, 'service-down'], [420, 'failover-refused']),
};

/** dr's NAT gateway is lost for a minute. */
export const BLIP: Recording = { ...base, title: TITLES.blip };

/** And for long: said after eight minutes, and over after twelve. */
export const ISOLATED: Recording = {
  ...base,
  scenario: 'isolated',
  title: TITLES.isolated,
  invocations: invocations(20).map((each, minute) => ({ ...each, healthy: minute < 8 || minute > 13 })),
  messages: [
    { ...message('isolated', 'ticket'), at: at(480.5) },
    { ...message('isolated-over', 'ticket'), at: at(1080.5) },
  ],
  history: history([480, 'isolated'], [1080, 'isolated-over']),
};

/** The Regions are cut from each other. */
export const CUT: Recording = {
  ...base,
  scenario: 'cut',
  title: TITLES.cut,
  messages: [
    { ...message('unreachable', 'page'), at: at(240) },
    { ...message('unreachable-over', 'ticket'), at: at(900) },
  ],
  history: history([240, 'unreachable'], [900, 'unreachable-over']),
};

/** dr is lost as the writer, the primary promoted by order, and dr comes back after eight minutes. */
export const WRITER_LOST: Recording = {
  ...base,
  scenario: 'writerLost',
  title: TITLES.writerLost,
  dark: { role: 'dr', from: START, to: at(480) },
  requests: [
    request(60, 'eu-west-2', 'rds', 'DescribeGlobalClusters'),
    request(61, 'eu-west-1', 'rds', 'DescribeDBClusters', undefined),
    request(240, 'eu-west-2', 'rds', 'FailoverGlobalCluster'),
  ],
  writers: [
    { at: START, writer: 'dr', operation: '', connected: true },
    { at: at(241), writer: 'dr', operation: 'failing-over', connected: true },
    { at: at(242), writer: 'primary', operation: '', connected: false },
    { at: at(485), writer: 'primary', operation: '', connected: true },
  ],
  home: {
    history: history(
      [239, 'failover-requested'],
      [240, 'promotion-requested'],
      [300, 'writer-moved'],
      [300.1, 'traffic-hold-requested'],
      [300.2, 'traffic-hold-on'],
      [300.3, 'failover-succeeded'],
    ),
    control: [0, 0, 0, 0, 1, 1, 1].map((value, minute) => ({ at: at((minute + 1) * 60), value })),
  },
  control: [1, 1, 0].map((value, minute) => ({ at: at(500 + minute * 60), value })),
  messages: messages('failover-requested', 'promotion-requested', 'writer-moved', 'failover-succeeded'),
  answers: answers('primary', 11),
};
