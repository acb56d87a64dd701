import type { JournalEvent } from '@healthcare-dr/failover-controller';
import type { Recording } from './facts';
import { LOW_LAG_MS } from './replication';
import type { Stage } from './stage';

/** What the situations are called, in assertions and in the report. */
export const TITLES = {
  steady: 'Steady state',
  held: 'The primary is lost while the controller is paused',
  lagging: 'The primary is lost while the standby lags beyond the bound',
  singleSignal: 'Only the service of the primary is lost',
  failover: 'The primary is lost',
  rejoin: 'The primary is back',
  failback: 'Failback',
  switchover: 'Planned switchover',
  home: 'Planned way home',
} as const;

const WHO = 'drill@healthcare-dr';
const LAG_BEYOND_BOUND_MS = 1_200_000;

/** How long a scene waits at most for what it is about, in minutes. */
const MOST_MINUTES = 15;

const ENDINGS: ReadonlySet<JournalEvent> = new Set([
  'failover-succeeded',
  'failover-failed',
  'switchover-succeeded',
  'switchover-failed',
  'failback-succeeded',
  'failback-failed',
]);

const ended = ({ history }: Pick<Recording, 'history'>): boolean =>
  history.some(({ event }) => event !== undefined && ENDINGS.has(event));

/** As many minutes as an alarm, or Route 53, looks back on at most. */
const LOOKS_BACK_MINUTES = 3;

/** All well: minutes pass. */
export async function steady(stage: Stage): Promise<Recording> {
  await stage.warmUp(LOOKS_BACK_MINUTES);
  return stage.play(TITLES.steady, () => stage.minutes(3));
}

/** All well once more, with the alarms as they stand now: none of the drill's situations. */
export async function calm(stage: Stage): Promise<Recording> {
  await stage.watchAlarms();
  await stage.warmUp(1);
  return stage.rehearse(TITLES.steady, () => stage.minutes(2));
}

/** The primary is lost and back before the loss can be confirmed: none of the drill's situations. */
export const shortLoss = (stage: Stage) =>
  stage.rehearse('The primary is lost for a minute', async () => {
    await stage.losePrimary();
    await stage.minutes(1);
    await recover(stage);
  });

/** The primary is lost while an operator holds the controller. */
export async function held(stage: Stage): Promise<Recording> {
  const before = await stage.hold();
  return stage.play(TITLES.held, async () => {
    await stage.setHold(JSON.stringify({ held: true, reason: 'drill' }));
    await stage.minutes(1);
    await stage.losePrimary();
    await stage.minutes(5);
    await recover(stage);
    await stage.setHold(before);
    await stage.minutes(2);
  });
}

/** The primary is lost after the standby had fallen behind further than may be lost. */
export const lagging = (stage: Stage) =>
  stage.play(TITLES.lagging, async () => {
    stage.lagOf('dr', LAG_BEYOND_BOUND_MS);
    await stage.minutes(1);
    await stage.losePrimary();
    await stage.minutes(5);
    await recover(stage);
    await stage.minutes(2);
  });

/** One signal by itself: the service answers nobody, the database and its replication are well. */
export const singleSignal = (stage: Stage) =>
  stage.play(TITLES.singleSignal, async () => {
    await stage.stopService();
    await stage.minutes(4);
    await stage.command({
      operation: 'failover',
      requestId: 'drill-single-signal',
      requestedBy: WHO,
      acceptDataLoss: true,
      dryRun: false,
    });
    await stage.startService();
    await stage.minutes(1);
  });

/** The primary is lost, and stays so. */
export const failover = (stage: Stage) =>
  stage.play(TITLES.failover, async () => {
    await stage.losePrimary();
    await stage.minutes(
      MOST_MINUTES,
      (seen) => ended(seen) && seen.alarms.some(({ callsController }) => callsController),
    );
    // Until every minute that Route 53 looks back on says that traffic is held.
    await stage.minutes(3);
  });

/** The primary is back, and follows. */
export const rejoin = (stage: Stage) =>
  stage.play(TITLES.rejoin, async () => {
    await stage.bringPrimaryBack();
    stage.lagOf('primary', LOW_LAG_MS);
    await stage.minutes(4);
  });

/** The writer is moved by an operator's command, and traffic follows. */
export const planned = (stage: Stage, operation: 'switchover' | 'failback', title: string) =>
  stage.play(title, async () => {
    const [standby, writer] =
      operation === 'failback' ? (['dr', 'primary'] as const) : (['primary', 'dr'] as const);
    await stage.command({ operation, requestId: `drill-${title}`, requestedBy: WHO, dryRun: false });
    stage.lagOf(writer, undefined);
    stage.lagOf(standby, LOW_LAG_MS);
    await stage.minutes(MOST_MINUTES, ended);
    await stage.minutes(3);
  });

async function recover(stage: Stage): Promise<void> {
  await stage.bringPrimaryBack();
  stage.lagOf('dr', LOW_LAG_MS);
  await stage.minutes(2);
}
