import type { Sample } from '@healthcare-dr/aws-models/cloudwatch';
import { namingOf } from '@healthcare-dr/platform';
import { byRole, topologyOf, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { LOW_LAG_MS, Replication, type MeasuredBy } from './replication';

const dev = fixtureEnvironment('dev');
const regions = byRole((role) => topologyOf(dev, role).region);
const MINUTE = Date.UTC(2026, 0, 15);

/** What was published, by side: metric and milliseconds. */
function replication(databases?: MeasuredBy) {
  const published: Record<Role, Sample[]> = { primary: [], dr: [] };
  const metrics = byRole((role) => ({
    put: (samples: readonly Sample[]) => {
      published[role].push(...samples);
      return Promise.resolve();
    },
  }));
  return {
    published,
    made: new Replication(
      byRole((role) => namingOf(dev, role)),
      regions,
      metrics,
      databases,
    ),
  };
}

/** Databases of which the cluster of a side is behind. */
const behind = (role: Role): MeasuredBy => ({
  measure: () =>
    Promise.resolve([
      {
        region: regions[role],
        cluster: 'healthcare-aurora-dev',
        at: MINUTE,
        storageMs: 30,
        transactionsMs: 70,
        bytes: 9,
      },
    ]),
});

const dimensions = { DBClusterIdentifier: 'healthcare-aurora-dev' };

describe('what RDS publishes of the lag', () => {
  it('is what was measured, in the Region that is behind, whatever was configured', async () => {
    const { published, made } = replication(behind('dr'));
    made.lagOf('primary', 5);
    await made.publish(MINUTE, undefined);
    expect(published).toEqual({
      primary: [],
      dr: [
        expect.objectContaining({
          metricName: 'AuroraGlobalDBReplicationLag',
          dimensions,
          value: 30,
          unit: 'Milliseconds',
          at: MINUTE / 1000,
        }),
        expect.objectContaining({ metricName: 'AuroraGlobalDBRPOLag', dimensions, value: 70 }),
      ],
    });
    expect(made.newest).toEqual({ at: MINUTE, lagMs: 70 });
  });

  it('moves to the primary with the roles', async () => {
    const { published, made } = replication(behind('primary'));
    made.lagOf('primary', LOW_LAG_MS);
    await made.publish(MINUTE, undefined);
    expect([published.primary.length, published.dr.length]).toEqual([2, 0]);
    expect(made.newest).toBeUndefined();
  });

  it('is nothing of a Region that is lost, and of one of which nothing is to be published', async () => {
    const { published, made } = replication(behind('dr'));
    await made.publish(MINUTE, 'dr');
    made.lagOf('dr', undefined);
    await made.publish(MINUTE, 'primary');
    expect(published).toEqual({ primary: [], dr: [] });
  });

  it('is what was configured where nothing can be measured', async () => {
    const { published, made } = replication();
    await made.publish(MINUTE, undefined);
    made.lagOf('dr', 9_000);
    await made.publish(MINUTE, undefined);
    made.lagOf('dr', undefined);
    await made.publish(MINUTE, undefined);
    expect(published.dr.map(({ value }) => value)).toEqual([LOW_LAG_MS, LOW_LAG_MS, 9_000, 9_000]);
    expect(published.primary).toEqual([]);
  });
});
