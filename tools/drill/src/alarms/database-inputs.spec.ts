import { acceptedConnections } from './database-inputs';

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html */
it.each([
  [1, 189],
  [4, 823],
  [8, 1_669],
  [16, 3_360],
  [32, 5_000],
  [64, 5_000],
  [2, 400],
  [12, 2_515],
])('at %d ACU Aurora PostgreSQL accepts %d connections', (acu, connections) => {
  expect(acceptedConnections(acu)).toBe(connections);
});
