import { other, type Side } from '../schedule';

type Part = 'region' | 'data' | 'control' | 'network';

/** What of the two Regions is dark. Losses overlap, so they are counted. */
export class Regions {
  private readonly lost: Record<Side, Record<Part, number>> = {
    primary: { region: 0, data: 0, control: 0, network: 0 },
    dr: { region: 0, data: 0, control: 0, network: 0 },
  };

  change(side: Side, part: Part, by: 1 | -1): void {
    this.lost[part === 'network' ? 'primary' : side][part] += by;
  }

  /** Whether its database works and its service answers its own users. */
  serves(side: Side): boolean {
    const { region, data } = this.lost[side];
    return region === 0 && data === 0;
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

  /** Whether the service answers somebody in the other Region. */
  answers(side: Side): boolean {
    return this.serves(side) && this.connected;
  }

  get connected(): boolean {
    return this.lost.primary.network === 0;
  }

  get replicates(): boolean {
    return this.connected && this.serves('primary') && this.serves(other('primary'));
  }
}
