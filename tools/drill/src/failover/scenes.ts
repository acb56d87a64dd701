import type { JournalEvent } from '@healthcare-dr/failover-controller';
import type { Recording } from './facts';
import type { ScenarioId } from './scenario';
import { LOW_LAG_MS } from './replication';
import type { Experiment } from './experiment';

const WHO = 'drill@healthcare-dr';
const LAG_BEYOND_BOUND_MS = 1_200_000;

/** How long a scene waits at most for what it is about, in minutes. */
const MOST_MINUTES = 15;

/**
 * How long the loss of a Region lasts before it is confirmed, in minutes: nothing has arrived for six, and then rounds agree for three
 * more, each end being a look of the schedule.
 */
const CONFIRMED_MINUTES = 11;

/** What has been away for so long is over, in minutes: what comes after it is another matter. */
const CALM_MINUTES = 5;

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
export async function steady(stage: Experiment): Promise<Recording> {
  stage.schedule('primary', 'dr');
  await stage.warmUp(LOOKS_BACK_MINUTES);
  const recording = await stage.play('steady', () => stage.minutes(3));
  stage.schedule('dr');
  return recording;
}

/** All well once more, with the alarms as they stand now: none of the drill's situations. */
export async function calm(stage: Experiment): Promise<Recording> {
  await stage.watchAlarms();
  await stage.warmUp(1);
  return stage.rehearse('steady', () => stage.minutes(2));
}

/** The primary is lost and back before the loss can be confirmed: none of the drill's situations. */
export const shortLoss = (stage: Experiment) =>
  stage.rehearse('shortLoss', async () => {
    await stage.lose('primary');
    await stage.minutes(1);
    await recover(stage);
  });

/** The primary is lost while an operator holds the controller. */
export async function held(stage: Experiment): Promise<Recording> {
  const before = await stage.hold();
  return stage.play('held', async () => {
    await stage.setHold(JSON.stringify({ held: true, reason: 'drill' }));
    await stage.minutes(1);
    await stage.lose('primary');
    await stage.minutes(CONFIRMED_MINUTES);
    await recover(stage);
    await stage.setHold(before);
    await stage.minutes(1);
  });
}

/** The primary is lost after the standby had fallen behind further than may be lost. */
export async function lagging(stage: Experiment): Promise<Recording> {
  await stage.fallBehind(LAG_BEYOND_BOUND_MS);
  return stage.play('lagging', async () => {
    await stage.minutes(1);
    await stage.lose('primary');
    await stage.minutes(6);
    stage.catchUp();
    await recover(stage);
  });
}

/** The service answers nobody; the database and its replication are well, and the Region's control plane answers. */
export const serviceDown = (stage: Experiment) =>
  stage.play('serviceDown', async () => {
    await stage.stopService();
    await stage.minutes(7);
    await stage.command({
      operation: 'failover',
      requestId: 'drill-service-down',
      requestedBy: WHO,
      acceptDataLoss: true,
      dryRun: false,
    });
    await stage.startService();
    await stage.minutes(CALM_MINUTES);
  });

/** dr's controller sees nothing outside its Region for a minute; the primary is well. */
export const blip = (stage: Experiment) =>
  stage.play('blip', async () => {
    stage.loseNatGateway();
    await stage.minutes(1);
    stage.mendPaths();
    await stage.minutes(CALM_MINUTES);
  });

const isolatedFor = (minutes: number, scenario: ScenarioId) => (stage: Experiment) =>
  stage.play(scenario, async () => {
    stage.loseNatGateway();
    await stage.minutes(minutes);
    stage.mendPaths();
    await stage.minutes(CALM_MINUTES);
  });

/** As a blip, and for long. */
export const isolated = isolatedFor(15, 'isolated');

/** As a blip, and until somebody has fixed it: however long it lasts, it is no lost Region. */
export const isolatedForHours = isolatedFor(180, 'isolatedForHours');

/** Nothing passes between the Regions, and the primary serves its clients. */
export const cut = (stage: Experiment) =>
  stage.play('cut', async () => {
    stage.cutRegions();
    // Longer than it takes to confirm a lost Region.
    await stage.minutes(CONFIRMED_MINUTES);
    stage.mendPaths();
    stage.lagOf('dr', LOW_LAG_MS);
    await stage.minutes(CALM_MINUTES);
  });

/** The primary is lost, and stays so. */
export const failover = (stage: Experiment) =>
  stage.play('failover', async () => {
    await stage.lose('primary');
    await stage.minutes(
      MOST_MINUTES,
      (seen) => ended(seen) && seen.alarms.some(({ callsController }) => callsController),
    );
    // Until every minute that Route 53 looks back on says that traffic is held.
    await stage.minutes(3);
  });

/** The primary is back, and follows. */
export const rejoin = (stage: Experiment) =>
  stage.play('rejoin', async () => {
    await stage.bringBack();
    stage.lagOf('primary', LOW_LAG_MS);
    await stage.minutes(4);
  });

/** The writer is moved by an operator's command, and traffic follows. */
export const planned = (stage: Experiment, operation: 'switchover' | 'failback', scenario: ScenarioId) =>
  stage.play(scenario, async () => {
    const [standby, writer] =
      operation === 'failback' ? (['dr', 'primary'] as const) : (['primary', 'dr'] as const);
    await stage.command({ operation, requestId: `drill-${scenario}`, requestedBy: WHO, dryRun: false });
    stage.lagOf(writer, undefined);
    stage.lagOf(standby, LOW_LAG_MS);
    await stage.minutes(MOST_MINUTES, ended);
    await stage.minutes(3);
  });

/**
 * dr is lost while it writes; an operator orders the primary to be promoted, by the primary's own controller, and dr comes back without
 * knowing of it.
 */
export const writerLost = (stage: Experiment) =>
  stage.play('writerLost', async () => {
    stage.schedule('primary', 'dr');
    await stage.minutes(2);
    await stage.lose('dr');
    await stage.minutes(CONFIRMED_MINUTES);
    await stage.command(
      {
        operation: 'failover',
        requestId: 'drill-writer-lost',
        requestedBy: WHO,
        acceptDataLoss: true,
        dryRun: false,
      },
      'primary',
    );
    await stage.minutes(4);
    await stage.bringBack();
    stage.lagOf('dr', LOW_LAG_MS);
    await stage.minutes(8);
    stage.schedule('dr');
  });

async function recover(stage: Experiment): Promise<void> {
  await stage.bringBack();
  stage.lagOf('dr', LOW_LAG_MS);
  await stage.minutes(CALM_MINUTES);
}
