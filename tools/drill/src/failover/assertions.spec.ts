import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { MetricData, type MetricQuery, type Sample, type Window } from '@healthcare-dr/aws-models/cloudwatch';
import type { Metrics } from '../alarms/alarm-trial';
import { AssertionFailedError, AssertionRecorder, type Assertion } from '../assertion-recorder';
import {
  FAILBACK,
  FAILOVER,
  HELD,
  LAGGING,
  REJOIN,
  request,
  SERVICE_DOWN,
  START,
  STEADY,
} from './__fixtures__/recordings';
import { AlarmWatch } from './alarm-watch';
import {
  emptyPlan,
  failoverAssertions,
  plannedAssertions,
  refusalAssertions,
  rejoinAssertions,
  steadyAssertions,
} from './assertions';
import type { Recording } from './facts';

const expected = {
  confirmationMs: 60_000,
  replicationAlarms: ['healthcare-replication-lag-dev', 'healthcare-rpo-lag-dev'],
};

const failover = (changes: Partial<Recording>) => failoverAssertions({ ...FAILOVER, ...changes }, expected);

/** What the drill says when the first of these fails; nothing, if all hold. */
function complaint(assertions: readonly Assertion[]): string {
  const recorder = new AssertionRecorder();
  try {
    for (const assertion of assertions) recorder.record(assertion);
  } catch (error) {
    if (error instanceof AssertionFailedError) return error.message;
    throw error;
  }
  return '';
}

describe('a drill in which all is as it should be', () => {
  it.each([
    ['the steady state', steadyAssertions(STEADY, expected)],
    ['the failover', failover({})],
    ['the return of the primary', rejoinAssertions(REJOIN)],
    ['the way home', plannedAssertions(FAILBACK, 'failback')],
    ['the hold', refusalAssertions(HELD, 'hold')],
    ['the lag', refusalAssertions(LAGGING, 'lag')],
    ['the loss of the service alone', refusalAssertions(SERVICE_DOWN, 'service-down')],
  ])('holds in %s', (_, assertions) => {
    expect(complaint(assertions)).toBe('');
    expect(assertions.length).toBeGreaterThan(4);
  });
});

/** The states of an alarm on the lag that a standby publishes every minute, and then not any more. */
async function watched(alarm: MetricAlarm) {
  const data = new MetricData();
  const start = START / 1000;
  data.put(
    Array.from({ length: 10 }, (_, minute) => ({
      namespace: 'AWS/RDS',
      metricName: 'AuroraGlobalDBReplicationLag',
      dimensions: { DBClusterIdentifier: 'healthcare-aurora-dev' },
      at: start + minute * 60,
      value: 800,
    })),
  );
  const metrics: Metrics = {
    put: (samples: readonly Sample[]) => Promise.resolve(data.put(samples)),
    read: (queries: readonly MetricQuery[], window: Window) =>
      Promise.resolve(new Map(queries.map((query) => [query.id, data.read(query, window)]))),
  };
  const watch = new AlarmWatch([alarm], metrics, start);
  await watch.evaluate(start + 600);
  const alarmsBefore = { ...FAILOVER.alarmsBefore, ...watch.states };
  const alarms = FAILOVER.alarms.filter(({ alarmName }) => alarmName !== alarm.AlarmName);
  for (let minute = 11; minute < 20; minute += 1)
    for (const { from, to, reason } of await watch.evaluate(start + minute * 60))
      alarms.push({ at: START, alarmName: String(alarm.AlarmName), from, to, reason, callsController: true });
  return { alarmsBefore, alarms };
}

const lagAlarm: MetricAlarm = {
  AlarmName: 'healthcare-replication-lag-dev',
  Namespace: 'AWS/RDS',
  MetricName: 'AuroraGlobalDBReplicationLag',
  Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'healthcare-aurora-dev' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 300_000,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'missing',
};

describe('an alarm', () => {
  it('on the metric that RDS publishes sees the loss', async () => {
    expect(complaint(failover(await watched(lagAlarm)))).toBe('');
  });

  it('with another dimension is named', async () => {
    const Dimensions = [{ Name: 'DBClusterIdentifier', Value: 'healthcare-global-dev' }];
    expect(complaint(failover(await watched({ ...lagAlarm, Dimensions })))).toMatch(
      /alarm healthcare-replication-lag-dev sees it.*\n.*INSUFFICIENT_DATA while the standby was close behind/,
    );
  });

  it('that does not call the controller is named', () => {
    const alarms = FAILOVER.alarms.map((change) => ({ ...change, callsController: false }));
    expect(complaint(failover({ alarms }))).toMatch(
      /healthcare-replication-lag-dev.*calls the controller: it does not hold/,
    );
  });
});

describe('a controller that does one thing wrong is found out, and told what it was', () => {
  it.each<[string, Partial<Recording>, RegExp]>([
    [
      'keeps its journal in the Region that is dark',
      { requests: [...FAILOVER.requests, request(61, 'eu-west-2', 'dynamodb', 'UpdateItem', undefined)] },
      /calls eu-west-2 while it is dark, but for bounded looks: it does not hold\.\ndynamodb UpdateItem in eu-west-2/,
    ],
    [
      'asks for the promotion in the wrong Region',
      {
        requests: FAILOVER.requests.map((each) =>
          each.operation === 'FailoverGlobalCluster' ? { ...each, region: 'eu-west-2' } : each,
        ),
      },
      /FailoverGlobalCluster is called once, in eu-west-1: it does not hold\.\nrds FailoverGlobalCluster in eu-west-2/,
    ],
    [
      'promotes twice',
      { requests: [...FAILOVER.requests, request(130, 'eu-west-1', 'rds', 'FailoverGlobalCluster')] },
      /FailoverGlobalCluster is called once/,
    ],
    [
      'never writes the control metric',
      { control: [] },
      /only after eu-west-1 writes: it does not hold\.\nThe control metric was never written as 1/,
    ],
    [
      'writes the control metric before dr writes',
      { control: FAILOVER.control.map((each) => ({ ...each, value: 1 })) },
      /routes traffic to eu-west-1 only after eu-west-1 writes: it does not hold\.\n1 after 60\.0 s, writer moved after 122\.0 s/,
    ],
    [
      'lets the control metric fall silent',
      { control: FAILOVER.control.slice(0, -1) },
      /every minute since: it does not hold\.\nnot written in the minute at 300\.0 s/,
    ],
    [
      'tells nobody of the promotion',
      { messages: FAILOVER.messages.filter(({ event }) => event !== 'promotion-requested') },
      /no notification of promotion requested/,
    ],
    [
      'does not journal its intent',
      { history: FAILOVER.history.filter(({ event }) => event !== 'promotion-requested') },
      /confirmed for 60 s: it does not hold\.\nsuspected 60\.0 s, requested never/,
    ],
    [
      'does not wait for the confirmation',
      {
        history: FAILOVER.history.map((entry) =>
          entry.event === 'promotion-requested' ? { ...entry, at: START + 61_000 } : entry,
        ),
      },
      /only after the loss was confirmed for 60 s: it does not hold/,
    ],
    [
      'leaves DNS where it was',
      { answers: STEADY.answers },
      /DNS sends clients to eu-west-1 in the end: it does not hold/,
    ],
    [
      'promotes nothing',
      { writers: STEADY.writers },
      /The primary is lost: eu-west-1 writes: it does not hold/,
    ],
  ])('%s', (_, changes, words) => {
    expect(complaint(failover(changes))).toMatch(words);
  });
});

describe('a failover that is not permitted', () => {
  const promotion = request(120, 'eu-west-1', 'rds', 'FailoverGlobalCluster');

  it.each([
    [
      'the hold is ignored',
      HELD,
      'hold',
      /no mutating call while the controller is paused: it does not hold\.\nrds FailoverGlobalCluster in eu-west-1/,
    ],
    [
      'the lag is ignored',
      LAGGING,
      'lag',
      /no mutating call beyond the bound on loss without approval: it does not hold\.\nrds Failover/,
    ],
    [
      'a service that is down is enough',
      SERVICE_DOWN,
      'service-down',
      /no mutating call for a service that is down in a Region that answers: it does not hold/,
    ],
  ] as const)('shows when %s', (_, recording, refusal, words) => {
    const requests = [...recording.requests, promotion];
    expect(complaint(refusalAssertions({ ...recording, requests }, refusal))).toMatch(words);
  });

  it('is not shown by a controller that would not have acted anyway', () => {
    expect(complaint(refusalAssertions({ ...HELD, invocations: STEADY.invocations }, 'hold'))).toMatch(
      /the controller says what keeps it back: it does not hold/,
    );
  });

  it('moves no traffic either', () => {
    expect(complaint(refusalAssertions({ ...HELD, control: REJOIN.control }, 'hold'))).toMatch(
      /traffic stays where it is/,
    );
  });
});

it('an alarm that is blind is found while all is well', () => {
  const alarmsBefore = { ...STEADY.alarmsBefore, 'healthcare-rpo-lag-dev': 'INSUFFICIENT_DATA' as const };
  expect(complaint(steadyAssertions({ ...STEADY, alarmsBefore }, expected))).toMatch(
    /alarms on replication see a standby that is close behind: it does not hold\.\nhealthcare-rpo-lag-dev is INSUFFICIENT_DATA/,
  );
});

describe('the way back', () => {
  it('is never begun by itself', () => {
    const requests = [...REJOIN.requests, request(90, 'eu-west-1', 'rds', 'SwitchoverGlobalCluster')];
    expect(complaint(rejoinAssertions({ ...REJOIN, requests }))).toMatch(
      /nothing fails back by itself: it does not hold\.\nrds SwitchoverGlobalCluster/,
    );
  });

  it('wants the snapshot of the old primary to be kept', () => {
    expect(complaint(rejoinAssertions({ ...REJOIN, requests: STEADY.requests }))).toMatch(
      /snapshot is kept: it does not hold/,
    );
  });

  it('is asked for where the writer is, and loses nothing', () => {
    const elsewhere = FAILBACK.requests.map((each) =>
      each.operation === 'SwitchoverGlobalCluster' ? { ...each, region: 'eu-west-2' } : each,
    );
    expect(complaint(plannedAssertions({ ...FAILBACK, requests: elsewhere }, 'failback'))).toMatch(
      /SwitchoverGlobalCluster is called once, in eu-west-1/,
    );
    const requests = [...FAILBACK.requests, request(3, 'eu-west-1', 'rds', 'FailoverGlobalCluster')];
    expect(complaint(plannedAssertions({ ...FAILBACK, requests }, 'failback'))).toMatch(
      /never becomes a failover: it does not hold/,
    );
  });

  it('lets traffic go only once the primary writes', () => {
    const writers = FAILBACK.writers.map((each) =>
      each.writer === 'primary' ? { ...each, at: START + 90_000 } : each,
    );
    expect(complaint(plannedAssertions({ ...FAILBACK, writers }, 'failback'))).toMatch(
      /routes traffic away from eu-west-1 only after eu-west-2 writes: it does not hold/,
    );
  });
});

it('a plan that would undo the roles is named, with what it would do', () => {
  const text =
    '  # aws_rds_cluster.aurora will be updated in-place\n  - replication_source_identifier = "arn" -> null';
  expect(complaint([emptyPlan('primary-aurora', 'while eu-west-1 writes', { changes: true, text })])).toMatch(
    /The plan of primary-aurora is empty while eu-west-1 writes: it does not hold\.\n.*aws_rds_cluster\.aurora[\s\S]*replication_source_identifier/,
  );
});
