import type { Evidence } from '../domain/evidence';
import type { Alert, AlertCode } from '../domain/watch';
import { assess } from './assessment';
import { alertsOf, degradedAfter, watchAlerts } from './alerts';
import { WELL } from '../__fixtures__/evidence';

const MINUTE = 60_000;

/** The rounds of so many minutes, each with what was seen in it. @returns the reports, by minute */
function rounds(seen: (minute: number) => readonly AlertCode[], minutes: number) {
  let alerts: readonly Alert[] = [];
  const reports: [minute: number, code: AlertCode][] = [];
  const over: [minute: number, code: AlertCode][] = [];
  let degraded = false;
  for (let minute = 0; minute <= minutes; minute++) {
    const watched = watchAlerts(alerts, { codes: seen(minute), covered: [] }, minute * MINUTE, false);
    alerts = watched.alerts;
    degraded = degradedAfter({ degraded }, alerts, minute * MINUTE);
    for (const { code } of watched.due) reports.push([minute, code]);
    for (const { code } of watched.over) over.push([minute, code]);
  }
  return { reports, over, alerts, degraded };
}

const always =
  (...codes: AlertCode[]) =>
  () =>
    codes;

describe('alerts', () => {
  it.each<[AlertCode, number]>([
    ['clients-diverted', 0],
    ['lost-replicating', 0],
    ['unreachable', 3],
    ['service-down', 5],
    ['database-down', 5],
    ['isolated', 7],
    ['undetermined', 7],
    ['own-view-unknown', 7],
    ['signal-unknown/checkers', 7],
  ])('report %s after %i min', (code, minute) => {
    expect(rounds(always(code), minute).reports).toEqual([[minute, code]]);
  });

  it('are paged again every 15 min until somebody answers, and say when they are over', () => {
    const { reports } = rounds(always('service-down'), 50);
    expect(reports.map(([minute]) => minute)).toEqual([5, 20, 35, 50]);
    const ended = rounds((minute) => (minute <= 21 ? ['service-down'] : []), 40);
    expect(ended.reports.map(([minute]) => minute)).toEqual([5, 20]);
    expect(ended.over).toEqual([[25, 'service-down']]);
    expect(ended.alerts).toEqual([]);
  });

  it('are not paged again once somebody has answered', () => {
    const [alert] = rounds(always('service-down'), 5).alerts as [Alert];
    const answered = [{ ...alert, answeredBy: 'ann' }];
    const seen = { codes: ['service-down'], covered: [] } as const;
    expect(watchAlerts(answered, seen, 60 * MINUTE, false).due).toEqual([]);
    expect(watchAlerts([alert], seen, 60 * MINUTE, false).due).toHaveLength(1);
  });

  it('are paged under their new name where a page is due again, the first of them alone', () => {
    const seen = { codes: ['isolated', 'service-down', 'own-view-unknown'], covered: [] } as const;
    expect(watchAlerts([], seen, 0, false).due).toEqual([]);
    expect(watchAlerts([], seen, 0, true).due.map(({ code }) => code)).toEqual(['service-down']);
    const { alerts } = watchAlerts([], seen, 0, true);
    expect(alerts.map(({ reportedAt }) => reportedAt)).toEqual([undefined, 0, undefined]);
  });

  it('that are covered by another one last, and are reported once that is over', () => {
    let alerts: readonly Alert[] = [];
    const due: [minute: number, code: AlertCode][] = [];
    for (let minute = 0; minute <= 12; minute++) {
      const isIsolated = minute >= 5 && minute < 10;
      const watched = watchAlerts(
        alerts,
        isIsolated
          ? { codes: ['isolated'], covered: ['signal-unknown/egress'] }
          : { codes: ['signal-unknown/egress'], covered: [] },
        minute * MINUTE,
        false,
      );
      alerts = watched.alerts;
      for (const { code } of watched.due) due.push([minute, code]);
    }
    expect(due).toEqual([[10, 'signal-unknown/egress']]);
  });

  it('that are tickets are reported once', () => {
    expect(rounds(always('isolated'), 120).reports).toEqual([[7, 'isolated']]);
  });

  it('do not begin anew when a signal flaps', () => {
    const flapping = rounds((minute) => (minute % 3 === 1 ? [] : ['unreachable']), 4);
    expect(flapping.reports).toEqual([[3, 'unreachable']]);
  });

  it.each([2, 4, 5, 8, 9, 15])('say nothing of two blips that are %i min apart', (apart) => {
    const blips = rounds((minute) => (minute === 0 || minute === apart ? ['isolated'] : []), 40);
    expect(blips.reports).toEqual([]);
    expect(blips.over).toEqual([]);
  });

  it('degrade the controller once they are reported, if it cannot do what it is there for', () => {
    const after = (seen: Parameters<typeof rounds>[0], minutes: number) => rounds(seen, minutes).degraded;
    expect(after(always('isolated'), 6)).toBe(false);
    expect(after(always('isolated'), 7)).toBe(true);
    expect(after((minute) => (minute <= 8 ? ['isolated'] : []), 9)).toBe(false);
    expect(after(always('service-down'), 60)).toBe(false);
  });

  it('keep it degraded when one such state turns into another, until a round in which nothing degrades', () => {
    const turning = (minute: number): AlertCode[] => {
      if (minute > 12) return [];
      return [minute < 3 ? 'isolated-peer-lost' : 'isolated'];
    };
    const degraded = Array.from({ length: 15 }, (_, minutes) => rounds(turning, minutes).degraded);
    expect(degraded.indexOf(true)).toBe(1);
    expect(degraded.lastIndexOf(true)).toBe(12);
    expect(degraded.slice(1, 13)).not.toContain(false);
  });
});

describe('what of a round is reported', () => {
  const of = (patch: Partial<Evidence>, ownViewIsKnown = true, canAct = true) => {
    const evidence = { ...WELL, ...patch };
    return alertsOf(assess(evidence), evidence, ownViewIsKnown, canAct).codes;
  };

  it.each<[string, Partial<Evidence>, readonly AlertCode[]]>([
    ['nothing, if all is well', {}, []],
    ['a signal of which nothing is known, by name', { checkers: 'unknown' }, ['signal-unknown/checkers']],
    [
      'isolation, and not each signal that leaves by the same gateway',
      { egress: 'closed', probe: 'unknown', controlPlane: 'unknown' },
      ['isolated'],
    ],
    [
      'nothing of a lost Region: that is an incident',
      { probe: 'down', checkers: 'unhealthy', controlPlane: 'silent', replication: 'stopped' },
      [],
    ],
  ])('%s', (_, patch, expected) => {
    expect(of(patch)).toEqual(expected);
  });

  it.each<[string, Partial<Evidence>, boolean]>([
    ['and nothing is replicated any more', { replication: 'stopped' }, true],
    ['but it replicates', {}, false],
    [
      'and the checkers do not reach the service, which pages',
      { replication: 'stopped', checkers: 'unhealthy' },
      false,
    ],
  ])('while the way out is closed, that the database is down lasts: %s', (_, patch, expected) => {
    const closed = {
      egress: 'closed',
      probe: 'unknown',
      controlPlane: 'unknown',
      database: 'unknown',
    } as const;
    const evidence = { ...WELL, ...closed, ...patch };
    const { covered } = alertsOf(assess(evidence), evidence, true, true);
    expect(covered.includes('database-down')).toBe(expected);
  });

  it('that the Region is lost, where the controller is paused or cannot read its policy', () => {
    const lost = {
      probe: 'down',
      checkers: 'unhealthy',
      controlPlane: 'silent',
      replication: 'stopped',
    } as const;
    expect(of(lost, true, false)).toEqual(['lost']);
  });

  it('that the own view of the global cluster is unknown', () => {
    expect(of({}, false)).toEqual(['own-view-unknown']);
  });
});
