import { lose } from '../arbitraries/ingredients';
import type { Happening } from '../schedule';
import { all, leadsToWriter, movesOnce, writesWithin } from './must';
import { at, HOUR, MINUTE, type Scenario, scheduled, SECOND } from './scenario';

const LOST = 4 * MINUTE + 10 * SECOND;

const order = (operation: 'failover' | 'switchover', apartMs: number): Happening => ({
  kind: 'command',
  side: 'dr',
  operation,
  request: 0,
  acceptDataLoss: true,
  override: false,
  dryRun: false,
  copies: 3,
  apartMs,
});

/** How far behind the scheduled run another one begins, in milliseconds: at each of its steps, and after them. */
const BEHIND = [5, 15, 45, 90, 200, 2_500, 8_000] as const;

/** Alarms and RDS events beside every scheduled run. */
const beside = (behindMs: number) =>
  Array.from({ length: 16 }, (_, minute) =>
    at(LOST - 10 * SECOND + minute * MINUTE + behindMs, {
      kind: minute % 2 === 0 ? ('alarm' as const) : ('rds-event' as const),
      copies: 2,
    }),
  );

/**
 * Where an account has too few concurrent executions, reserved concurrency is left out, and several runs of one controller begin at once:
 * the lease alone keeps them apart.
 */
export const OVERLAP: Scenario = {
  number: 0,
  title: 'without reserved concurrency, two runs at once on one lease',
  variants: BEHIND.flatMap((behindMs) => [
    {
      title: `the primary is lost; others begin ${behindMs} ms behind`,
      schedule: scheduled([at(LOST, lose('region', HOUR)), ...beside(behindMs)], {
        nature: { overlap: true, notices: true },
        policy: { capacity: { minTasks: 4, minAcu: 8 } },
      }),
      must: all(movesOnce, writesWithin(14 * MINUTE, LOST), leadsToWriter),
    },
    {
      title: `a failover is ordered three times; others begin ${behindMs} ms behind`,
      schedule: scheduled(
        [
          at(LOST, lose('region', HOUR)),
          at(LOST + 2 * MINUTE, order('failover', behindMs)),
          ...beside(behindMs),
        ],
        { nature: { overlap: true, notices: true } },
      ),
      must: all(movesOnce, writesWithin(14 * MINUTE, LOST), leadsToWriter),
    },
    {
      title: `a switchover is ordered three times; others begin ${behindMs} ms behind`,
      schedule: scheduled([at(LOST, order('switchover', behindMs)), ...beside(behindMs)], {
        nature: { overlap: true },
      }),
      must: all(movesOnce, writesWithin(8 * MINUTE, LOST), leadsToWriter),
    },
  ]),
  without: ['works without the lease', 'a lease of five seconds'],
};
