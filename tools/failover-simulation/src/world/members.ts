import type { DatabaseTrouble, Side } from '../schedule';

/** How a cluster with a trouble of its own shows in its control plane: its status, and how many of its instances are left. */
const SHOWN: Readonly<Record<DatabaseTrouble, { readonly status: string; left(instances: number): number }>> =
  {
    failover: { status: 'failing-over', left: (instances) => Math.max(0, instances - 1) },
    upgrade: { status: 'upgrading', left: () => 0 },
    maintenance: { status: 'available', left: () => 0 },
    modification: { status: 'modifying', left: () => 0 },
    dead: { status: 'available', left: () => 0 },
  };

/** The member clusters as such: their instances, and what goes on in one of them alone. */
export class Members {
  versionsDiffer = false;
  /** The cluster that is being made anew, and is no member meanwhile. */
  absent: Side | undefined;
  private readonly instances: Record<Side, number> = { primary: 2, dr: 1 };
  private readonly without: Record<Side, number> = { primary: 0, dr: 0 };
  private readonly troubles: Record<Side, DatabaseTrouble[]> = { primary: [], dr: [] };

  /** A cluster has no instance for a while. */
  empty(side: Side, by: 1 | -1): void {
    this.without[side] += by;
  }

  trouble(side: Side, how: DatabaseTrouble, begins: boolean): void {
    const { [side]: troubles } = this.troubles;
    if (begins) troubles.push(how);
    else troubles.splice(troubles.indexOf(how), 1);
  }

  /** How many of its instances are available. */
  available(side: Side): number {
    if (this.without[side] > 0 || this.absent === side) return 0;
    return this.troubles[side].reduce((left, how) => SHOWN[how].left(left), this.instances[side]);
  }

  /** The status of a cluster that is in the midst of something of its own. */
  status(side: Side): string | undefined {
    if (this.absent === side) return 'creating';
    const how = this.troubles[side].at(-1);
    return how && SHOWN[how].status;
  }

  engineVersion(side: Side): string {
    return side === 'dr' && this.versionsDiffer ? '15.12' : '15.10';
  }
}
