import fc from 'fast-check';
import { OUTAGE_FAULTS, type CallName, type Event, type Happening, type Side } from '../schedule';
import { at, begin, command, long, lose, parts, seconds, short, weighted } from './ingredients';
import * as suspicions from './suspicions';
import {
  blipsOfTheWayOut,
  cutOff,
  disturbedSight,
  lateDatapoints,
  lostAndOneFault,
  noWayOut,
  untrueWitness,
  unwell,
} from './vantage';

/** The primary is lost, for long or for a moment. */
const outage = fc
  .tuple(begin, parts, fc.oneof({ weight: 3, arbitrary: long }, { weight: 1, arbitrary: short }))
  .map(([start, what, forMs]) => [at(start, lose(what, forMs))]);

/** It comes and goes: no single quorum lasts. */
const blips = fc
  .tuple(begin, parts, fc.array(fc.tuple(seconds(10, 75), seconds(20, 80)), { minLength: 2, maxLength: 4 }))
  .map(([start, what, times]) => {
    let atMs = start;
    return times.map(([forMs, pauseMs]) => {
      const event = at(atMs, lose(what, forMs));
      atMs += forMs + pauseMs;
      return event;
    });
  });

/** Only one signal, or only alarms, and perhaps no sight of the lag, which is unknown and not down: no reason for anything. */
const oneSignal = fc
  .tuple(
    begin,
    fc.constantFrom('control' as const, 'probe' as const, 'lag' as const),
    seconds(120, 700),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([start, signal, forMs, asked, blind]) => {
    const what: Happening =
      signal === 'control'
        ? lose('control', forMs)
        : signal === 'lag'
          ? { kind: 'lag', forMs }
          : { kind: 'service', service: 'probe', fault: 'timeout', forMs };
    const events = [at(start, what), at(start + 5_000, { kind: 'alarm', copies: 2 })];
    if (blind)
      events.push(
        at(start, {
          kind: 'service',
          service: 'metrics',
          fault: 'unreachable',
          forMs: Math.max(forMs, 360_000),
        }),
      );
    if (asked) events.push(at(start + 60_000, command('failover', 0, { acceptDataLoss: true })));
    return events;
  });

/** Replication stood still before the primary was lost: the loss may be beyond the bound, and somebody may approve of it. */
const lagFirst = fc
  .tuple(
    begin,
    seconds(60, 900),
    parts,
    long,
    fc.option(fc.tuple(seconds(60, 400), fc.boolean(), fc.boolean())),
  )
  .map(([start, lagFor, what, forMs, approval]) => {
    const lostAt = start + lagFor;
    const events = [at(start, { kind: 'lag', forMs: lagFor + forMs }), at(lostAt, lose(what, forMs))];
    if (approval !== null) {
      const [after, acceptDataLoss, stale] = approval;
      events.push(
        at(lostAt + after, {
          kind: 'approve',
          bySecond: false,
          acceptDataLoss,
          stale,
          copies: 1,
          apartMs: 0,
        }),
      );
    }
    return events;
  });

/** Nobody knows the lag when the primary is lost. */
const lagUnknown = fc
  .tuple(begin, seconds(300, 800), parts, long)
  .map(([start, before, what, forMs]) => [
    at(0, { kind: 'missing-datapoints', forMs: start + before + forMs }),
    at(start + before, lose(what, forMs)),
  ]);

/** An operator asks for the failover, or approves of it, at whatever moment. */
const asked = fc
  .tuple(
    begin,
    parts,
    long,
    seconds(0, 600),
    fc.boolean(),
    fc.boolean(),
    fc.integer({ min: 1, max: 3 }),
    seconds(0, 90),
  )
  .map(([start, what, forMs, after, approves, acceptDataLoss, copies, apartMs]) => [
    at(start, lose(what, forMs)),
    at(
      start + after,
      approves
        ? { kind: 'approve', bySecond: false, acceptDataLoss, stale: false, copies, apartMs }
        : command('failover', 0, { acceptDataLoss, copies, apartMs }),
    ),
  ]);

/** A planned switchover, often with the way back, and the first command once more when nobody expects it. */
const plannedMoves = fc
  .tuple(
    begin,
    seconds(300, 700),
    fc.boolean(),
    fc.integer({ min: 1, max: 3 }),
    seconds(0, 900),
    seconds(1, 500),
  )
  .map(([start, later, back, copies, apartMs, again]) => {
    const events = [at(start, command('switchover', 0, { copies, apartMs }))];
    if (back) {
      events.push(
        at(start + later, command('failback', 1, { copies: copies === 3 ? 2 : 1, apartMs: again })),
      );
      events.push(at(start + later + 360_000 + again, command('switchover', 0)));
    }
    return events;
  });

/** The primary is lost in the midst of a planned operation, or just before. */
const lostWhileMoving = fc
  .tuple(begin, parts, seconds(1, 400), long, fc.boolean())
  .map(([start, what, after, forMs, before]) => [
    at(before ? start + after : start, command('switchover', 0)),
    at(before ? start : start + after, lose(what, forMs)),
  ]);

/** Lost, promoted, brought home by whatever means, and lost again before the cool-down is over. */
const lostTwice = fc
  .tuple(
    begin,
    seconds(300, 420),
    seconds(20, 400),
    fc.boolean(),
    seconds(200, 700),
    parts,
    seconds(400, 800),
  )
  .map(([start, forMs, home, byConsole, again, what, secondFor]) => {
    const homeAt = start + forMs + 200_000 + home;
    const way: Happening = byConsole
      ? { kind: 'console', operation: 'switchover', target: 'primary' }
      : command('failback', 5);
    return [
      at(start, lose('region', forMs)),
      at(homeAt, way),
      at(homeAt + 120_000, way),
      at(homeAt + 120_000 + again, lose(what, secondFor)),
    ];
  });

/** Somebody moves the writer past the controller. */
const byConsole = fc
  .tuple(begin, fc.constantFrom('failover' as const, 'switchover' as const), seconds(200, 900), fc.boolean())
  .map(([start, operation, later, back]) => {
    const events = [at(start, { kind: 'console', operation, target: 'dr' } as const)];
    if (back)
      events.push(
        at(start + later, { kind: 'console', operation: 'switchover', target: 'primary' } as const),
      );
    return events;
  });

/** dr writes and is lost: the primary's controller is asked. */
const drLost = fc
  .tuple(begin, long, seconds(30, 300), fc.boolean(), fc.integer({ min: 1, max: 3 }), seconds(0, 120))
  .map(([start, forMs, after, acceptDataLoss, copies, apartMs]) => [
    at(start, lose('region', forMs, 'dr')),
    at(start + after, command('failover', 2, { side: 'primary', acceptDataLoss, copies, apartMs })),
  ]);

/** From dr back home. */
const fromDr = fc
  .tuple(
    begin,
    fc.integer({ min: 1, max: 2 }),
    seconds(0, 600),
    fc.option(fc.tuple(seconds(1, 300), parts, short)),
  )
  .map(([start, copies, apartMs, loss]) => {
    const events = [at(start, command('failback', 3, { copies, apartMs }))];
    if (loss !== null) events.push(at(start + loss[0], lose(loss[1], loss[2])));
    return events;
  });

/** What happens at the beginning of a run, and who writes then. */
export const story: fc.Arbitrary<{ readonly writer: Side; readonly events: Event[] }> = fc.oneof(
  ...(
    [
      [16, 'primary', outage],
      [4, 'primary', blips],
      [4, 'primary', oneSignal],
      [6, 'primary', lagFirst],
      [2, 'primary', lagUnknown],
      [6, 'primary', asked],
      [8, 'primary', plannedMoves],
      [4, 'primary', lostWhileMoving],
      [4, 'primary', lostTwice],
      [4, 'primary', byConsole],
      [2, 'dr', drLost],
      [4, 'dr', fromDr],
      [6, 'primary', noWayOut],
      [4, 'primary', blipsOfTheWayOut],
      [4, 'primary', cutOff],
      [6, 'primary', unwell],
      [2, 'primary', lateDatapoints],
      [4, 'primary', untrueWitness],
      [8, 'primary', lostAndOneFault],
      [4, 'primary', suspicions.interruptedConfirmation],
      [2, 'primary', suspicions.hastyRounds],
      [3, 'primary', suspicions.gapInConfirmation],
      [2, 'primary', suspicions.alarmAfterGap],
      [4, 'primary', suspicions.relapse],
      [2, 'primary', suspicions.falseAlarm],
      [2, 'primary', suspicions.lagUnreadable],
      [2, 'primary', suspicions.unseenStall],
      [2, 'primary', suspicions.overridden],
      [2, 'primary', suspicions.orderOvertaken],
      [2, 'primary', suspicions.hastyApproval],
      [2, 'primary', suspicions.lostAtTheCall],
      [1, 'primary', suspicions.unwellInSilence],
      [2, 'primary', suspicions.cutWithoutWitness],
      [2, 'dr', suspicions.homeToNobody],
      [1, 'primary', suspicions.hangsUnreadable],
      [1, 'primary', suspicions.stubborn],
      [1, 'primary', suspicions.lostTwiceInARow],
    ] as const
  ).map(([weight, writer, events]) => ({ weight, arbitrary: events.map((events) => ({ writer, events })) })),
);

/** A moment worth an interruption: just before a call that matters. */
const momentOf = (call: CallName, most: number) =>
  fc.record({
    call: fc.constant(call),
    nth: fc.integer({ min: 0, max: most }),
    delayMs: weighted([4, 0], [1, 30], [1, 3_000], [1, 9_000]),
  });

export const moment = fc.oneof(
  { weight: 3, arbitrary: momentOf('journal.write', 12) },
  { weight: 2, arbitrary: momentOf('ownRds.failover', 1) },
  { weight: 1, arbitrary: momentOf('peerRds.switchover', 1) },
  { weight: 1, arbitrary: momentOf('ownRds.switchover', 1) },
  { weight: 2, arbitrary: momentOf('configuration.readHold', 12) },
  { weight: 2, arbitrary: momentOf('ownRds.describeGlobalCluster', 12) },
  { weight: 2, arbitrary: momentOf('metrics.putTrafficEngaged', 10) },
  { weight: 1, arbitrary: momentOf('capacity.raiseMinimumTasks', 1) },
  { weight: 1, arbitrary: momentOf('journal.acquire', 10) },
);

/** The happenings of which nothing but a duration is to be said. */
type Plain = Extract<
  Happening['kind'],
  | 'hold'
  | 'lag'
  | 'unknown-status'
  | 'no-global-cluster'
  | 'missing-datapoints'
  | 'versions-differ'
  | 'no-schedule'
>;

const lasting = (kind: Plain, min: number, max: number) =>
  seconds(min, max).map((forMs): Happening => ({ kind, forMs }));

const anyCommand: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constant('command' as const),
  side: weighted<Side>([7, 'dr'], [1, 'primary']),
  operation: weighted<'failover' | 'switchover' | 'failback' | 'status' | 'acknowledge'>(
    [3, 'failover'],
    [1, 'acknowledge'],
    [2, 'switchover'],
    [2, 'failback'],
    [1, 'status'],
  ),
  request: fc.integer({ min: 0, max: 3 }),
  acceptDataLoss: fc.boolean(),
  override: weighted([2, false], [1, true]),
  dryRun: weighted([2, false], [1, true]),
  copies: fc.integer({ min: 1, max: 3 }),
  apartMs: seconds(0, 120),
});

/** What else may happen, at a bad moment. */
export const interruption: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: disturbedSight },
  { weight: 4, arbitrary: lasting('hold', 20, 400) },
  { weight: 4, arbitrary: anyCommand },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('approve' as const),
      acceptDataLoss: fc.boolean(),
      bySecond: fc.boolean(),
      stale: weighted([3, false], [1, true]),
      copies: fc.integer({ min: 1, max: 2 }),
      apartMs: seconds(0, 60),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('service' as const),
      service: fc.constantFrom(
        'journal' as const,
        'configuration' as const,
        'notifications' as const,
        'backupNotifications' as const,
        'metrics' as const,
        'ownRds' as const,
        'peerRds' as const,
        'capacity' as const,
        'probe' as const,
      ),
      fault: fc.constantFrom(...OUTAGE_FAULTS),
      forMs: seconds(5, 200),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('policy' as const),
      value: fc.constantFrom(
        'approval' as const,
        'notify-only' as const,
        'malformed' as const,
        'missing' as const,
      ),
      forMs: seconds(60, 600),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(parts, seconds(5, 300)).map(([what, forMs]): Happening => lose(what, forMs)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(parts, seconds(5, 240)).map(([what, forMs]): Happening => lose(what, forMs, 'dr')),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('console' as const),
      operation: fc.constantFrom('failover' as const, 'switchover' as const),
      target: fc.constantFrom('dr' as const, 'primary' as const),
    }),
  },
  { weight: 1, arbitrary: lasting('unknown-status', 30, 300) },
  { weight: 1, arbitrary: lasting('no-global-cluster', 30, 200) },
  { weight: 1, arbitrary: lasting('missing-datapoints', 60, 600) },
  { weight: 1, arbitrary: lasting('versions-differ', 60, 600) },
  { weight: 1, arbitrary: lasting('no-schedule', 60, 300) },
  { weight: 1, arbitrary: lasting('lag', 30, 300) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('no-instance' as const),
      side: fc.constantFrom('dr' as const, 'primary' as const),
      forMs: seconds(60, 500),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('alarm' as const, 'rds-event' as const),
      copies: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'malformed-event', copies: 1 }) },
);
