import {
  decideGiven,
  DR_WRITES,
  ENGAGED,
  type ExpectedReason,
  type Given,
  HELD,
  running,
} from '../__fixtures__/decide-given';
import type { Journal } from '../domain/journal';
import { clusterOf, DR_ARN, known, MINUTE, NOON, PRIMARY_ARN, PRIMARY_SITE } from '../__fixtures__/world';

describe('a writer that somebody else moved', () => {
  const drift = (patch: object): Partial<Journal> => ({
    drift: {
      writerClusterArn: DR_ARN,
      since: NOON - MINUTE,
      lastSeenAt: NOON - 30_000,
      observations: 3,
      ...patch,
    },
  });
  const home = (patch: object): Partial<Journal> => ({
    ...drift({ writerClusterArn: PRIMARY_ARN, ...patch }),
    traffic: ENGAGED,
  });

  test.each<[string, Given, string, ExpectedReason]>([
    ['is noticed', { seen: DR_WRITES }, 'record', { code: 'drift-observed' }],
    [
      'is observed again',
      { seen: DR_WRITES, journal: drift({ observations: 1 }) },
      'record',
      { code: 'drift-not-confirmed' },
    ],
    [
      'is not observed twice at once',
      { seen: DR_WRITES, journal: drift({ observations: 1, lastSeenAt: NOON - 1_000 }) },
      'none',
      { code: 'drift-not-confirmed' },
    ],
    [
      'has to stay for long enough',
      { seen: DR_WRITES, journal: drift({ since: NOON - 59_999, lastSeenAt: NOON - 1_000 }) },
      'none',
      { code: 'drift-not-confirmed' },
    ],
    [
      'is followed to dr',
      { seen: DR_WRITES, journal: drift({}) },
      'traffic',
      { code: 'writer-moved-by-others' },
    ],
    ['went back', { seen: {}, journal: drift({}) }, 'record', { code: 'drift-ended' }],
    [
      'moved the other way: counted anew',
      { seen: {}, journal: { ...drift({}), traffic: ENGAGED } },
      'record',
      { code: 'drift-observed' },
    ],
    ['is followed home', { seen: {}, journal: home({}) }, 'traffic', { code: 'writer-moved-by-others' }],
    [
      'is not followed home before the primary serves',
      { seen: { serves: known(false) }, journal: home({}) },
      'none',
      { code: 'primary-not-serving' },
    ],
    [
      'is not followed while an operation runs',
      { seen: { global: known(running(DR_ARN)) }, journal: drift({}) },
      'none',
      { code: 'operation-running' },
    ],
    [
      'is not followed while held',
      { seen: { ...DR_WRITES, ...HELD }, journal: { ...drift({}), holdReported: true } },
      'none',
      { code: 'held' },
    ],
    [
      "is not followed by the primary's controller, which holds nothing",
      { seen: { ...DR_WRITES, ownCluster: known(clusterOf(PRIMARY_ARN)) }, site: PRIMARY_SITE },
      'none',
      { code: 'nothing-to-do' },
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatchObject(reason);
  });

  const REQUESTED = { engaged: false, since: NOON - MINUTE, settled: false };

  test('a way home that did not go out is asked for again only while the primary serves', () => {
    const serving = decideGiven({ journal: { traffic: REQUESTED } });
    expect(serving.action).toEqual({ kind: 'traffic', engaged: false, writerClusterArn: PRIMARY_ARN });
    const silent = decideGiven({ seen: { serves: known(false) }, journal: { traffic: REQUESTED } });
    expect(silent.action.kind).toBe('none');
    expect(silent.reason).toMatchObject({ code: 'primary-not-serving' });
  });

  test.each<[string, Given['seen'], boolean]>([
    ['the writer is here again, and dr has not let go', { peerEngaged: known(true) }, true],
    ['the writer is here again, and nobody knows whether dr has let go', { peerEngaged: undefined }, true],
    ['the writer is here again, and dr has let go', { peerEngaged: known(false) }, false],
    ['dr still writes', { ...DR_WRITES, peerEngaged: known(true) }, false],
  ])("a release by the primary's controller that did not go out: %s", (_, seen, engaged) => {
    const { action, intent } = decideGiven({
      seen: { ...seen, ownCluster: known(clusterOf(PRIMARY_ARN)), peerCluster: known(clusterOf(DR_ARN)) },
      journal: { traffic: REQUESTED },
      site: PRIMARY_SITE,
    });
    expect(action).toMatchObject({ kind: 'traffic', engaged });
    expect(intent?.journal.traffic.engaged).toBe(engaged ? true : undefined);
  });

  test('a metric that did not go out is written again', () => {
    const { action, intent } = decideGiven({
      seen: DR_WRITES,
      journal: { traffic: { ...ENGAGED, settled: false } },
    });
    expect(action).toEqual({ kind: 'traffic', engaged: true, writerClusterArn: DR_ARN });
    expect(intent).toBeUndefined();
  });
});
