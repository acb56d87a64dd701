import {
  DR_SITE,
  globalOf,
  known,
  MINUTE,
  NOON,
  observationOf,
  PRIMARY_ARN,
  unknown,
} from '../__fixtures__/world';
import { isAdverse, unknownSignals, type Evidence } from './evidence';
import { readEvidence } from './read-evidence';
import type { Observation } from './observation';
import { WELL } from '../__fixtures__/evidence';

const SINCE = NOON - 5 * MINUTE;

const read = (patch: Partial<Observation>): Evidence => readEvidence(observationOf(patch), DR_SITE, SINCE);

/** While nothing speaks against the peer. */
const readInPeace = (patch: Partial<Observation>): Evidence =>
  readEvidence(observationOf(patch), DR_SITE, undefined);

/** A datapoint of a minute that began so long before noon. */
const lag = (ageMs: number, lagMs = 800) => ({ lag: known({ lagMs, measuredAt: NOON - ageMs }) });

describe('the evidence of a round', () => {
  it('is that all is well', () => {
    expect(readInPeace({})).toEqual(WELL);
    expect(isAdverse(WELL)).toBe(false);
    expect(unknownSignals(WELL)).toEqual([]);
  });

  it.each<[string, Partial<Observation>, Partial<Evidence>]>([
    ['a probe without an answer', { serves: known(false) }, { probe: 'down' }],
    ['a probe that failed to ask', { serves: unknown('unknown') }, { probe: 'unknown' }],
    ['checkers that do not reach it', { peerWitness: known('unhealthy') }, { checkers: 'unhealthy' }],
    ['a witness that does not exist', { peerWitness: unknown('not-found') }, { checkers: 'unknown' }],
    ['a control plane that times out', { peerCluster: unknown('timeout') }, { controlPlane: 'silent' }],
    ['one that refuses connections', { peerCluster: unknown('unreachable') }, { controlPlane: 'silent' }],
    ['one that throttles', { peerCluster: unknown('throttled') }, { controlPlane: 'answers' }],
    ['one that denies', { peerCluster: unknown('denied') }, { controlPlane: 'answers' }],
    ['one that answers 5xx', { peerCluster: unknown('unknown') }, { controlPlane: 'unknown' }],
    ['a cluster that is not there', { peerCluster: known(undefined) }, { controlPlane: 'answers' }],
  ])('is, by %s', (_, seen, expected) => {
    expect(read(seen)).toMatchObject(expected);
  });

  it.each<[string, Partial<Observation>, Partial<Evidence>]>([
    ['a probe without an answer is unknown', { serves: known(false) }, { probe: 'unknown' }],
    ['a probe with an answer is up', { serves: known(true) }, { probe: 'up' }],
    ['a silent control plane is unknown', { peerCluster: unknown('timeout') }, { controlPlane: 'unknown' }],
    ['a control plane that answers does', {}, { controlPlane: 'answers' }],
    ['checkers say what they say', { peerWitness: known('unhealthy') }, { checkers: 'unhealthy' }],
  ])('without egress in the same round: %s', (_, seen, expected) => {
    expect(read({ ...seen, egress: known(false) })).toMatchObject({ ...expected, egress: 'closed' });
  });

  it('takes an egress of which nothing is known for closed', () => {
    expect(read({ egress: unknown('unknown'), serves: known(false) })).toMatchObject({
      egress: 'closed',
      probe: 'unknown',
    });
  });
});

describe('replication', () => {
  it.each<[string, Partial<Observation>, Evidence['replication']]>([
    ['what was committed after the first adverse signal has arrived', lag(60_000), 'fresh'],
    ['what was committed just then has arrived', lag(5 * MINUTE - 800), 'fresh'],
    ['only what was committed before has arrived', lag(5 * MINUTE), 'unknown'],
    ['what arrives was committed before: the lag grows', lag(60_000, 4.5 * MINUTE), 'unknown'],
    ['nothing has arrived for six minutes', lag(6 * MINUTE), 'stopped'],
    ['what arrives is older than six minutes: the lag has grown', lag(30_000, 6 * MINUTE), 'stopped'],
    ['there is no datapoint', { lag: known(undefined) }, 'unknown'],
    ['CloudWatch does not answer', { lag: unknown('timeout') }, 'unknown'],
  ])('if %s is %s', (_, seen, expected) => {
    expect(read(seen).replication).toBe(expected);
  });

  it('is unknown in the first adverse round, whatever has arrived before it', () => {
    expect(readInPeace({ ...lag(30_000), serves: known(false) }).replication).toBe('unknown');
    expect(
      readInPeace({ ...lag(30_000), egress: known(false), peerWitness: known('unhealthy') }).replication,
    ).toBe('unknown');
    expect(readInPeace(lag(30_000)).replication).toBe('fresh');
  });

  it('has stopped where the own member is disconnected, whatever the metric says', () => {
    const global = globalOf(PRIMARY_ARN);
    const members = global.members.map((member) =>
      member.isWriter ? member : { ...member, synchronizationStatus: 'pending-resync' },
    );
    expect(read({ ...lag(1_000), global: known({ ...global, members }) }).replication).toBe('stopped');
  });

  it.each([1, 2, 3, 4, 5])('is no reason for alarm when datapoints are %i min late', (minutes) => {
    // The newest one that can be there stands for a minute that began a minute before it was due.
    expect(readInPeace(lag((minutes + 1) * MINUTE - 1_000)).replication).toBe('fresh');
  });
});
