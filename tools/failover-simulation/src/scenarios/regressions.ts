import { lose } from '../arbitraries/ingredients';
import type { Event, Happening, Nature, PolicyChoice } from '../schedule';
import { all, leadsToWriter, namesWithin, pagesAgain, pagesWithin, writesWithin, type Must } from './must';
import { at, type Choice, HOUR, MINUTE, type Scenario, scheduled, SECOND } from './scenario';

const order = (side: 'dr' | 'primary', operation: 'failover' | 'switchover' | 'failback'): Happening => ({
  kind: 'command',
  side,
  operation,
  request: 0,
  acceptDataLoss: false,
  override: false,
  dryRun: false,
  copies: 1,
  apartMs: 0,
});

/** What a schedule is shrunk to: nothing takes long, and nothing tells of what happens. */
const BARE: Partial<Nature> = {
  deep: false,
  checkMs: 0,
  lagMs: 0,
  operationMs: 10_000,
  snapshot: false,
  tellsEnds: false,
};

const RAISING: PolicyChoice = { capacity: { minTasks: 4, minAcu: 8 } };

const costsAsBefore: Must = ({ tasks }) =>
  tasks.dr > 2 ? `dr keeps a minimum of ${tasks.dr} tasks` : undefined;

const noGlobalCluster = (forMs: number): Happening => ({ kind: 'no-global-cluster', forMs });

/** What is late is said by the next look after the deadline that works, and a look comes once a minute. */
const saysStuck = (askedAt: number): Must => all(namesWithin(/stuck/, 17 * MINUTE, askedAt));

const hangs = (
  title: string,
  events: readonly Event[],
  choice: Choice,
  askedAt = 0,
): Scenario['variants'][0] => ({
  title,
  schedule: scheduled(events, {
    ...choice,
    policy: { operationDeadlineMinutes: 15, capacity: { minTasks: 4, minAcu: 8 } },
  }),
  must: saysStuck(askedAt),
});

/** What random schedules have found once, each under the name of what it shows. */
export const REGRESSIONS: Scenario = {
  number: 0,
  title: 'what random schedules have found',
  variants: [
    hangs(
      'a switchover failed after eleven minutes, and there is no global cluster at its deadline (1917287548)',
      [at(26_250, order('dr', 'switchover')), at(869_541, noGlobalCluster(150_500))],
      { nature: { operationMs: 681_671, failing: 1 } },
    ),
    hangs(
      'a switchover moved the writer late, runs were killed, and there is no global cluster at its deadline (1917433953)',
      [
        at(1, order('dr', 'switchover')),
        {
          when: { call: 'metrics.putTrafficEngaged', nth: 10, delayMs: 0 },
          what: noGlobalCluster(179_901),
        },
      ],
      {
        nature: { operationMs: 287_921, tellsEnds: false },
        faults: [
          { call: 'journal.write', nth: 12, kind: 'crash-before' },
          { call: 'peerRds.switchover', nth: 0, kind: 'crash-before' },
          { call: 'journal.write', nth: 3, kind: 'crash-before' },
          { call: 'journal.acquire', nth: 5, kind: 'crash-before' },
        ],
      },
    ),
    hangs(
      'a failback takes thirteen minutes, and there is no global cluster at its deadline (1917438875)',
      [at(28_750, order('dr', 'failback')), at(841_041, noGlobalCluster(179_000))],
      { nature: { writer: 'dr', operationMs: 799_171 } },
    ),
    hangs(
      "a failover by the primary's controller failed, and there is no global cluster at its deadline (1917518106)",
      [
        at(21, lose('region', 24 * MINUTE, 'dr')),
        at(9 * MINUTE, order('primary', 'failover')),
        at(23 * MINUTE, noGlobalCluster(3 * MINUTE)),
      ],
      { nature: { writer: 'dr', operationMs: 10_000, failing: 3 } },
      9 * MINUTE,
    ),
    hangs(
      'a switchover takes twelve minutes, and there is no global cluster at its deadline (700000598)',
      [at(25_500, order('dr', 'switchover')), at(832_041, noGlobalCluster(188_000))],
      { nature: { operationMs: 742_421, tellsEnds: false } },
    ),
    {
      title:
        'the run that would have opened the incident was killed, and the lag is too old for the next one (1917283218)',
      schedule: scheduled([at(142_250, lose('region', 1_316_500))], {
        nature: { staleMs: 19_250, skewMs: 634, lagMs: 2_421, operationMs: 44_500 },
        faults: [
          { call: 'metrics.replicationLag', nth: 6, kind: 'crash-after' },
          { call: 'journal.release', nth: 6, kind: 'slow-answer' },
          { call: 'configuration.readHold', nth: 7, kind: 'slow-effect' },
          { call: 'peerRds.findFailoverSnapshot', nth: 2, kind: 'timeout-after' },
        ],
      }),
      must: all(writesWithin(14 * MINUTE + 30 * SECOND, 142_250)),
    },
    {
      title: 'the primary is lost in the very look that asks how many tasks it runs (10006783)',
      schedule: scheduled(
        [
          {
            when: { call: 'peerMetrics.runningTasks', nth: 1, delayMs: 0 },
            what: lose('region', 30 * MINUTE),
          },
          // What is in store keeps the run going until tasks are asked for once more.
          at(20 * MINUTE, { kind: 'alarm', copies: 1 }),
        ],
        { policy: { capacity: { minTasks: 4, minAcu: 8 } } },
      ),
      must: all(writesWithin(14 * MINUTE, 12 * MINUTE)),
    },
    {
      title: 'the writer is moved to dr and home again before the primary was ever well (900033642)',
      schedule: scheduled(
        [
          at(0, { kind: 'no-instance', side: 'primary', forMs: 4 * MINUTE }),
          at(130_000, order('dr', 'switchover')),
          at(462_000, { ...order('dr', 'failback'), request: 1 } as Happening),
        ],
        { policy: RAISING },
      ),
      must: all(costsAsBefore),
    },
    {
      title:
        'a switchover is undone at the console while the policy cannot be read: it is not asked for again (51974)',
      schedule: scheduled([
        at(35_250, order('dr', 'switchover')),
        {
          when: { call: 'peerRds.switchover', nth: 0, delayMs: 0 },
          what: { kind: 'policy', value: 'malformed', forMs: 10 * MINUTE },
        },
        at(4 * MINUTE, { kind: 'console', operation: 'switchover', target: 'primary' }),
      ]),
      must: all(({ operations: { length } }) => (length > 2 ? `RDS was asked ${length} times` : undefined)),
    },
    {
      title: 'dr is lost as the writer, and the primary that was promoted is in maintenance (1000028398)',
      schedule: scheduled(
        [
          at(73_250, lose('region', 981_000, 'dr')),
          at(171_500, { ...order('primary', 'failover'), acceptDataLoss: true } as Happening),
          at(319_250, { kind: 'database', side: 'primary', how: 'maintenance', forMs: 17 * MINUTE }),
        ],
        { nature: { writer: 'dr', notices: true, lingerMs: 6 * MINUTE } },
      ),
      must: all(leadsToWriter),
    },
    {
      title: 'the probe breaks while service and database are down, which is paged (1000057840)',
      schedule: scheduled([
        at(22_000, lose('data', 21 * MINUTE)),
        at(456_500, { kind: 'service', service: 'probe', fault: 'unreachable', forMs: 40 * MINUTE }),
      ]),
      must: all(
        namesWithin(/service-down/, 8 * MINUTE, 0),
        namesWithin(/signal-unknown/, 15 * MINUTE, 22 * MINUTE),
      ),
    },
    {
      title: 'the probe breaks while the network between the Regions is cut, which is paged (10069363)',
      schedule: scheduled([
        at(31_500, lose('network', 17 * MINUTE)),
        at(6 * MINUTE, { kind: 'service', service: 'probe', fault: 'denied', forMs: 35 * MINUTE }),
      ]),
      must: all(
        namesWithin(/unreachable/, 6 * MINUTE, 0),
        namesWithin(/signal-unknown/, 15 * MINUTE, 17 * MINUTE + 31_500),
      ),
    },
    {
      title:
        'service and database are lost, and somebody inverts the check that finds it: paged by that alarm, and here once the check is right again (900009173)',
      schedule: scheduled(
        [
          at(95_001, lose('data', 30 * MINUTE)),
          at(258_291, { kind: 'check', side: 'primary', how: 'inverted', forMs: 761_750 }),
        ],
        { nature: { deep: false, checkMs: 0, lagMs: 0, operationMs: 10 * SECOND, snapshot: false } },
      ),
      must: all(
        namesWithin(/signal-unknown/, 12 * MINUTE, 258_291),
        namesWithin(/service-down/, 7 * MINUTE, 258_291 + 761_750),
      ),
    },
    {
      title: 'the writer comes home, and clients are led there with the end of that minute',
      schedule: scheduled([at(70_000, order('dr', 'failback'))], { nature: { writer: 'dr' } }),
      must: all(leadsToWriter, ({ reigns, traffic }) => {
        const home = reigns.find(({ side }) => side === 'primary')?.at ?? 0;
        const led = traffic.find(({ to }) => to === 'primary')?.at ?? Infinity;
        return led - home <= MINUTE
          ? undefined
          : `clients were led home ${(led - home) / SECOND} s after the writer`;
      }),
    },
    {
      title:
        'the look before the promotion is answered before an earlier one that nobody waits for any more has its effect (704080)',
      schedule: scheduled(
        [at(58_500, { kind: 'lag', forMs: 1_911_500 }), at(674_750, lose('region', 1_295_250))],
        {
          nature: {
            jitter: 165_999,
            lagMs: 1_118,
            notices: true,
            checkMs: 21_500,
            operationMs: 56_250,
          },
          policy: { capacity: { minTasks: 4, minAcu: 8 } },
          faults: [{ call: 'ownRds.describeGlobalCluster', nth: 10, kind: 'timeout-late' }],
        },
      ),
      must: all(writesWithin(7 * MINUTE, 674_750)),
    },
    {
      title:
        'a failback is ordered by a run that stands still, and the look that waits for it comes after it (984586)',
      schedule: scheduled([at(57_500, order('dr', 'failback'))], {
        nature: { writer: 'dr', operationMs: 191_750 },
        faults: [{ call: 'journal.acquire', nth: 2, kind: 'stall' }],
      }),
      must: all(leadsToWriter),
    },
    {
      title:
        'the way out is closed, and for four minutes what is reported of it has another name: the primary is lost (741974)',
      schedule: scheduled([
        at(113_000, { kind: 'path', side: 'dr', path: 'anchors', forMs: HOUR }),
        at(8 * MINUTE, lose('region', 286_500)),
      ]),
      must: all(namesWithin(/signal-unknown|isolated/, 13 * MINUTE, 113_000)),
    },
    {
      title: 'the primary is lost on and on, and looks different each time that a page is due again (588720)',
      schedule: scheduled(
        [
          at(21_000, { kind: 'bad-deployment', side: 'primary', forMs: 1_227_250 }),
          at(64_750, lose('control', 15 * MINUTE)),
          at(970_000, { kind: 'database', side: 'primary', how: 'failover', forMs: 14 * MINUTE }),
        ],
        { nature: { deep: false, notices: true, checkMs: 13 * SECOND }, policy: { mode: 'notify-only' } },
      ),
      must: all(pagesAgain(17 * MINUTE, 240_000, 30 * MINUTE)),
    },
    {
      title: 'the page of a lost primary is due again while its loss is being confirmed (326939)',
      schedule: scheduled(
        [
          at(2 * MINUTE, { kind: 'check', side: 'primary', how: 'inverted', forMs: 28 * MINUTE }),
          at(640_750, lose('region', 30 * MINUTE)),
        ],
        { policy: { mode: 'approval', confirmationSeconds: 600 } },
      ),
      must: all(pagesAgain(19 * MINUTE, 15 * MINUTE, 40 * MINUTE)),
    },
    {
      title:
        'a promotion failed, and the primary is lost again while the way out is closed: it is stuck, and paged again (623564)',
      schedule: scheduled(
        [
          at(107_000, lose('region', 298_250)),
          at(483_250, { kind: 'path', side: 'dr', path: 'nat', forMs: HOUR }),
          at(813_500, lose('region', HOUR)),
        ],
        { nature: { notices: true, failing: 255 } },
      ),
      must: all(pagesAgain(19 * MINUTE, 11 * MINUTE, HOUR)),
    },
    {
      title: 'and long before its deadline what is seen of the primary is reported again',
      schedule: scheduled(
        [
          at(107_000, lose('region', 298_250)),
          at(483_250, { kind: 'path', side: 'dr', path: 'nat', forMs: HOUR }),
          at(813_500, lose('region', HOUR)),
        ],
        { nature: { notices: true, failing: 255 }, policy: { operationDeadlineMinutes: 60 } },
      ),
      must: all(pagesWithin(5 * MINUTE, 813_500)),
    },
    {
      title: 'a promotion hangs for an hour while the primary is lost: that it is stuck is paged again',
      schedule: scheduled([at(107_000, lose('region', 70 * MINUTE))], {
        nature: { notices: true, operationMs: HOUR },
      }),
      must: all(pagesAgain(19 * MINUTE, 20 * MINUTE, 60 * MINUTE)),
    },
    {
      title:
        'the primary is lost 20 s after its database was back, and nothing tells yet what has arrived: approval is asked for (2160915)',
      schedule: scheduled([
        at(0, { kind: 'database', side: 'primary', how: 'failover', forMs: 580_000 }),
        at(600_021, lose('region', 20 * MINUTE)),
      ]),
      must: all(namesWithin(/approval-required/, 9 * MINUTE, 600_021)),
    },
    {
      title:
        'the database is dead, and whoever was paged answers after there was no global cluster for a while (2218123)',
      schedule: scheduled(
        [
          at(31_500, { kind: 'database', side: 'primary', how: 'dead', forMs: 50 * MINUTE }),
          at(447_250, { kind: 'no-global-cluster', forMs: 149_000 }),
          at(12 * MINUTE, {
            ...order('dr', 'failover'),
            operation: 'acknowledge',
          } as Happening),
        ],
        { nature: { deep: false, notices: true } },
      ),
      must: all(namesWithin(/database-down/, 8 * MINUTE, 31_500)),
    },
    {
      title: 'the primary is lost, and a failover that somebody asked for at the console hangs (2432822)',
      schedule: scheduled(
        [
          at(136_250, lose('region', 40 * MINUTE)),
          at(7 * MINUTE, { kind: 'console', operation: 'failover', target: 'dr' }),
        ],
        { nature: { operationMs: 30 * MINUTE } },
      ),
      must: all(pagesWithin(15 * MINUTE, 136_250)),
    },
    {
      title:
        'a writer that was moved home and to dr again past the controller is none that it promoted (653419)',
      schedule: scheduled([
        at(85_000, order('dr', 'switchover')),
        at(5 * MINUTE, { kind: 'console', operation: 'switchover', target: 'primary' }),
        at(14 * MINUTE, { kind: 'console', operation: 'switchover', target: 'dr' }),
      ]),
      must: all(leadsToWriter),
    },
    {
      title:
        'the way home is asked for and the run is killed, and the primary is lost before anybody looks again (9236228)',
      schedule: scheduled(
        [
          at(59_900, order('dr', 'failback')),
          at(120_101, lose('data', 239_900)),
          {
            when: { call: 'journal.write', nth: 4, delayMs: 61 },
            what: lose('network', 119_920, 'dr'),
          },
        ],
        {
          nature: { ...BARE, writer: 'dr', notices: true },
          faults: [{ call: 'journal.write', nth: 6, kind: 'crash-after' }],
        },
      ),
      must: all(leadsToWriter),
    },
    {
      title: 'the same where the move home takes longer, and two Regions are looked at before (9590274)',
      schedule: scheduled(
        [
          at(39_250, order('dr', 'failback')),
          at(180_101, lose('data', 239_900)),
          {
            when: { call: 'ownRds.describeGlobalCluster', nth: 9, delayMs: 81 },
            what: lose('network', 119_920, 'dr'),
          },
        ],
        {
          nature: { ...BARE, writer: 'dr', notices: true, operationMs: 80_651 },
          faults: [{ call: 'journal.write', nth: 10, kind: 'crash-after' }],
        },
      ),
      must: all(leadsToWriter),
    },
    {
      title:
        'the run that lets clients go to dr again is killed, and the writer is home before anybody looks again',
      schedule: scheduled(
        [
          at(30_000, lose('region', 24 * MINUTE, 'dr')),
          at(9 * MINUTE, { ...order('primary', 'failover'), acceptDataLoss: true } as Happening),
          at(1_485_000, { kind: 'console', operation: 'failover', target: 'dr' }),
          at(29 * MINUTE + 10_000, { kind: 'console', operation: 'failover', target: 'primary' }),
          at(29 * MINUTE + 10_000, { kind: 'no-schedule', forMs: 90_000 }),
        ],
        {
          nature: { writer: 'dr', operationMs: 10_000, snapshot: false },
          faults: [{ call: 'journal.write', nth: 22, kind: 'crash-after' }],
        },
      ),
      must: all(leadsToWriter),
    },
    {
      title:
        "the primary is lost before dr's controller ever looked, and comes home by an order: dr costs what it did before (9809528)",
      schedule: scheduled([at(0, lose('region', 480_041)), at(672_460, order('dr', 'failback'))], {
        nature: BARE,
        policy: RAISING,
      }),
      must: all(writesWithin(14 * MINUTE, 0), costsAsBefore),
    },
    {
      title:
        "the primary is lost before dr's controller ever looked, and is moved home at the console while dr is raised (9571684)",
      schedule: scheduled(
        [
          at(0, lose('region', 180_041)),
          at(240_121, { kind: 'console', operation: 'failover', target: 'primary' }),
        ],
        { nature: { ...BARE, notices: true }, policy: RAISING },
      ),
      must: all(writesWithin(14 * MINUTE, 0), costsAsBefore),
    },
    {
      title:
        'a writer that a switchover moved is moved home and to dr again at the console: who did that raises dr (9411991)',
      schedule: scheduled(
        [
          at(0, order('dr', 'switchover')),
          {
            when: { call: 'ownRds.describeGlobalCluster', nth: 8, delayMs: 0 },
            what: { kind: 'console', operation: 'failover', target: 'primary' },
          },
          at(300_261, { kind: 'console', operation: 'failover', target: 'dr' }),
        ],
        { nature: BARE, policy: { capacity: { minAcu: 2.5 } } },
      ),
      must: all(leadsToWriter),
    },
    {
      title:
        'the run that is told how many tasks the primary runs is lost with its Region, and then the primary in the next one (9497902)',
      schedule: scheduled(
        [
          at(240_021, lose('region', 540_020)),
          {
            when: { call: 'journal.write', nth: 0, delayMs: 0 },
            what: lose('region', 179_941, 'dr'),
          },
        ],
        { nature: BARE },
      ),
      must: all(writesWithin(14 * MINUTE, 240_021)),
    },
    {
      title: 'the policy cannot be read in the look that is told how many tasks the primary runs (12052227)',
      schedule: scheduled(
        [
          at(61, lose('region', 539_980)),
          {
            when: { call: 'ownRds.describeGlobalCluster', nth: 0, delayMs: 0 },
            what: { kind: 'policy', value: 'malformed', forMs: 21 },
          },
        ],
        { nature: BARE },
      ),
      must: all(({ tasks }) => (tasks.dr < 7 ? `dr has a minimum of ${tasks.dr} tasks` : undefined)),
    },
    {
      title:
        'the network is cut, which is paged, and the control plane stays silent for another reason: it is paged again (9696709)',
      schedule: scheduled(
        [
          at(21, lose('network', 1_199_980)),
          {
            when: { call: 'ownRds.describeGlobalCluster', nth: 7, delayMs: 0 },
            what: { kind: 'service', service: 'peerRds', fault: 'timeout', forMs: 1_679_981 },
          },
        ],
        { nature: BARE },
      ),
      must: all(pagesAgain(19 * MINUTE, 5 * MINUTE, 34 * MINUTE)),
    },
    {
      title:
        'service and database are lost, and for a quarter of an hour nothing is known of the checkers (9768670)',
      schedule: scheduled(
        [
          at(0, lose('data', 1_260_001)),
          at(21_041, { kind: 'check', side: 'primary', how: 'garbled', forMs: 879_000 }),
        ],
        { nature: BARE },
      ),
      must: all(pagesWithin(10 * MINUTE, 0)),
    },
    {
      title: 'service and database are lost, and for a quarter of an hour no anchor answers (9846032)',
      schedule: scheduled(
        [
          at(0, lose('data', 1_260_001)),
          at(20_458, { kind: 'service', service: 'egress', fault: 'timeout', forMs: 879_563 }),
        ],
        { nature: BARE },
      ),
      must: all(pagesWithin(10 * MINUTE, 0)),
    },
    {
      title: 'the same where the anchors are silent from the fourth minute on, and for longer (9846032)',
      schedule: scheduled(
        [
          at(0, lose('data', 1_260_001)),
          at(180_021, { kind: 'service', service: 'egress', fault: 'timeout', forMs: 1_020_000 }),
        ],
        { nature: BARE },
      ),
      must: all(pagesWithin(13 * MINUTE, 0)),
    },
    {
      title: 'the database is dead, and for long its control plane does not say what of it',
      schedule: scheduled(
        [
          at(0, { kind: 'database', side: 'primary', how: 'dead', forMs: 40 * MINUTE }),
          at(20_458, { kind: 'service', service: 'peerRds', fault: 'denied', forMs: 879_563 }),
        ],
        { nature: BARE },
      ),
      must: all(pagesWithin(16 * MINUTE, 0)),
    },
    {
      title:
        'the database is dead, and for sixteen minutes the way out is closed: paged as soon as it is open',
      schedule: scheduled(
        [
          at(0, { kind: 'database', side: 'primary', how: 'dead', forMs: 40 * MINUTE }),
          at(20_458, { kind: 'path', side: 'dr', path: 'nat', forMs: 16 * MINUTE }),
        ],
        { nature: BARE },
      ),
      must: all(namesWithin(/database-down/, 2 * MINUTE, 980_458)),
    },
    {
      title:
        'the check was inverted while the Regions were cut apart, until the run that promotes had read it (30025404)',
      schedule: scheduled(
        [
          at(7_520, lose('network', 598_601, 'dr')),
          {
            when: { call: 'ownRds.describeGlobalCluster', nth: 5, delayMs: 0 },
            what: { kind: 'check', side: 'primary', how: 'inverted', forMs: 306_101 },
          },
        ],
        { nature: { ...BARE, metricGrows: true } },
      ),
      must: leadsToWriter,
    },
    {
      title:
        'dr was lost as the writer and is back, and the database that was promoted instead is dead: nobody reads in dr what grows old (30237878)',
      schedule: scheduled(
        [
          at(59_750, lose('region', 1_239_750, 'dr')),
          at(269_000, {
            ...order('primary', 'failover'),
            request: 2,
            acceptDataLoss: true,
            copies: 3,
            apartMs: 105_750,
          } as Happening),
          {
            when: { call: 'journal.acquire', nth: 10, delayMs: 0 },
            what: { kind: 'database', side: 'primary', how: 'dead', forMs: 1_046_250 },
          },
          {
            when: { call: 'configuration.readHold', nth: 6, delayMs: 0 },
            what: { kind: 'lag', forMs: 209_750 },
          },
        ],
        {
          nature: {
            writer: 'dr',
            jitter: 638_536,
            skewMs: 1_725,
            lagMs: 596,
            metricGrows: true,
            notices: true,
            checkMs: 22_000,
            lingerMs: 1_059_750,
            operationMs: 38_000,
            snapshot: false,
          },
          policy: { mode: 'automatic', ...RAISING },
        },
      ),
      must: leadsToWriter,
    },
    {
      title:
        'the Regions are cut and dr cannot reach its metrics either: an alarm that makes it look is no heartbeat, so that the silence pages (70963030)',
      schedule: scheduled(
        [
          at(120_021, lose('network', 1_080_000)),
          at(480_020, { kind: 'path', side: 'dr', path: 'monitoring-endpoint', forMs: 959_981 }),
          at(824_821, { kind: 'alarm', copies: 2 }),
        ],
        { nature: { ...BARE, notices: true } },
      ),
      must: pagesWithin(12 * MINUTE, 480_020),
    },
  ],
  // The others are held by more than one rule: no single one, taken away, fails them.
  without: [
    'clients are held in dr to the end of the minute in which the writer is home',
    'nothing is said of traffic in the minute of a failback either',
    'the pages of a loss begin anew whenever it has another name',
    'the pages of a loss wait for its confirmation',
    'a stuck operation is paged once',
    'what was asked for and is not seen any more is watched no further',
    'an unknown signal begins anew when isolation is over',
    'the number of running tasks is forgotten where it is not told',
    'the number of running tasks is forgotten where nothing can be decided',
    'the own minimum is remembered only while the peer is well',
    'a planned move that nobody watched is asked for again',
    'a way home that did not go out is gone although the primary serves no more',
    'a release that did not go out is made up for although the writer is here again',
    'what stood before is not asked for where nothing is known of it',
    'a service that only one vantage point finds down is well while the checkers are unknown',
    'a service that only the checkers find down is well while the probe is unknown',
    'a database of which its control plane tells nothing is well although nothing is replicated',
    'a dead database waits anew once its control plane says so',
    'whatever runs is a heartbeat',
  ],
};
