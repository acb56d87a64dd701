import { other, type Side } from '../schedule';

/**
 * What of a Region can be lost: all of it, what serves patients (service and database), its control plane, the network to the other
 * one, its service, or its database.
 */
export type Part = 'region' | 'data' | 'control' | 'network' | 'service' | 'database';

const nothing = (): Record<Part, number> => ({
  region: 0,
  data: 0,
  control: 0,
  network: 0,
  service: 0,
  database: 0,
});

/** What of the two Regions is dark. Losses overlap, so they are counted. */
export class Regions {
  private readonly lost: Record<Side, Record<Part, number>> = { primary: nothing(), dr: nothing() };

  change(side: Side, part: Part, by: 1 | -1): void {
    this.lost[part === 'network' ? 'primary' : side][part] += by;
  }

  /** Whether its database works. */
  keepsData(side: Side): boolean {
    const { region, data, database } = this.lost[side];
    return region === 0 && data === 0 && database === 0;
  }

  /** Whether its service runs, with or without a database. */
  runs(side: Side): boolean {
    const { region, data, service } = this.lost[side];
    return region === 0 && data === 0 && service === 0;
  }

  /** Whether its database works and its service answers its own users. */
  serves(side: Side): boolean {
    return this.keepsData(side) && this.runs(side);
  }

  /** Whether the Region as such stands, so that its Lambda, DynamoDB and so on do. */
  stands(side: Side): boolean {
    return this.lost[side].region === 0;
  }

  /** Whether the control plane of RDS can be reached from the other Region or, where `from` is the same, from within. */
  controls(side: Side, from: Side): boolean {
    const { region, control } = this.lost[side];
    return region === 0 && control === 0 && (from === side || this.connected);
  }

  get connected(): boolean {
    return this.lost.primary.network === 0;
  }

  get replicates(): boolean {
    return this.connected && this.keepsData('primary') && this.keepsData(other('primary'));
  }
}
