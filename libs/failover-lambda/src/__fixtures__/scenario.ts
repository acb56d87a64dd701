import { DR_ARN, FakeAws } from '@healthcare-dr/failover-controller/world';
import { policyOf } from '@healthcare-dr/failover-lambda/contract';
import { parseEnvironment } from '@healthcare-dr/topology';
import { dev } from '@healthcare-dr/topology/fixtures';

/** What is deployed unless somebody configures something else. */
export const { failover } = parseEnvironment({ ...dev, failover: undefined });

/** Two quiet minutes on the default policy. */
export async function quiet(configuration = failover): Promise<FakeAws> {
  const world = new FakeAws();
  world.policy = JSON.stringify(policyOf(configuration));
  await world.minutes(2);
  expect(world.published).toEqual([]);
  return world;
}

export const promotions = (world: FakeAws): string[] =>
  world.mutations.filter((line) => line.startsWith('failover '));

/** What was published, with its severity. */
export const events = (world: FakeAws): string[] =>
  world.published.map(({ event, severity }) => `${severity} ${event}`);

/** Minute by minute, until something holds. @returns how many minutes it took; `undefined` if it never did */
export async function minutesUntil(
  world: FakeAws,
  holds: () => boolean,
  most: number,
): Promise<number | undefined> {
  for (let minute = 1; minute <= most; minute++) {
    await world.minutes(1);
    if (holds()) return minute;
  }
  return undefined;
}

export const drWrites = (world: FakeAws): boolean =>
  world.global?.members.some((m) => m.isWriter && m.clusterArn === DR_ARN) === true;
