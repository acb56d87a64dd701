import type { Evidence } from '../domain/evidence';
import { EMPTY_JOURNAL } from '../domain/journal';
import type { Outcome } from '../domain/outcome';
import { type Alert, type AlertCode, EMPTY_WATCH } from '../domain/watch';
import { signalCounters } from './signal-counters';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const alert = (code: AlertCode, seenAt = AT): Alert => ({
  code,
  since: AT - 60_000,
  seenAt,
  rounds: 2,
  reportedAt: undefined,
  answeredBy: undefined,
});

const STOPPED: Evidence = {
  probe: 'up',
  checkers: 'healthy',
  controlPlane: 'answers',
  replication: 'stopped',
  egress: 'open',
  database: 'available',
};

/** What a scheduled run at {@link AT} counts, by the alerts that stand after its last round. */
function counted(alerts: readonly Alert[], lookedAt: number | undefined = AT, evidence?: Evidence) {
  const outcome = {
    journal: { ...EMPTY_JOURNAL, watch: { ...EMPTY_WATCH, alerts, lookedAt, evidence } },
    status: { at: AT },
  } as unknown as Outcome;
  return signalCounters({ kind: 'schedule' }, outcome);
}

it('counts each signal that told nothing in this round, by its name', () => {
  expect(counted([alert('signal-unknown/checkers'), alert('signal-unknown/controlPlane')])).toEqual([
    'checkersUnknown',
    'controlPlaneUnknown',
  ]);
  expect(counted([])).toEqual([]);
});

it('counts a closed way out once, and not what leaves by it', () => {
  expect(counted([alert('isolated-peer-unhealthy'), alert('signal-unknown/egress')])).toEqual([
    'egressUnknown',
  ]);
  const leaving = (['egress', 'probe', 'controlPlane', 'replication'] as const).map((name) =>
    alert(`signal-unknown/${name}`),
  );
  expect(counted([...leaving, alert('isolated')])).toEqual(['egressUnknown']);
  expect(counted([alert('signal-unknown/checkers'), ...leaving, alert('isolated')])).toEqual([
    'checkersUnknown',
    'egressUnknown',
  ]);
});

it('counts nothing of a round before this one, nor what the peer suffers', () => {
  expect(counted([alert('signal-unknown/probe', AT - 60_000)])).toEqual([]);
  expect(counted([alert('signal-unknown/probe', AT - 60_000)], AT - 60_000)).toEqual([]);
  expect(counted([alert('service-down'), alert('unreachable')])).toEqual([]);
});

it('counts replication that has stopped with what is not known of it, once', () => {
  expect(counted([], AT, STOPPED)).toEqual(['replicationUnknown']);
  expect(counted([alert('signal-unknown/replication')], AT, STOPPED)).toEqual(['replicationUnknown']);
  expect(counted([], AT - 60_000, STOPPED)).toEqual([]);
});

it('counts in scheduled runs alone: what somebody asks for between them is no minute', () => {
  const outcome = {
    journal: {
      ...EMPTY_JOURNAL,
      watch: { ...EMPTY_WATCH, alerts: [alert('signal-unknown/probe')], lookedAt: AT },
    },
    status: { at: AT },
  } as unknown as Outcome;
  expect(signalCounters({ kind: 'alarm', alarmName: 'a', state: 'ALARM' }, outcome)).toEqual([]);
  expect(signalCounters({ kind: 'schedule' }, { ...outcome, status: undefined })).toEqual([]);
});
