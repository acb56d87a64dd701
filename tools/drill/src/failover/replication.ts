import { clusterName } from '@healthcare-dr/aurora/contract';
import type { Naming } from '@healthcare-dr/platform';
import { ROLES, type Role } from '@healthcare-dr/topology';
import type { Metrics } from '../alarms/alarm-trial';
import type { Recording } from './facts';

/** A lag that is nothing to speak of, in milliseconds. */
export const LOW_LAG_MS = 800;

/** What RDS publishes of the lag of each Region's cluster; nothing where there is no standby. */
export class Replication {
  readonly #lag = new Map<Role, number>([['dr', LOW_LAG_MS]]);
  #newest: Recording['lag'];

  constructor(
    private readonly namings: Readonly<Record<Role, Naming>>,
    private readonly metrics: Readonly<Record<Role, Pick<Metrics, 'put'>>>,
  ) {}

  /** The newest that was published in the Region of dr. */
  get newest(): Recording['lag'] {
    return this.#newest;
  }

  /** What is published from now on of a Region's cluster; `undefined`: nothing. */
  lagOf(role: Role, lagMs: number | undefined): void {
    if (lagMs === undefined) this.#lag.delete(role);
    else this.#lag.set(role, lagMs);
  }

  /**
   * What RDS publishes each minute.
   *
   * @param at - in milliseconds since the epoch
   * @param lost - what is published in a Region that is dark reaches nobody
   */
  async publish(at: number, lost: Role | undefined): Promise<void> {
    for (const role of ROLES) {
      const lagMs = this.#lag.get(role);
      if (lagMs === undefined || lost === role) continue;
      if (role === 'dr') this.#newest = { at, lagMs };
      const dimensions = { DBClusterIdentifier: clusterName(this.namings[role]) };
      await this.metrics[role].put(
        ['AuroraGlobalDBReplicationLag', 'AuroraGlobalDBRPOLag'].map((metricName) => ({
          namespace: 'AWS/RDS',
          metricName,
          dimensions,
          at: at / 1000,
          value: lagMs,
          unit: 'Milliseconds',
        })),
      );
    }
  }
}
