import { clusterName } from '@healthcare-dr/aurora/contract';
import { lagDatapoints, type Databases, type MeasuredLag } from '@healthcare-dr/local-aws';
import type { Naming } from '@healthcare-dr/platform';
import { ROLES, type Region, type Role } from '@healthcare-dr/topology';
import type { Metrics } from '../alarms/alarm-trial';
import type { Recording } from './facts';

/** A lag that is nothing to speak of, in milliseconds: what is published where nothing can be measured. */
export const LOW_LAG_MS = 800;

/** What the lag is measured by; `undefined` where no PostgreSQL stands behind the clusters, and it is configured. */
export type MeasuredBy = Pick<Databases, 'measure'> | undefined;

/** What RDS publishes of the lag of each Region's cluster; nothing where there is no standby. */
export class Replication {
  readonly #configured = new Map<Role, number>([['dr', LOW_LAG_MS]]);
  #newest: Recording['lag'];

  constructor(
    private readonly namings: Readonly<Record<Role, Naming>>,
    private readonly regions: Readonly<Record<Role, Region>>,
    private readonly metrics: Readonly<Record<Role, Pick<Metrics, 'put'>>>,
    private readonly databases: MeasuredBy,
  ) {}

  /** The newest that was published in the Region of dr. */
  get newest(): Recording['lag'] {
    return this.#newest;
  }

  /** What is published from now on of a Region's cluster, where nothing can be measured; `undefined`: nothing is, measured or not. */
  lagOf(role: Role, lagMs: number | undefined): void {
    if (lagMs === undefined) this.#configured.delete(role);
    else this.#configured.set(role, lagMs);
  }

  /**
   * What RDS publishes each minute.
   *
   * @param at - in milliseconds since the epoch
   * @param lost - what is published in a Region that is dark reaches nobody
   */
  async publish(at: number, lost: Role | undefined): Promise<void> {
    for (const [role, lag] of await this.#lags(lost)) {
      if (role === 'dr') this.#newest = { at, lagMs: lag.transactionsMs };
      await this.metrics[role].put(lagDatapoints(lag).map((datapoint) => ({ ...datapoint, at: at / 1000 })));
    }
  }

  async #lags(
    lost: Role | undefined,
  ): Promise<[Role, Pick<MeasuredLag, 'cluster' | 'storageMs' | 'transactionsMs'>][]> {
    if (this.databases === undefined) {
      return ROLES.flatMap((role) => {
        const lagMs = this.#configured.get(role);
        if (lagMs === undefined || lost === role) return [];
        return [
          [role, { cluster: clusterName(this.namings[role]), storageMs: lagMs, transactionsMs: lagMs }],
        ];
      });
    }
    const measured = await this.databases.measure();
    return ROLES.flatMap((role) => {
      const lag = measured.find(({ region }) => region === this.regions[role]);
      return lag === undefined || lost === role || !this.#configured.has(role) ? [] : [[role, lag]];
    });
  }
}
