import { runSchedule } from './run';
import type { CallName, FaultKind, Happening, PolicyChoice, Schedule, Side } from './schedule';
import type { Delivery, Reconcile } from './world/functions';

const MINUTE = 60_000;

interface Scenario {
  readonly title: string;
  readonly schedule: Schedule;
  /** Whether a look that timed out may end it as refused or failed, with nothing moved: a planned operation is asked for again. */
  readonly mayBeRefused: boolean;
}

function scenario(
  title: string,
  events: readonly (readonly [atMs: number, what: Happening])[],
  { writer = 'primary', ...policy }: { writer?: Side } & PolicyChoice = {},
): Scenario {
  return {
    title,
    mayBeRefused: events.some(([, what]) => what.kind === 'command'),
    schedule: {
      nature: {
        writer,
        jitter: 0,
        staleMs: 0,
        skewMs: 0,
        lagMs: 200,
        metricGrows: false,
        notices: true,
        deep: true,
        checkMs: 30_000,
        lingerMs: 0,
        recreates: false,
        operationMs: 70_000,
        failing: 0,
        snapshot: true,
        tellsEnds: false,
        overlap: false,
      },
      policy: { capacity: { minTasks: 4, minAcu: 8 }, ...policy },
      events: events.map(([at, what]) => ({ when: { at }, what })),
      faults: [],
    },
  };
}

const lost: Happening = { kind: 'lose', side: 'primary', what: 'region', forMs: 16 * MINUTE };
const alarms: Happening = { kind: 'alarm', copies: 2 };
const rds: Happening = { kind: 'rds-event', copies: 2 };

/** Whoever asks and gets no answer asks again, with the same request id. */
const command = (operation: 'switchover' | 'failback'): Happening => ({
  kind: 'command',
  side: 'dr',
  operation,
  request: 1,
  acceptDataLoss: false,
  override: false,
  dryRun: false,
  copies: 3,
  apartMs: 100_000,
});

const approval = (acceptDataLoss: boolean): Happening => ({
  kind: 'approve',
  bySecond: false,
  acceptDataLoss,
  stale: false,
  copies: 4,
  apartMs: 100_000,
});

/** The canonical runs, in which every crash point and every order of two events is tried. */
export const SCENARIOS: readonly Scenario[] = [
  scenario('unplanned, automatic', [
    [70_000, lost],
    [80_000, alarms],
    [260_000, rds],
  ]),
  scenario(
    'unplanned, approval',
    [
      [70_000, lost],
      [80_000, alarms],
      [5 * MINUTE + 10_000, approval(false)],
      [8 * MINUTE + 30_000, rds],
    ],
    { mode: 'approval' },
  ),
  scenario(
    'unplanned, approval of a loss beyond the bound',
    [
      [10_000, { kind: 'lag', forMs: 22 * MINUTE }],
      [6 * MINUTE + 10_000, lost],
      [6 * MINUTE + 20_000, alarms],
      [10 * MINUTE + 10_000, approval(true)],
    ],
    { lagBoundSeconds: 300 },
  ),
  scenario('switchover', [
    [70_000, command('switchover')],
    [150_000, rds],
    [4 * MINUTE + 30_000, alarms],
  ]),
  scenario(
    'failback',
    [
      [70_000, command('failback')],
      [150_000, rds],
      [4 * MINUTE + 30_000, alarms],
    ],
    { writer: 'dr' },
  ),
];

const CRASH_POINTS: readonly FaultKind[] = ['crash-before', 'crash-after', 'timeout-before', 'timeout-after'];

/** A variation of a scenario that did not come to the same end. */
export interface Divergence {
  readonly scenario: string;
  readonly variation: string;
  readonly problem: string;
}

export interface EnumerationResult {
  readonly scenarios: number;
  readonly crashPoints: number;
  readonly duplicatedPairs: number;
  readonly swappedPairs: number;
  readonly divergences: readonly Divergence[];
}

/**
 * Every crash point (before and after each call, and a time-out without and with its effect) and every pair of events, duplicated
 * and swapped, of each scenario: all must come to the same end, and violate nothing.
 */
export async function enumerate(reconcile: Reconcile, scenarios = SCENARIOS): Promise<EnumerationResult> {
  const divergences: Divergence[] = [];
  const counts = { crashPoints: 0, duplicatedPairs: 0, swappedPairs: 0 };
  for (const { title, schedule, mayBeRefused } of scenarios) {
    const callNames: CallName[] = [];
    const deliveries: Delivery[] = [];
    const plain = await runSchedule(schedule, reconcile, { callNames, deliveries });
    const end = plain.end();
    const nothingMoved = (await runSchedule({ ...schedule, events: [] }, reconcile)).moved();
    const judge = async (
      variation: string,
      varied: Schedule,
      instead?: ReadonlyMap<number, readonly Delivery[]>,
    ) => {
      const result = await runSchedule(varied, reconcile, instead === undefined ? {} : { instead });
      const problem = result.violation
        ? `${result.violation.guarantee}: ${result.violation.message}`
        : result.end() === end || (mayBeRefused && isTimeout(varied) && result.moved() === nothingMoved)
          ? undefined
          : `it ends as ${result.end()}, not as ${end}`;
      if (problem !== undefined) divergences.push({ scenario: title, variation, problem });
    };
    if (plain.violation) await judge('as it is', schedule);
    const nths = new Map<CallName, number>();
    for (const call of callNames) {
      const nth = nths.get(call) ?? 0;
      nths.set(call, nth + 1);
      for (const kind of CRASH_POINTS) {
        counts.crashPoints += 1;
        await judge(`${kind} of ${call} ${nth}`, { ...schedule, faults: [{ call, nth, kind }] });
      }
    }
    for (const [one, another] of pairs(deliveries.length)) {
      const [first, second] = [deliveries[one] as Delivery, deliveries[another] as Delivery];
      counts.duplicatedPairs += 1;
      await judge(
        `events ${one} and ${another} twice each`,
        schedule,
        new Map([
          [one, [first, first]],
          [another, [second, second]],
        ]),
      );
      counts.swappedPairs += 1;
      await judge(
        `events ${one} and ${another} swapped`,
        schedule,
        new Map([
          [one, [second]],
          [another, [first]],
        ]),
      );
    }
  }
  return { scenarios: scenarios.length, ...counts, divergences };
}

const isTimeout = ({ faults: [fault] }: Schedule): boolean => fault?.kind.startsWith('timeout') === true;

function* pairs(length: number): Generator<readonly [number, number]> {
  for (let one = 0; one < length; one += 1)
    for (let another = one + 1; another < length; another += 1) yield [one, another];
}
