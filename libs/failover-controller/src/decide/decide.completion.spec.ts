import {
  decideGiven,
  DR_WRITES,
  ENGAGED,
  FAILBACK,
  type Given,
  HELD,
  phaseOf,
  PROMOTING,
  running,
} from '../__fixtures__/decide-given';
import type { Incident } from '../domain/journal';
import { SNAPSHOT_SEARCH_MS } from '../domain/limits';
import {
  clusterOf,
  DR_ARN,
  globalOf,
  known,
  LOST,
  MINUTE,
  NOON,
  PRIMARY_ARN,
  PRIMARY_SITE,
  unknown,
} from '../__fixtures__/world';

describe('after the writer has moved', () => {
  const ENGAGING: Partial<Incident> = { ...PROMOTING, phase: 'engaging', writerMovedAt: NOON };
  const COMPLETING: Partial<Incident> = { ...ENGAGING, phase: 'completing', trafficMovedAt: NOON };
  const RELEASING: Partial<Incident> = { ...FAILBACK, phase: 'releasing', writerMovedAt: NOON };

  test.each<[string, Given, string, RegExp]>([
    ['traffic follows', { seen: DR_WRITES, incident: ENGAGING }, 'traffic', /writes and no operation runs/],
    ['traffic waits while dr reads only', { seen: {}, incident: ENGAGING }, 'none', /does not show the move/],
    [
      'traffic waits while an operation runs',
      { seen: { global: known(running(DR_ARN)) }, incident: ENGAGING },
      'none',
      /an operation runs/,
    ],
    [
      'the writer went away for good',
      { seen: {}, incident: { ...ENGAGING, requestedAt: NOON - 300_000, writerMovedAt: NOON - 120_000 } },
      'record',
      /does not write any more/,
    ],
    [
      'held',
      { seen: { ...DR_WRITES, ...HELD }, incident: ENGAGING, journal: { holdReported: true } },
      'none',
      /^held: otherwise/,
    ],
    ['tasks first', { seen: DR_WRITES, incident: COMPLETING }, 'tasks', /number of tasks is to be 4/],
    ['then capacity', { seen: DR_WRITES, incident: { ...COMPLETING, chores: ['tasks'] } }, 'acu', /8 ACU/],
    [
      'then the end',
      { seen: DR_WRITES, incident: { ...COMPLETING, chores: ['tasks', 'acu'] } },
      'record',
      /all that follows is done/,
    ],
    [
      'capacity stays where none is named',
      {
        seen: DR_WRITES,
        incident: COMPLETING,
        policy: { capacity: { minTasks: undefined, minAcu: undefined } },
      },
      'record',
      /all that follows is done/,
    ],
    [
      'held before capacity',
      { seen: { ...DR_WRITES, ...HELD }, incident: COMPLETING, journal: { holdReported: true } },
      'none',
      /^held: otherwise/,
    ],
    [
      'home once the primary serves',
      { seen: {}, incident: RELEASING },
      'traffic',
      /writes and no operation runs/,
    ],
    [
      'not before it serves',
      { seen: { serves: known(false) }, incident: RELEASING },
      'none',
      /not let go home before the primary serves/,
    ],
    [
      'not while that is unknown',
      { seen: { serves: unknown('unknown') }, incident: RELEASING },
      'none',
      /not let go home before the primary serves/,
    ],
    ['not while dr still writes', { seen: DR_WRITES, incident: RELEASING }, 'none', /does not show the move/],
    [
      'the primary is lost again: the failback makes way for a failover',
      { seen: LOST, incident: RELEASING },
      'record',
      /the primary was lost again before traffic went home/,
    ],
    [
      'silent replication and no service are no loss while RDS answers',
      {
        seen: { serves: known(false), lag: known({ lagMs: 10, measuredAt: NOON - 1_200_000 }) },
        incident: RELEASING,
      },
      'none',
      /before the primary serves/,
    ],
    [
      'home needs no capacity',
      { seen: {}, incident: { ...RELEASING, phase: 'completing' } },
      'record',
      /all that follows is done/,
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
  });

  test('where traffic is to be is written before the metric is', () => {
    const { action, intent } = decideGiven({ seen: DR_WRITES, incident: ENGAGING });
    expect(action).toEqual({ kind: 'traffic', engaged: true, writerClusterArn: DR_ARN });
    expect(intent?.journal.traffic).toEqual({ engaged: true, since: NOON, settled: false });
  });

  test('the end of a failover starts the cool-down and leaves the snapshot to be copied', () => {
    const { intent } = decideGiven({
      seen: DR_WRITES,
      incident: { ...COMPLETING, chores: ['tasks', 'acu'] },
    });
    expect(intent?.journal).toMatchObject({
      lastFailoverAt: NOON,
      incident: { phase: 'closed', result: 'succeeded' },
      snapshotDuty: { clusterArn: PRIMARY_ARN, since: NOON },
    });
  });

  test('the end of a planned move starts no cool-down', () => {
    const { intent } = decideGiven({ seen: {}, incident: { ...RELEASING, phase: 'completing' } });
    expect(intent?.journal).toMatchObject({ lastFailoverAt: undefined, snapshotDuty: undefined });
  });

  test("the primary's controller leaves traffic to dr's", () => {
    const seen = { ...LOST, global: known(globalOf(PRIMARY_ARN)), ownCluster: known(clusterOf(PRIMARY_ARN)) };
    const decision = decideGiven({
      seen,
      incident: { ...PROMOTING, sourceClusterArn: DR_ARN, targetClusterArn: PRIMARY_ARN },
      site: PRIMARY_SITE,
    });
    expect([decision.action.kind, phaseOf(decision)]).toEqual(['record', 'completing']);
  });
});

describe("the old primary's snapshot", () => {
  const snapshotDuty = { incidentId: 'failover-1', clusterArn: PRIMARY_ARN, since: NOON - MINUTE };

  test.each<[string, Given, string, RegExp]>([
    [
      'is copied once its Region answers',
      { seen: DR_WRITES, journal: { snapshotDuty, traffic: ENGAGED } },
      'snapshot',
      /to be copied/,
    ],
    [
      'waits for its Region',
      { seen: { ...DR_WRITES, ...LOST }, journal: { snapshotDuty, traffic: ENGAGED } },
      'none',
      /nothing is to be done/,
    ],
    [
      'is not copied while held',
      { seen: { ...DR_WRITES, ...HELD }, journal: { snapshotDuty, traffic: ENGAGED, holdReported: true } },
      'none',
      /^held/,
    ],
    [
      'is given up after a week',
      {
        seen: DR_WRITES,
        journal: {
          snapshotDuty: { ...snapshotDuty, since: NOON - SNAPSHOT_SEARCH_MS - 1 },
          traffic: ENGAGED,
        },
      },
      'record',
      /no snapshot .* within 7 days/,
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
  });
});
