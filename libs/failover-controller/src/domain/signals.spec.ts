import type { GlobalCluster, MemberCluster } from './cluster';
import type { FailureKind } from './errors';
import type { Reading } from './observation';
import { readSignals } from './signals';
import {
  clusterOf,
  DR_SITE,
  globalOf,
  known,
  NOON,
  observationOf,
  PRIMARY_ARN,
  PRIMARY_SITE,
  unknown,
} from '../__fixtures__/world';

const lag = (lagMs: number, ageMs: number) => known({ lagMs, measuredAt: NOON - ageMs });

test('all is well', () => {
  expect(readSignals(observationOf(), DR_SITE)).toEqual({
    serving: 'up',
    controlPlane: 'up',
    replication: 'up',
    down: 0,
  });
});

test.each<[string, Reading<boolean>, string]>([
  ['an answer', known(true), 'up'],
  ['none', known(false), 'down'],
  ['a probe that failed itself', unknown('unknown'), 'unknown'],
])('serving: %s', (_, serves, expected) => {
  expect(readSignals(observationOf({ serves }), DR_SITE).serving).toBe(expected);
});

test.each<[string, Reading<MemberCluster | undefined>, string]>([
  ['available', known(clusterOf(PRIMARY_ARN)), 'up'],
  ['at work on itself', known(clusterOf(PRIMARY_ARN, { status: 'backing-up' })), 'up'],
  ['failed', known(clusterOf(PRIMARY_ARN, { status: 'failed' })), 'down'],
  ['in a state nobody knows', known(clusterOf(PRIMARY_ARN, { status: 'melting' })), 'down'],
  ['without an instance', known(clusterOf(PRIMARY_ARN, { availableInstances: 0 })), 'down'],
  ['absent', known(undefined), 'down'],
  ...(['timeout', 'unreachable'] as FailureKind[]).map((kind): [string, Reading<undefined>, string] => [
    kind,
    unknown(kind),
    'down',
  ]),
  ...(['throttled', 'denied', 'conflict', 'invalid', 'not-found', 'unknown'] as FailureKind[]).map(
    (kind): [string, Reading<undefined>, string] => [kind, unknown(kind), 'unknown'],
  ),
])('control plane: %s', (_, peerCluster, expected) => {
  expect(readSignals(observationOf({ peerCluster }), DR_SITE).controlPlane).toBe(expected);
});

const withStatus = (synchronizationStatus: string | undefined): Reading<GlobalCluster> => {
  const global = globalOf(PRIMARY_ARN);
  return known({
    ...global,
    members: global.members.map((member) => ({
      ...member,
      synchronizationStatus: member.isWriter ? undefined : synchronizationStatus,
    })),
  });
};

test.each([
  ['low and fresh', lag(800, 60_000), 'connected', 'up'],
  ['low and fresh, where AWS says nothing else', lag(800, 60_000), undefined, 'up'],
  ['silent for three minutes', lag(800, 180_000), 'connected', 'up'],
  ['silent for longer', lag(800, 180_001), 'connected', 'down'],
  ['lagging', lag(120_001, 0), 'connected', 'down'],
  ['not connected', lag(800, 0), 'pending-resync', 'down'],
  ['not connected, and the metric cannot be read', unknown('throttled'), 'pending-resync', 'down'],
  ['a metric that cannot be read', unknown('throttled'), 'connected', 'unknown'],
  ['a metric without a datapoint, which is no zero', known(undefined), 'connected', 'unknown'],
])('replication: %s', (_, reading, status, expected) => {
  const observation = observationOf({ lag: reading, global: withStatus(status) });
  expect(readSignals(observation, DR_SITE).replication).toBe(expected);
});

test('unknown is not down', () => {
  const observation = observationOf({
    serves: unknown('unknown'),
    peerCluster: unknown('denied'),
    lag: unknown('throttled'),
    global: unknown('timeout'),
  });
  expect(readSignals(observation, DR_SITE)).toEqual({
    serving: 'unknown',
    controlPlane: 'unknown',
    replication: 'unknown',
    down: 0,
  });
});

test('each side asks about the other one', () => {
  const observation = observationOf({ global: known(globalOf(PRIMARY_ARN)), lag: unknown('throttled') });
  const global = globalOf(PRIMARY_ARN);
  const members = global.members.map((member) => ({
    ...member,
    synchronizationStatus: member.clusterArn === PRIMARY_ARN ? 'pending-resync' : undefined,
  }));
  const seen = { ...observation, global: known({ ...global, members }) };
  expect(readSignals(seen, PRIMARY_SITE).replication).toBe('down');
  expect(readSignals(seen, DR_SITE).replication).toBe('unknown');
});
