import { lose } from '../arbitraries/ingredients';
import type { Happening } from '../schedule';
import { all, leadsToWriter, leadsWithin, neverFailsOver, pagesAgain, pagesWithin } from './must';
import { at, HOUR, MINUTE, type Scenario, scheduled, SECOND } from './scenario';

const LOST = 4 * MINUTE + 10 * SECOND;

const order = (side: 'dr' | 'primary', operation: 'failover' | 'switchover', request = 0): Happening => ({
  kind: 'command',
  side,
  operation,
  request,
  acceptDataLoss: true,
  override: false,
  dryRun: false,
  copies: 1,
  apartMs: 0,
});

/** The writer moved, or is to move: where clients go, and whom that is told. */
export const MOVES: readonly Scenario[] = [
  {
    number: 14,
    title: 'the writer moved, but FailoverState stays while the old Region is dark',
    variants: [
      {
        title: 'traffic follows within five minutes of the promotion',
        schedule: scheduled([at(LOST, lose('region', HOUR))], { nature: { lingerMs: 50 * MINUTE } }),
        must: all((facts) => {
          const reign = facts.reigns.find(({ side }) => side === 'dr');
          return reign === undefined ? 'dr never wrote' : leadsWithin(5 * MINUTE, reign.at)(facts);
        }, leadsToWriter),
      },
    ],
    without: ['traffic waits for an empty FailoverState'],
  },
  {
    number: 16,
    title: 'dr writes, is lost, the primary is promoted, dr returns',
    variants: [
      {
        title: 'clients are led to the writer in the end',
        schedule: scheduled(
          [
            at(LOST, lose('region', 40 * MINUTE, 'dr')),
            at(LOST + 15 * MINUTE, order('primary', 'failover')),
            at(LOST + 19 * MINUTE, order('primary', 'failover', 1)),
          ],
          { nature: { writer: 'dr' } },
        ),
        must: all(leadsToWriter),
      },
    ],
    without: ['drift is not followed'],
  },
  {
    number: 17,
    title: 'the journal is empty',
    variants: [
      {
        title: 'while dr writes: traffic stays',
        schedule: scheduled([at(LOST, { kind: 'journal-lost' })], { nature: { writer: 'dr' } }),
        must: all(neverFailsOver, ({ traffic }) =>
          traffic.some(({ to }) => to === 'primary') ? 'clients were led away from the writer' : undefined,
        ),
      },
      {
        title: 'while the primary is lost: it still is',
        schedule: scheduled([
          at(LOST, lose('region', HOUR)),
          at(LOST + 2 * MINUTE, { kind: 'journal-lost' }),
        ]),
        must: all((facts) =>
          facts.reigns.some(({ side }) => side === 'dr') ? undefined : pagesWithin(15 * MINUTE, LOST)(facts),
        ),
      },
    ],
    without: ['a new journal repeats what it does not know'],
  },
  {
    number: 19,
    title: 'approval is required, and nobody answers for six hours',
    variants: [
      {
        title: 'paged again every quarter of an hour; closes itself after the loss ends',
        schedule: scheduled([at(LOST, lose('region', 6 * HOUR))], { policy: { mode: 'approval' } }),
        must: all(neverFailsOver, pagesAgain(19 * MINUTE, LOST, LOST + 6 * HOUR)),
      },
    ],
    without: ['an approval is not paged for again'],
  },
  {
    number: 9,
    title: 'service and control plane are dead, replication is fresh',
    variants: [
      {
        title: 'paged at once; not by itself',
        schedule: scheduled([
          at(LOST, { kind: 'bad-deployment', side: 'primary', forMs: HOUR }),
          at(LOST, lose('control', HOUR)),
        ]),
        must: all(neverFailsOver, pagesWithin(6 * MINUTE, LOST)),
      },
    ],
    without: ['replication does not count'],
  },
];
