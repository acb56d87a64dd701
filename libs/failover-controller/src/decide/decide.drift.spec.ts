import { decideGiven, DR_WRITES, ENGAGED, type Given, HELD, running } from '../__fixtures__/decide-given';
import type { Journal } from '../domain/journal';
import { DR_ARN, known, MINUTE, NOON, PRIMARY_ARN, PRIMARY_SITE } from '../__fixtures__/world';

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

  test.each<[string, Given, string, RegExp]>([
    ['is noticed', { seen: DR_WRITES }, 'record', /not where traffic is/],
    [
      'is observed again',
      { seen: DR_WRITES, journal: drift({ observations: 1 }) },
      'record',
      /not confirmed/,
    ],
    [
      'is not observed twice at once',
      { seen: DR_WRITES, journal: drift({ observations: 1, lastSeenAt: NOON - 1_000 }) },
      'none',
      /not confirmed/,
    ],
    [
      'has to stay for long enough',
      { seen: DR_WRITES, journal: drift({ since: NOON - 59_999, lastSeenAt: NOON - 1_000 }) },
      'none',
      /not confirmed/,
    ],
    ['is followed to dr', { seen: DR_WRITES, journal: drift({}) }, 'traffic', /moved by other means/],
    ['went back', { seen: {}, journal: drift({}) }, 'record', /the writer is where traffic is/],
    [
      'moved the other way: counted anew',
      { seen: {}, journal: { ...drift({}), traffic: ENGAGED } },
      'record',
      /not where traffic is/,
    ],
    ['is followed home', { seen: {}, journal: home({}) }, 'traffic', /moved by other means/],
    [
      'is not followed home before the primary serves',
      { seen: { serves: known(false) }, journal: home({}) },
      'none',
      /before the primary serves/,
    ],
    [
      'is not followed while an operation runs',
      { seen: { global: known(running(DR_ARN)) }, journal: drift({}) },
      'none',
      /an operation runs/,
    ],
    [
      'is not followed while held',
      { seen: { ...DR_WRITES, ...HELD }, journal: { ...drift({}), holdReported: true } },
      'none',
      /^held/,
    ],
    [
      "is not the primary's controller's",
      { seen: {}, journal: home({}), site: PRIMARY_SITE },
      'none',
      /nothing is to be done/,
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
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
