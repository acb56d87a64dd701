import { lose } from '../arbitraries/ingredients';
import type { DatabaseTrouble, Happening, Path } from '../schedule';
import {
  all,
  heartStopsWithin,
  leadsToWriter,
  namesWithin,
  neverFailsOver,
  neverNames,
  pagesAgain,
  pagesWithin,
  saysNothing,
  wakesNobody,
  writesWithin,
} from './must';
import { at, CHECKS, HOUR, inWorlds, MINUTE, type Scenario, scheduled, SECOND, UNKNOWNS } from './scenario';

const BEGIN = 4 * MINUTE + 10 * SECOND;

const lostPath = (path: Path, forMs: number): Happening => ({ kind: 'path', side: 'dr', path, forMs });

const troubled = (how: DatabaseTrouble, forMs: number): Happening => ({
  kind: 'database',
  side: 'primary',
  how,
  forMs,
});

const order = (operation: 'failover' | 'switchover', request = 0): Happening => ({
  kind: 'command',
  side: 'dr',
  operation,
  request,
  acceptDataLoss: true,
  override: false,
  dryRun: false,
  copies: 1,
  apartMs: 0,
});

/** The primary serves, or its Region stands: what must not be taken for a loss. */
export const SERVING: readonly Scenario[] = [
  {
    number: 2,
    title: "dr's NAT gateway, or dr's first zone, is lost",
    variants: (['nat', 'zone'] as const).flatMap((path) => [
      {
        title: `${path}, and for six minutes the checkers do not find the primary either`,
        schedule: scheduled([
          at(BEGIN - 40 * SECOND, {
            kind: 'bad-deployment',
            side: 'primary',
            forMs: 6 * MINUTE + 40 * SECOND,
          }),
          at(BEGIN, lostPath(path, 25 * MINUTE)),
        ]),
        must: all(neverFailsOver, namesWithin(/"event":"isolated"/, 10 * MINUTE + 30 * SECOND, BEGIN)),
      },
      {
        title: `${path}, for 1 min`,
        schedule: scheduled([at(BEGIN, lostPath(path, MINUTE))]),
        must: all(neverFailsOver, ...(path === 'nat' ? [saysNothing] : [wakesNobody])),
      },
      {
        title: `${path}, for 65 s`,
        schedule: scheduled([at(BEGIN, lostPath(path, 65 * SECOND))]),
        must: all(neverFailsOver, wakesNobody),
      },
      ...[15 * MINUTE, 3 * HOUR].map((forMs) => ({
        title: `${path}, for ${forMs / MINUTE} min`,
        schedule: scheduled([at(BEGIN, lostPath(path, forMs))]),
        must: all(
          neverFailsOver,
          namesWithin(/isolated/, 10 * MINUTE + 30 * SECOND, BEGIN),
          heartStopsWithin(11 * MINUTE, BEGIN, BEGIN + forMs),
        ),
      })),
    ]),
    without: [
      'the way out is taken for open',
      'isolation is not reported',
      'isolation is not in the heartbeat',
      'isolation begins anew when the checkers change',
    ],
  },
  {
    number: 3,
    title: 'two blips of egress of 10 s, any distance apart',
    variants: [20, 45, 60, 90, 120, 180, 240, 300, 600].map((apart) => ({
      title: `${apart} s apart`,
      schedule: scheduled([
        at(BEGIN - 15 * SECOND, lostPath('nat', 10 * SECOND)),
        at(BEGIN - 15 * SECOND + apart * SECOND, lostPath('nat', 10 * SECOND)),
      ]),
      must: all(neverFailsOver, saysNothing),
    })),
    without: ['isolation pages at once'],
  },
  {
    number: 4,
    title: 'the network between the Regions is cut; the primary serves its clients',
    variants: inWorlds(
      'never by itself; paged',
      UNKNOWNS,
      [at(BEGIN, lose('network', 40 * MINUTE))],
      all(neverFailsOver, pagesWithin(6 * MINUTE, BEGIN)),
    ),
    without: ['healthy checkers do not count', 'a cut network pages nobody'],
  },
  {
    number: 5,
    title: 'the service is down, database and control plane are well',
    variants: [
      {
        title: 'never by itself; paged',
        schedule: scheduled([at(BEGIN, { kind: 'bad-deployment', side: 'primary', forMs: HOUR })]),
        must: all(
          neverFailsOver,
          pagesWithin(8 * MINUTE, BEGIN),
          pagesAgain(18 * MINUTE, BEGIN + 8 * MINUTE, BEGIN + 55 * MINUTE),
        ),
      },
      {
        title: 'a failover without override is refused',
        schedule: scheduled([
          at(BEGIN, { kind: 'bad-deployment', side: 'primary', forMs: HOUR }),
          at(BEGIN + 10 * MINUTE, order('failover')),
        ]),
        must: all(neverFailsOver, neverNames(/failover.requested/)),
      },
      {
        title: 'a switchover is taken',
        schedule: scheduled([
          at(BEGIN, { kind: 'bad-deployment', side: 'primary', forMs: HOUR }),
          at(BEGIN + 10 * MINUTE, order('switchover')),
        ]),
        must: all(neverFailsOver, writesWithin(16 * MINUTE, BEGIN), leadsToWriter),
      },
    ],
    without: ['a dead service is a lost Region', 'a dead service pages nobody', 'an order needs no override'],
  },
  {
    number: 6,
    title: 'an in-Region failover of Aurora',
    variants: [30, 85, 150, 300].flatMap((forSeconds) =>
      inWorlds(
        `of ${forSeconds} s`,
        { ...CHECKS, 'deep checks, and RDS notices the cut': { deep: true, notices: true } },
        [at(BEGIN, troubled('failover', forSeconds * SECOND))],
        all(neverFailsOver),
      ),
    ),
    without: ['a database that fails over is a lost Region'],
  },
  {
    number: 7,
    title: 'an engine upgrade, a modification, or maintenance of both instances',
    variants: (['upgrade', 'maintenance', 'modification'] as const).flatMap((how) =>
      inWorlds(how, CHECKS, [at(BEGIN, troubled(how, 15 * MINUTE))], all(neverFailsOver)),
    ),
    without: ['a database that is not available is a lost Region'],
  },
  {
    number: 8,
    title: 'the database of the primary is dead for long, its Region is otherwise well',
    variants: inWorlds(
      'nothing by itself; paged',
      CHECKS,
      [at(BEGIN, troubled('dead', HOUR))],
      all(neverFailsOver, pagesWithin(8 * MINUTE, BEGIN)),
    ),
    without: ['a dead database pages nobody'],
  },
  {
    number: 22,
    title: 'datapoints of the lag are late, replication is well',
    variants: [1, 2, 3, 4, 5].map((minutes) => ({
      title: `by ${minutes} min`,
      schedule: scheduled([
        at(BEGIN, { kind: 'late-datapoints', byMs: minutes * MINUTE, forMs: 40 * MINUTE }),
      ]),
      must: all(neverFailsOver, wakesNobody),
    })),
    without: ['a control plane that answers does not count once replication has stopped'],
  },
];
