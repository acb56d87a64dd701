import fc from 'fast-check';
import {
  CHECK_TROUBLES,
  DATABASE_TROUBLES,
  OUTAGE_FAULTS,
  type Happening,
  type Path,
  type Service,
  type Side,
} from '../schedule';
import { at, begin, long, lose, seconds, weighted } from './ingredients';

const path = (side: Side, which: Path, forMs: number): Happening => ({
  kind: 'path',
  side,
  path: which,
  forMs,
});

/** A minute, a quarter of an hour, or hours. */
const spell = fc.oneof(
  { weight: 6, arbitrary: seconds(20, 90) },
  { weight: 6, arbitrary: seconds(8 * 60, 22 * 60) },
  { weight: 1, arbitrary: fc.constant(3 * 3_600_000) },
);

const dead = fc.record({
  kind: fc.constant('database' as const),
  side: fc.constant('primary' as const),
  how: fc.constantFrom(...DATABASE_TROUBLES),
  forMs: fc.oneof(seconds(30, 300), seconds(13 * 60, 20 * 60)),
});

/** dr's one way out is lost, while the primary serves. */
export const noWayOut = fc
  .tuple(begin, weighted<Path>([3, 'nat'], [2, 'zone'], [1, 'anchors']), spell)
  .map(([start, which, forMs]) => [at(start, path('dr', which, forMs))]);

/** It comes and goes, any distance apart. */
export const blipsOfTheWayOut = fc
  .tuple(
    begin,
    fc.array(fc.tuple(seconds(4, 20), fc.oneof(seconds(20, 130), seconds(130, 600))), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([start, times]) => {
    let atMs = start;
    return times.map(([forMs, pauseMs]) => {
      const event = at(atMs, path('dr', 'nat', forMs));
      atMs += forMs + pauseMs;
      return event;
    });
  });

/** The Regions do not reach each other; both serve. */
export const cutOff = fc
  .tuple(begin, fc.oneof(seconds(30, 200), long))
  .map(([start, forMs]) => [at(start, lose('network', forMs))]);

/** The service, or the database, or both, in a Region whose control plane answers. */
export const unwell = fc
  .tuple(
    begin,
    fc.oneof(
      fc.oneof(seconds(30, 200), long).map((forMs): Happening => ({
        kind: 'bad-deployment',
        side: 'primary',
        forMs,
      })),
      dead,
      dead,
      fc.oneof(seconds(100, 400), long).map((forMs): Happening => lose('data', forMs)),
    ),
    fc.option(seconds(0, 400)),
  )
  .map(([start, what, cutAfter]) => [
    at(start, what),
    // The control plane may fall silent as well, while the Region stands.
    ...(cutAfter === null ? [] : [at(start + cutAfter, lose('control', 15 * 60_000))]),
  ]);

/** Datapoints come late, and replication is well. */
export const lateDatapoints = fc
  .tuple(begin, seconds(60, 300), fc.oneof(seconds(300, 900), long), fc.boolean())
  .map(([start, byMs, forMs, cut]) => [
    at(start, { kind: 'late-datapoints', byMs, forMs }),
    ...(cut ? [at(start + 120_000, path('dr', 'nat', Math.min(forMs, 600_000)))] : []),
  ]);

/** What tells of a Region's check is not to be relied upon. */
export const untrueWitness = fc
  .tuple(
    begin,
    fc.constantFrom(...CHECK_TROUBLES),
    weighted<Side>([4, 'primary'], [1, 'dr']),
    seconds(16 * 60, 40 * 60),
    fc.option(seconds(0, 900)),
  )
  .map(([start, how, side, forMs, lostAfter]) => [
    at(start, { kind: 'check', side, how, forMs }),
    ...(lostAfter === null ? [] : [at(start + lostAfter, lose('region', forMs))]),
  ]);

const further: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('path' as const),
    side: fc.constant('dr' as const),
    path: fc.constantFrom<Path>(
      'nat',
      'zone',
      'resolver',
      'anchors',
      'rds-endpoint',
      'monitoring-endpoint',
      'ssm-endpoint',
      'dynamodb-endpoint',
      'sns-endpoint',
      'autoscaling-endpoint',
    ),
    forMs: fc.oneof(seconds(60, 300), seconds(1_800, 3_600)),
  }),
  fc.record({
    kind: fc.constant('service' as const),
    service: fc.constantFrom<Service>(
      'journal',
      'configuration',
      'notifications',
      'backupNotifications',
      'metrics',
      'ownRds',
      'peerRds',
      'witness',
      'probe',
      'egress',
    ),
    fault: fc.constantFrom(...OUTAGE_FAULTS),
    forMs: fc.oneof(seconds(60, 300), seconds(1_800, 3_600)),
  }),
);

/** The primary's Region is lost, and one thing more fails. */
export const lostAndOneFault = fc
  .tuple(begin, long, further, seconds(-120, 600))
  .map(([start, forMs, fault, after]) => [
    at(start + 120_000, lose('region', forMs)),
    at(Math.max(0, start + 120_000 + after), fault),
  ]);

/** What else may be wrong with what the controller sees by. */
export const disturbedSight: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: further },
  { weight: 1, arbitrary: dead },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('check' as const),
      side: weighted<Side>([3, 'primary'], [1, 'dr']),
      how: fc.constantFrom(...CHECK_TROUBLES),
      forMs: seconds(60, 1_200),
    }),
  },
  {
    weight: 1,
    arbitrary: seconds(60, 1_200).map((forMs): Happening => ({
      kind: 'certificate',
      side: 'primary',
      forMs,
    })),
  },
);
