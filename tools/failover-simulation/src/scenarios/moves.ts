import { lose } from '../arbitraries/ingredients';
import type { Happening } from '../schedule';
import {
  all,
  leadsToWriter,
  leadsWithin,
  movesOnce,
  namesWithin,
  neverFailsOver,
  pagesAgain,
  pagesWithin,
  saysNothing,
  writesWithin,
} from './must';
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

const overriding = (request: number): Happening => ({
  kind: 'command',
  side: 'dr',
  operation: 'failover',
  request,
  acceptDataLoss: true,
  override: true,
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
    number: 15,
    title: 'a switchover hangs, then its Region is lost',
    variants: [
      {
        title:
          "an operator's failover with override is tried, and where AWS refuses, the page says what to do by hand",
        schedule: scheduled(
          [
            at(MINUTE, order('dr', 'switchover')),
            at(LOST, lose('region', HOUR)),
            at(LOST + 10 * MINUTE, overriding(1)),
          ],
          { nature: { operationMs: 40 * MINUTE } },
        ),
        must: all(
          pagesWithin(12 * MINUTE, LOST + 10 * MINUTE),
          namesWithin(/RemoveFromGlobalCluster/, 12 * MINUTE, LOST + 10 * MINUTE),
        ),
      },
      {
        title: 'never by itself',
        schedule: scheduled([at(MINUTE, order('dr', 'switchover')), at(LOST, lose('region', 30 * MINUTE))], {
          nature: { operationMs: 25 * MINUTE },
        }),
        must: all(neverFailsOver, pagesWithin(25 * MINUTE, LOST)),
      },
    ],
    without: ['what AWS does not take of an order is a ticket'],
  },
  {
    number: 18,
    title: 'a pair that is not there yet, or not any more',
    variants: [
      {
        title: 'no global cluster, and no lag ever',
        schedule: scheduled(
          [
            at(0, { kind: 'no-global-cluster', forMs: 2 * HOUR }),
            at(0, { kind: 'missing-datapoints', forMs: 2 * HOUR }),
            at(0, lose('data', 2 * HOUR)),
          ],
          { nature: { isNew: true } },
        ),
        must: all(neverFailsOver, saysNothing),
      },
      {
        title: 'both members are there, nothing has ever been replicated, and nothing answers yet',
        schedule: scheduled(
          [at(0, { kind: 'missing-datapoints', forMs: HOUR }), at(0, lose('region', HOUR))],
          {
            nature: { isNew: true },
          },
        ),
        must: all(neverFailsOver, saysNothing),
      },
      {
        title: 'the pair is destroyed, the primary first',
        schedule: scheduled([
          at(LOST, { kind: 'no-global-cluster', forMs: 3 * HOUR }),
          at(LOST + 30 * SECOND, lose('region', 2 * HOUR)),
        ]),
        must: all(neverFailsOver, saysNothing),
      },
    ],
    without: ['a pair without a history is a whole one'],
  },
  {
    number: 20,
    title: 'the own cluster has no available instance when the primary is lost',
    variants: [
      {
        title: 'an approval is asked for, and says why',
        schedule: scheduled([
          at(MINUTE, { kind: 'no-instance', side: 'dr', forMs: HOUR }),
          at(LOST, lose('region', 50 * MINUTE)),
        ]),
        must: all(neverFailsOver, namesWithin(/approval-required/, 15 * MINUTE, LOST)),
      },
      {
        title:
          'an order that accepts the loss is tried, AWS refuses it, and it is carried out once there is an instance',
        schedule: scheduled([
          at(MINUTE, { kind: 'no-instance', side: 'dr', forMs: LOST + 25 * MINUTE }),
          at(LOST, lose('region', HOUR)),
          at(LOST + 15 * MINUTE, order('dr', 'failover')),
        ]),
        must: all(
          namesWithin(/promotion-failed/, 17 * MINUTE, LOST),
          writesWithin(35 * MINUTE, LOST),
          leadsToWriter,
        ),
      },
    ],
    without: ['a cluster without an instance is promoted by itself'],
  },
  {
    number: 24,
    title: 'the old Region returns after a failover',
    variants: [false, true].map((recreates) => ({
      title: recreates ? 'and is made anew' : 'as it was',
      schedule: scheduled([at(LOST, lose('region', 30 * MINUTE))], { nature: { recreates } }),
      must: all(movesOnce, namesWithin(/snapshot-copied/, 45 * MINUTE, LOST), leadsToWriter),
    })),
    without: ['fails back by itself'],
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
