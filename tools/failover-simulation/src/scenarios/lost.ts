import { lose } from '../arbitraries/ingredients';
import type { CallName, Fault, Happening, Path, Service } from '../schedule';
import {
  all,
  heartStopsWithin,
  leadsToWriter,
  leadsWithin,
  namesWithin,
  neverNames,
  neverFailsOver,
  pagesWithin,
  writesNotBefore,
  writesWithin,
} from './must';
import { at, HOUR, inWorlds, MINUTE, type Scenario, scheduled, SECOND, UNKNOWNS } from './scenario';

/** When the primary's Region is lost. */
const LOST = 4 * MINUTE + 10 * SECOND;
const FOR = 40 * MINUTE;
const lost = at(LOST, lose('region', FOR));

const out = (
  service: Service,
  fault: 'throttled' | 'timeout' | 'internal' | 'denied',
): Extract<Happening, { kind: 'service' }> => ({
  kind: 'service',
  service,
  fault,
  forMs: HOUR,
});

const gone = (path: Path): Extract<Happening, { kind: 'path' }> => ({
  kind: 'path',
  side: 'dr',
  path,
  forMs: HOUR,
});

/** Every call of the first looks after the loss, at which a run may be killed. */
const KILLED: readonly CallName[] = [
  'ownRds.describeGlobalCluster',
  'peerRds.describeCluster',
  'metrics.replicationLag',
  'witness.ask',
  'journal.read',
  'journal.acquire',
  'journal.release',
  'journal.write',
  'configuration.readHold',
  'notifications.publish',
  'ownRds.failover',
  'metrics.putTrafficEngaged',
];

const killings: readonly Fault[] = KILLED.flatMap((call) =>
  (call === 'journal.write' || call === 'configuration.readHold'
    ? [0, 1, 2, 3, 4, 5, 6]
    : [5, 7, 9, 0]
  ).flatMap((nth) => (['crash-before', 'crash-after'] as const).map((kind) => ({ call, nth, kind }))),
);

/** The primary's Region is lost for good: what is done by itself, and what is not. */
export const LOST_REGION: readonly Scenario[] = [
  {
    number: 1,
    title: 'the primary Region is lost, and all evidence agrees',
    variants: inWorlds(
      'by itself, traffic after the writer',
      UNKNOWNS,
      [lost],
      all(
        writesWithin(12 * MINUTE, LOST),
        leadsWithin(20 * MINUTE, LOST),
        leadsToWriter,
        neverNames(/lost-replicating/),
      ),
    ),
    without: [
      'a control plane that is silent is unknown',
      'what was written before the evidence shows that replication works',
    ],
  },
  {
    number: 10,
    title: "1, and dr's own DescribeGlobalClusters fails for an hour",
    variants: [
      ...(['throttled', 'timeout', 'internal', 'denied'] as const).map((fault) => ({
        title: fault,
        schedule: scheduled([lost, at(LOST - MINUTE, out('ownRds', fault))]),
        must: all(pagesWithin(11 * MINUTE, LOST - MINUTE)),
      })),
      {
        title:
          'it answers again while the schedule fails, and an alarm calls: what was confirmed before is not enough',
        schedule: scheduled(
          [
            lost,
            at(LOST, { ...out('ownRds', 'timeout'), forMs: 10 * MINUTE + 30 * SECOND }),
            at(LOST + 10 * MINUTE, { kind: 'no-schedule', forMs: 6 * MINUTE }),
            at(LOST + 14 * MINUTE + 30 * SECOND, { kind: 'alarm', copies: 1 }),
          ],
          { policy: { lagBoundSeconds: 3_600, lagBoundReason: 'an hour is lost rather than a day' } },
        ),
        must: all(writesWithin(22 * MINUTE, LOST), leadsToWriter),
      },
    ],
    without: ['an own view that is unknown is not reported', 'an alarm acts on what was confirmed long ago'],
  },
  {
    number: 11,
    title: '1, and any one run is killed at any point, or two looks are lost',
    variants: [
      ...killings.map((fault) => ({
        title: `${fault.kind} of ${fault.call} ${fault.nth}`,
        schedule: scheduled([lost], { faults: [fault] }),
        must: all(writesWithin(14 * MINUTE, LOST), leadsToWriter),
      })),
      {
        title: 'two looks are lost',
        schedule: scheduled([lost, at(LOST + 4 * MINUTE, { kind: 'no-schedule', forMs: 2 * MINUTE })]),
        must: all(writesWithin(14 * MINUTE, LOST), leadsToWriter),
      },
      {
        title: 'two looks see too little just before the loss is confirmed',
        schedule: scheduled([
          lost,
          at(LOST + 8 * MINUTE + 40 * SECOND, { ...gone('nat'), forMs: 80 * SECOND }),
        ]),
        must: all(writesWithin(14 * MINUTE, LOST), leadsToWriter),
      },
      {
        title: 'for five minutes looks see too little: what was confirmed before still counts',
        schedule: scheduled([
          lost,
          at(LOST + 8 * MINUTE + 40 * SECOND, { ...gone('nat'), forMs: 4 * MINUTE + 20 * SECOND }),
        ]),
        must: all(writesWithin(15 * MINUTE + 30 * SECOND, LOST), leadsToWriter),
      },
      {
        title: 'AWS says in two looks that there is no such global cluster',
        schedule: scheduled([
          lost,
          at(LOST + 8 * MINUTE + 40 * SECOND, { kind: 'no-global-cluster', forMs: 80 * SECOND }),
        ]),
        must: all(writesWithin(14 * MINUTE, LOST), leadsToWriter),
      },
      {
        title: 'it is back for one look, in which nothing can be decided: the confirmation begins anew',
        schedule: scheduled(
          [
            at(LOST, lose('region', 140 * SECOND)),
            at(LOST + 155 * SECOND, { kind: 'policy', value: 'missing', forMs: 30 * SECOND }),
            at(LOST + 190 * SECOND, lose('region', FOR)),
          ],
          { nature: { notices: true } },
        ),
        must: all(writesNotBefore(7 * MINUTE, LOST), writesWithin(9 * MINUTE, LOST)),
      },
      {
        title: 'it is back between two looks, and an alarm calls meanwhile: the confirmation begins anew',
        schedule: scheduled(
          [
            at(LOST, lose('region', 130 * SECOND)),
            at(LOST + 145 * SECOND, { kind: 'alarm', copies: 1 }),
            at(LOST + 160 * SECOND, lose('region', FOR)),
          ],
          { nature: { notices: true } },
        ),
        must: all(writesNotBefore(6 * MINUTE, LOST), writesWithin(9 * MINUTE, LOST)),
      },
    ],
    // That runs are killed is survived by more than one rule: no single one, taken away, fails it.
    without: [
      'an incomplete round resets',
      'looks that say too little are a gap',
      'a global cluster that is not found for a moment is a pair that is gone',
      'a contrary round does not reset',
      'a contrary look between two rounds does not reset',
    ],
  },
  {
    number: 12,
    title: '1, the promotion hangs, and a service is throttled for three hours',
    variants: (['configuration', 'metrics', 'journal', 'notifications'] as const).map((service) => ({
      title: service === 'journal' ? 'journal: that it cannot be read is what is paged' : service,
      schedule: scheduled(
        [lost, at(LOST + 13 * MINUTE, { kind: 'service', service, fault: 'throttled', forMs: 3 * HOUR })],
        { nature: { operationMs: 50 * MINUTE } },
      ),
      must:
        service === 'journal'
          ? all(
              namesWithin(/journal-unreachable/, 25 * MINUTE, LOST),
              heartStopsWithin(2 * MINUTE, LOST + 13 * MINUTE, LOST + 13 * MINUTE + 3 * HOUR),
            )
          : all(namesWithin(/failover-stuck/, 33 * MINUTE, LOST)),
    })),
    without: [
      'a stuck operation is not reported',
      'nothing is reported while a fault stands',
      'the heart beats whatever has failed',
    ],
  },
  {
    number: 13,
    title: "1 while dr's NAT gateway is lost too",
    variants: [
      {
        title: 'never by itself; paged',
        schedule: scheduled([at(LOST, gone('nat')), at(LOST + 5 * SECOND, lose('region', FOR))]),
        must: all(neverFailsOver, pagesWithin(12 * MINUTE, LOST)),
      },
      {
        title: "an operator's order works",
        schedule: scheduled([
          at(LOST, gone('nat')),
          at(LOST + 5 * SECOND, lose('region', FOR)),
          at(LOST + 15 * MINUTE, {
            kind: 'command',
            side: 'dr',
            operation: 'failover',
            request: 0,
            acceptDataLoss: true,
            override: false,
            dryRun: false,
            copies: 1,
            apartMs: 0,
          }),
        ]),
        must: all(writesWithin(26 * MINUTE, LOST)),
      },
    ],
    without: ['the way out is taken for open'],
  },
  {
    number: 23,
    title: 'a blip that recovers, then a real loss ten minutes later',
    variants: [
      {
        title: 'the blip starts no cool-down',
        schedule: scheduled([
          at(LOST, lose('region', 3 * MINUTE)),
          at(LOST + 13 * MINUTE, lose('region', FOR)),
        ]),
        must: all(writesWithin(12 * MINUTE, LOST + 13 * MINUTE)),
      },
    ],
    without: ['every incident that ends starts the cool-down'],
  },
  {
    number: 21,
    title: 'any signal is unknown for good',
    variants: [
      ...(['peerRds', 'metrics', 'witness', 'probe'] as const).map((service) => ({
        title: `${service} denied`,
        schedule: scheduled([at(LOST, { kind: 'service', service, fault: 'denied', forMs: HOUR })]),
        must: all(
          neverFailsOver,
          service === 'peerRds' ? () => undefined : namesWithin(/./, 11 * MINUTE, LOST),
        ),
      })),
      ...(['missing', 'garbled'] as const).map((how) => ({
        title: `witness ${how}`,
        schedule: scheduled([at(LOST, { kind: 'check', side: 'primary', how, forMs: HOUR })]),
        must: all(neverFailsOver, namesWithin(/checkers/, 11 * MINUTE, LOST)),
      })),
      {
        title: 'witness inverted',
        schedule: scheduled([at(LOST, { kind: 'check', side: 'primary', how: 'inverted', forMs: HOUR })]),
        must: all(neverFailsOver, pagesWithin(11 * MINUTE, LOST)),
      },
      {
        title: 'the checkers, then the way out: the heartbeat is withheld all the while',
        schedule: scheduled([
          at(LOST, { ...gone('resolver'), forMs: 12 * MINUTE }),
          at(LOST + 11 * MINUTE + 40 * SECOND, { ...gone('nat'), forMs: 30 * MINUTE }),
        ]),
        must: all(neverFailsOver, heartStopsWithin(9 * MINUTE, LOST, LOST + 41 * MINUTE)),
      },
      {
        title: 'the certificate has expired',
        schedule: scheduled([at(LOST, { kind: 'certificate', side: 'primary', forMs: HOUR })]),
        must: all(neverFailsOver),
      },
    ],
    without: [
      'unknown signals are not reported',
      'the heartbeat comes back when one degraded state turns into another',
    ],
  },
];
