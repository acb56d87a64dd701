import fc from 'fast-check';
import { CHECK_TROUBLES, type Event, type Happening } from '../schedule';
import { at, begin, command, long, lose, seconds, weighted } from './ingredients';

const approve = (bySecond: boolean, acceptDataLoss: boolean): Happening => ({
  kind: 'approve',
  bySecond,
  acceptDataLoss,
  stale: false,
  copies: 1,
  apartMs: 0,
});

const out = (
  service: Extract<Happening, { kind: 'service' }>['service'],
  forMs: number,
  fault: 'denied' | 'timeout' | 'throttled' | 'internal' = 'denied',
): Happening => ({ kind: 'service', service, fault, forMs });

/** The primary is lost, and while that is being confirmed the way out, or the resolver, comes and goes: rounds that say too little. */
export const interruptedConfirmation = fc
  .tuple(
    begin,
    long,
    fc.array(
      fc.tuple(seconds(60, 600), weighted<'nat' | 'resolver'>([3, 'nat'], [1, 'resolver']), seconds(20, 170)),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  .map(([start, forMs, gaps]) => [
    at(start, lose('region', forMs)),
    ...gaps.map(([after, path, gapMs]) =>
      at(start + after, { kind: 'path', side: 'dr', path, forMs: gapMs } as const),
    ),
  ]);

/** Two looks in one run, then some that say too little: few rounds that seem many. */
export const hastyRounds = fc
  .tuple(begin, long, seconds(60, 260), seconds(20, 130), seconds(110, 178))
  .map(([start, forMs, unreadableFor, after, gapMs]) => [
    at(start, lose('region', forMs)),
    at(start + 10_000, { kind: 'policy', value: 'missing', forMs: unreadableFor } as const),
    at(start + 10_000 + unreadableFor + after, {
      kind: 'path',
      side: 'dr',
      path: 'nat',
      forMs: gapMs,
    } as const),
  ]);

/** One gap, just while the loss is being confirmed. */
export const gapInConfirmation = fc
  .tuple(
    begin,
    long,
    seconds(120, 600),
    weighted<'nat' | 'resolver' | 'no-schedule'>([1, 'nat'], [1, 'resolver'], [2, 'no-schedule']),
    seconds(65, 175),
  )
  .map(([start, forMs, after, what, gapMs]): Event[] => [
    at(start, lose('region', forMs)),
    at(
      start + after,
      what === 'no-schedule'
        ? { kind: what, forMs: gapMs }
        : { kind: 'path', side: 'dr', path: what, forMs: gapMs },
    ),
  ]);

/**
 * Confirmed while dr's own view is unknown, so that nothing can be done; when the view is back the schedule has failed for longer than a
 * confirmation lasts, and an alarm calls.
 */
export const alarmAfterGap = fc
  .tuple(begin, long, seconds(585, 660), seconds(250, 300))
  .map(([start, forMs, after, alarmAfter]): Event[] => [
    at(start, lose('region', forMs)),
    at(start + 100_000, out('ownRds', after - 40_000, 'timeout')),
    at(start + after, { kind: 'no-schedule', forMs: alarmAfter + 120_000 }),
    at(start + after + alarmAfter, { kind: 'alarm', copies: 1 }),
  ]);

/** Lost for some rounds, back for one, and lost again. */
export const relapse = fc
  .tuple(begin, seconds(130, 420), seconds(65, 110), long)
  .map(([start, firstFor, pause, forMs]) => [
    at(start, lose('region', firstFor)),
    at(start + firstFor + pause, lose('region', forMs)),
  ]);

/** It looks lost, comes back, and is lost for good long after. */
export const falseAlarm = fc
  .tuple(begin, seconds(60, 300), seconds(300, 700), long)
  .map(([start, firstFor, pause, forMs]) => [
    at(start, lose('region', firstFor)),
    at(start + firstFor + pause, lose('region', forMs + 600_000)),
  ]);

/** Nobody can read the lag when the primary is lost. */
export const lagUnreadable = fc
  .tuple(begin, long)
  .map(([start, forMs]) => [at(0, out('metrics', start + forMs)), at(start, lose('region', forMs))]);

/** Replication stood still and nobody saw it: the last datapoint says little of what is lost. */
export const unseenStall = fc
  .tuple(seconds(400, 1_100), long)
  .map(([before, forMs]) => [
    at(10_000, { kind: 'lag', forMs: before + forMs } as const),
    at(10_000, { kind: 'missing-datapoints', forMs: before + forMs } as const),
    at(before, lose('region', forMs)),
  ]);

/** Somebody orders a failover of a primary that serves; and he, or somebody else, approves of it. */
export const overridden = fc
  .tuple(begin, seconds(20, 400), fc.boolean(), fc.boolean())
  .map(([start, after, bySecond, acceptDataLoss]) => [
    at(start, command('failover', 0, { override: true, acceptDataLoss })),
    at(start + after, approve(bySecond, acceptDataLoss)),
  ]);

/** Ordered against what looks lost, and the primary is back before RDS takes it on. */
export const orderOvertaken = fc
  .tuple(begin, seconds(120, 400), seconds(60, 110), seconds(200, 500))
  .map(([start, forMs, after, emptyFor]) => [
    at(start, lose('region', forMs)),
    at(start, { kind: 'no-instance', side: 'dr', forMs: forMs + emptyFor } as const),
    at(start + after, command('failover', 0, { override: true, acceptDataLoss: true })),
  ]);

/** Somebody approves while the evidence is incomplete. */
export const hastyApproval = fc
  .tuple(
    begin,
    long,
    seconds(70, 300),
    weighted<'resolver' | 'nat' | 'monitoring-endpoint'>(
      [1, 'resolver'],
      [1, 'nat'],
      [1, 'monitoring-endpoint'],
    ),
  )
  .map(([start, forMs, after, path]) => [
    at(start, lose('region', forMs)),
    at(start + 65_000, { kind: 'path', side: 'dr', path, forMs } as const),
    at(start + after, approve(false, true)),
  ]);

/** The Region is lost in the very moment in which its writer is to be moved. */
export const lostAtTheCall = fc
  .tuple(begin, long)
  .map(([start, forMs]): Event[] => [
    at(start, command('switchover', 0)),
    { when: { call: 'peerRds.switchover', nth: 0, delayMs: 0 }, what: lose('region', forMs) },
  ]);

/** The service or the database is lost for long, and nobody can be told by the topic. */
export const unwellInSilence = fc
  .tuple(begin, seconds(2_400, 3_300), fc.boolean())
  .map(([start, forMs, dead]) => [
    at(
      start,
      dead
        ? ({ kind: 'database', side: 'primary', how: 'dead', forMs } as const)
        : ({ kind: 'bad-deployment', side: 'primary', forMs } as const),
    ),
    at(start - 10_000, out('notifications', forMs, 'throttled')),
  ]);

/** The Regions are cut from each other, and the witness says nothing, or something else. */
export const cutWithoutWitness = fc
  .tuple(begin, long, fc.constantFrom(...CHECK_TROUBLES))
  .map(([start, forMs, how]) => [
    at(start, lose('network', forMs)),
    at(start - 10_000, { kind: 'check', side: 'primary', how, forMs } as const),
  ]);

/** Somebody moves the writer home while the service there is down. */
export const homeToNobody = fc
  .tuple(begin, seconds(700, 1_200))
  .map(([start, forMs]) => [
    at(start, { kind: 'bad-deployment', side: 'primary', forMs } as const),
    at(start + 20_000, { kind: 'console', operation: 'switchover', target: 'primary' } as const),
  ]);

/** An operation hangs beyond its deadline, and the policy cannot be read. */
export const hangsUnreadable = fc
  .tuple(begin, fc.boolean(), seconds(300, 600))
  .map(([start, denied, after]) => [
    at(start, command('switchover', 0)),
    at(
      start + after,
      denied
        ? out('configuration', 3_000_000)
        : ({ kind: 'policy', value: 'missing', forMs: 3_000_000 } as const),
    ),
  ]);

/** RDS fails whatever it is asked for, and somebody accepts every loss. */
export const stubborn = fc
  .tuple(begin, seconds(3_000, 3_600))
  .map(([start, forMs]) => [
    at(start, lose('region', forMs)),
    at(start + 660_000, command('failover', 0, { acceptDataLoss: true })),
  ]);

/** dr is lost as the writer, promoted away from, and lost once more: two snapshots of one cluster. */
export const lostTwiceInARow = fc
  .tuple(begin, seconds(1_000, 1_200), seconds(60, 200))
  .map(([start, forMs, later]) => [
    at(start, lose('region', forMs)),
    at(start + forMs + 500_000, command('failback', 5)),
    at(start + forMs + 500_000 + 700_000 + later, lose('region', forMs + 300_000)),
  ]);
