import { DR_ARN, FakeAws } from './world';

export const GLOBAL = 'healthcare-global-dev';
/** The parameter of the hold, while it is on. */
export const HELD = JSON.stringify({ held: true, reason: 'maintenance' });

/** Without the repeated control metric, which tells nothing new. */
export const changes = (world: FakeAws): string[] => {
  let last = 'putTrafficEngaged false';
  return world.mutations.filter((line) => {
    if (!line.startsWith('putTrafficEngaged')) return true;
    const isNew = line !== last;
    last = line;
    return isNew;
  });
};

/** Everything that a failover changes, in order. */
export const FAILED_OVER = [
  `failover ${GLOBAL} ${DR_ARN} @own`,
  'putTrafficEngaged true',
  'raiseMinimumTasks 4',
  `setMinimumCapacity ${DR_ARN} 8 @own`,
];

/** Two quiet minutes, then the primary Region is lost, and two rounds have seen it: the second one from here on confirms it. */
export async function lost(): Promise<FakeAws> {
  const world = new FakeAws();
  await world.minutes(2);
  world.lose();
  await world.minutes(2);
  return world;
}
