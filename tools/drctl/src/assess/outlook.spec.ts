import {
  EMPTY_JOURNAL,
  type Evidence,
  type Incident,
  type Policy,
  type Watch,
} from '@healthcare-dr/failover-controller';
import { LOST, NOW, POLICY, seenBy } from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import type { Answer } from '../answer';
import { effectOf, outlookOf } from './outlook';

const known = <T>(value: T): Answer<T> => ({ known: true, value });
const policy: Policy = {
  ...POLICY,
  mode: 'automatic',
  confirmationMs: 120_000,
  approvalMs: 3_600_000,
  failoverWhileReplicatingAfterMs: undefined,
  capacity: { minTasks: undefined, minAcu: undefined },
};

const side = (evidence: Evidence, patch: Partial<Watch> = {}, mode = policy) => ({
  policy: known(mode),
  journal: known({ ...EMPTY_JOURNAL, watch: seenBy(evidence, patch) }),
});

const suspected = (patch: Partial<Incident> = {}) =>
  openIncident('failover', 'suspected', {
    lagAtOpening: { lagMs: 45, measuredAt: NOW - 60_000 },
    ...patch,
  });

describe('an outage that is suspected', () => {
  const TWO_ROUNDS = { lost: { rounds: 2, firstAt: NOW - 90_000, lastAt: NOW - 30_000 } };

  it('is failed over once three rounds agree, at the earliest when the third can', () => {
    // The first and the last round are at least two minutes apart: the third can confirm in 30 s.
    expect(outlookOf(suspected(), side(LOST, TWO_ROUNDS), NOW)?.byItself).toBe(
      'Once 3 rounds in 2 min agree that the Region is lost, it fails over by itself: 2 of 3 so far, at 03:05:00Z at the earliest.',
    );
  });

  it.each<[string, Partial<Policy>, Partial<Incident>, string]>([
    ['the mode is approval', { mode: 'approval' }, {}, 'it asks for approval (the mode is approval'],
    ['the loss is unknown', {}, { lagAtOpening: undefined }, 'it asks for approval ('],
  ])('is asked about then where %s', (_, mode, patch, words) => {
    const seen = side(LOST, TWO_ROUNDS, { ...policy, ...mode });
    expect(outlookOf(suspected(patch), seen, NOW)?.byItself).toContain(words);
  });

  it('waits for replication to stop, and says when it counts as stopped', () => {
    const seen = side({ ...LOST, replication: 'fresh' });
    expect(outlookOf(suspected(), seen, NOW)?.byItself).toContain(
      'it counts as stopped 6 min after the last write that arrived',
    );
  });

  it('is not said to be failed over by a policy that does not answer', () => {
    const seen = { ...side(LOST), policy: { known: false, reason: 'no answer', dark: true } as const };
    expect(outlookOf(suspected(), seen, NOW)?.byItself).toContain('is not known');
  });

  it.each<[string, Evidence, Partial<Incident>, string]>([
    ['at once where every signal agrees', LOST, {}, 'An approval requests the promotion at once.'],
    [
      'at once while replication still arrives',
      { ...LOST, replication: 'fresh' },
      {},
      'An approval requests the promotion at once.',
    ],
    [
      'only with the loss accepted where that is unknown',
      LOST,
      { lagAtOpening: undefined },
      'An approval with --accept-data-loss requests the promotion at once.',
    ],
    [
      'not before every signal agrees',
      { ...LOST, replication: 'unknown' },
      {},
      'An approval requests nothing yet: it counts once every signal says that the Region is lost, for 60 min.',
    ],
  ])('is promoted by an approval %s', (_, evidence, patch, words) => {
    expect(outlookOf(suspected(patch), side(evidence), NOW)?.approvedNow).toBe(words);
  });

  it('has no outlook once it is at work', () => {
    expect(outlookOf(openIncident('failover', 'promoting'), side(LOST), NOW)).toBeUndefined();
    expect(outlookOf(openIncident('switchover', 'suspected'), side(LOST), NOW)).toBeUndefined();
  });
});

describe('an order', () => {
  const overridden = {
    override: { by: 'jane', at: NOW, note: 'fire', needsSecondPerson: true, confirmedBy: undefined },
  };
  const WELL_SERVED: Evidence = { ...LOST, checkers: 'healthy' };

  it.each<[string, Incident | undefined, boolean, Evidence, string]>([
    ['opens an incident', undefined, false, LOST, 'opens an incident: the promotion is requested at once'],
    [
      'approves what is suspected',
      suspected(),
      false,
      LOST,
      'takes it as the approval of failover-20260102T030330Z-8: the promotion is requested at once',
    ],
    [
      'approves what not every signal says yet',
      suspected(),
      false,
      { ...LOST, replication: 'unknown' },
      'which counts once every signal says that the Region is lost, for 60 min',
    ],
    [
      'against the evidence waits for a second person where clients may be served',
      undefined,
      true,
      WELL_SERVED,
      'opens an incident, and waits for somebody else to confirm it: clients may still be served',
    ],
    [
      'against the evidence goes on where nobody is served',
      undefined,
      true,
      { ...LOST, controlPlane: 'answers' },
      'opens an incident: the promotion is requested at once',
    ],
    [
      'confirms what somebody else ordered',
      suspected(overridden),
      false,
      WELL_SERVED,
      'takes it as the confirmation of what jane ordered: the promotion is requested at once',
    ],
    [
      'adds nothing to a promotion that was requested',
      openIncident('failover', 'promoting'),
      false,
      LOST,
      'whose promotion has been requested already',
    ],
  ])('%s', (_, incident, overrides, evidence, words) => {
    expect(effectOf({ incident, overrides }, side(evidence), NOW)).toContain(words);
  });
});
