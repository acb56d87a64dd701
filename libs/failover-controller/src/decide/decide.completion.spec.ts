import {
  decideGiven,
  DR_WRITES,
  ENGAGED,
  FAILBACK,
  type ExpectedReason,
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
  const ROUTING_TO_DR: Partial<Incident> = { ...PROMOTING, phase: 'routing-to-dr', writerMovedAt: NOON };
  const COMPLETING: Partial<Incident> = { ...ROUTING_TO_DR, phase: 'completing', trafficMovedAt: NOON };
  const ROUTING_TO_PRIMARY: Partial<Incident> = {
    ...FAILBACK,
    phase: 'routing-to-primary',
    writerMovedAt: NOON,
  };

  test.each<[string, Given, string, ExpectedReason]>([
    ['traffic follows', { seen: DR_WRITES, incident: ROUTING_TO_DR }, 'traffic', { code: 'target-writes' }],
    [
      'traffic waits while dr reads only',
      { seen: {}, incident: ROUTING_TO_DR },
      'none',
      { code: 'move-not-visible' },
    ],
    [
      'traffic waits while an operation runs',
      { seen: { global: known(running(DR_ARN)) }, incident: ROUTING_TO_DR },
      'none',
      { code: 'operation-running' },
    ],
    [
      'the writer went away for good',
      {
        seen: {},
        incident: { ...ROUTING_TO_DR, requestedAt: NOON - 300_000, writerMovedAt: NOON - 120_000 },
      },
      'record',
      { code: 'writer-lost', clusterArn: DR_ARN },
    ],
    [
      'held',
      { seen: { ...DR_WRITES, ...HELD }, incident: ROUTING_TO_DR, journal: { holdReported: true } },
      'none',
      { code: 'held' },
    ],
    [
      'tasks first',
      { seen: DR_WRITES, incident: COMPLETING },
      'tasks',
      { code: 'minimum-tasks', minTasks: 4 },
    ],
    [
      'then capacity',
      { seen: DR_WRITES, incident: { ...COMPLETING, followUpsDone: ['tasks'] } },
      'acu',
      { code: 'minimum-capacity', minAcu: 8 },
    ],
    [
      'then the end',
      { seen: DR_WRITES, incident: { ...COMPLETING, followUpsDone: ['tasks', 'acu'] } },
      'record',
      { code: 'completed' },
    ],
    [
      'capacity stays where none is named',
      {
        seen: DR_WRITES,
        incident: COMPLETING,
        policy: { capacity: { minTasks: undefined, minAcu: undefined } },
      },
      'record',
      { code: 'completed' },
    ],
    [
      'held before capacity',
      { seen: { ...DR_WRITES, ...HELD }, incident: COMPLETING, journal: { holdReported: true } },
      'none',
      { code: 'held' },
    ],
    [
      'to primary once it serves',
      { seen: {}, incident: ROUTING_TO_PRIMARY },
      'traffic',
      { code: 'target-writes' },
    ],
    [
      'not before it serves',
      { seen: { serves: known(false) }, incident: ROUTING_TO_PRIMARY },
      'none',
      { code: 'primary-not-serving' },
    ],
    [
      'not while that is unknown',
      { seen: { serves: unknown('unknown') }, incident: ROUTING_TO_PRIMARY },
      'none',
      { code: 'primary-not-serving' },
    ],
    [
      'not while dr still writes',
      { seen: DR_WRITES, incident: ROUTING_TO_PRIMARY },
      'none',
      { code: 'move-not-visible' },
    ],
    [
      'the primary is lost again: the failback makes way for a failover',
      { seen: LOST, incident: ROUTING_TO_PRIMARY },
      'record',
      { code: 'primary-lost-again' },
    ],
    [
      'silent replication and no service are no loss while RDS answers',
      {
        seen: { serves: known(false), lag: known({ lagMs: 10, measuredAt: NOON - 1_200_000 }) },
        incident: ROUTING_TO_PRIMARY,
      },
      'none',
      { code: 'primary-not-serving' },
    ],
    [
      'primary needs no capacity',
      { seen: {}, incident: { ...ROUTING_TO_PRIMARY, phase: 'completing' } },
      'record',
      { code: 'completed' },
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatchObject(reason);
  });

  test('where traffic is to be is written before the metric is', () => {
    const { action, intent } = decideGiven({ seen: DR_WRITES, incident: ROUTING_TO_DR });
    expect(action).toEqual({ kind: 'traffic', engaged: true, writerClusterArn: DR_ARN });
    expect(intent?.journal.traffic).toEqual({ engaged: true, since: NOON, settled: false });
  });

  test('the end of a failover starts the cool-down and leaves the snapshot to be copied', () => {
    const { intent } = decideGiven({
      seen: DR_WRITES,
      incident: { ...COMPLETING, followUpsDone: ['tasks', 'acu'] },
    });
    expect(intent?.journal).toMatchObject({
      lastFailoverAt: NOON,
      incident: { phase: 'closed', result: 'succeeded' },
      pendingSnapshot: { clusterArn: PRIMARY_ARN, since: NOON },
    });
  });

  test('the end of a planned move starts no cool-down', () => {
    const { intent } = decideGiven({ seen: {}, incident: { ...ROUTING_TO_PRIMARY, phase: 'completing' } });
    expect(intent?.journal).toMatchObject({ lastFailoverAt: undefined, pendingSnapshot: undefined });
  });

  test("the primary's controller keeps clients away from a dr that may come back", () => {
    const seen = { ...LOST, global: known(globalOf(PRIMARY_ARN)), ownCluster: known(clusterOf(PRIMARY_ARN)) };
    const decision = decideGiven({
      seen,
      incident: { ...PROMOTING, sourceClusterArn: DR_ARN, targetClusterArn: PRIMARY_ARN },
      site: PRIMARY_SITE,
    });
    expect([decision.action.kind, phaseOf(decision)]).toEqual(['record', 'routing-to-primary']);
  });
});

describe("the old primary's snapshot", () => {
  const pendingSnapshot = { incidentId: 'failover-1', clusterArn: PRIMARY_ARN, since: NOON - MINUTE };

  test.each<[string, Given, string, ExpectedReason]>([
    [
      'is copied once its Region answers',
      { seen: DR_WRITES, journal: { pendingSnapshot, traffic: ENGAGED } },
      'snapshot',
      { code: 'snapshot-expires' },
    ],
    [
      'waits for its Region',
      { seen: { ...DR_WRITES, ...LOST }, journal: { pendingSnapshot, traffic: ENGAGED } },
      'none',
      { code: 'nothing-to-do' },
    ],
    [
      'is not copied while held',
      { seen: { ...DR_WRITES, ...HELD }, journal: { pendingSnapshot, traffic: ENGAGED, holdReported: true } },
      'none',
      { code: 'held' },
    ],
    [
      'is given up after a week',
      {
        seen: DR_WRITES,
        journal: {
          pendingSnapshot: { ...pendingSnapshot, since: NOON - SNAPSHOT_SEARCH_MS - 1 },
          traffic: ENGAGED,
        },
      },
      'record',
      { code: 'snapshot-not-found', days: 7 },
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatchObject(reason);
  });
});
