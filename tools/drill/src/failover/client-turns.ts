import { Clients, type ClientsProps } from '../client/clients';
import type {
  ClientRecording,
  ReconciledRecords,
  RecoveredRecords,
  RestoredBy,
  RestoredRecord,
} from '../client/facts';
import type { Recording } from './facts';
import type { ServiceTasks } from './service-tasks';
import type { VirtualClock } from './virtual-clock';
import type { DrillWorld } from './world';

/** What {@link ClientTurns} are made from. */
export interface ClientTurnsProps extends Omit<ClientsProps, 'now' | 'certificateFile'> {
  readonly tasks: ServiceTasks;
  readonly world: DrillWorld;
  readonly clock: VirtualClock;
}

/** The clients of the service as the drill's time has them ask: when it is their turn, what they saw, and what came back to them. */
export class ClientTurns {
  readonly #clients: Clients;
  readonly #restored: RestoredRecord[] = [];
  #reconciled: ReconciledRecords | undefined;
  /** How long clients asked since the last situation, in real time. */
  #realMs = 0;

  constructor(private readonly props: ClientTurnsProps) {
    const { clock, world } = props;
    this.#clients = new Clients({ ...props, now: () => clock.now(), certificateFile: world.certificateFile });
  }

  /** When clients ask next, in milliseconds since the epoch, virtual. */
  get nextAt(): number {
    return this.#clients.nextAt;
  }

  /** Load balancers look at their targets, and clients ask. */
  async turn(): Promise<void> {
    const from = performance.now();
    await this.props.world.check();
    await this.#clients.turn();
    this.#realMs += performance.now() - from;
  }

  /** What clients saw of a situation. */
  async recordingOf(recording: Omit<Recording, 'client'>): Promise<ClientRecording> {
    const from = performance.now();
    const seen = await this.#clients.recordingOf(recording);
    const realMs = this.#realMs + performance.now() - from;
    this.#realMs = 0;
    return { ...seen, taskEnds: this.props.tasks.ends.since(recording.from), realMs };
  }

  /** Deletes a record as by mistake, and gets it back, while the primary writes. */
  async restoreDeleted(by: RestoredBy): Promise<RestoredRecord> {
    const record = await this.#inTime(() =>
      this.#clients.restoreDeleted(by, 'primary', this.props.tasks.master),
    );
    this.#restored.push(record);
    return record;
  }

  /** Adds what only the old writer had of records that were lost, once it follows dr. @param lost - their ids */
  async reconcile(lost: readonly string[]): Promise<ReconciledRecords> {
    const reconciled = await this.#inTime(() =>
      this.#clients.reconcile(lost, 'primary', this.props.tasks.master),
    );
    this.#reconciled = reconciled;
    return reconciled;
  }

  /** What came back so far that was lost or deleted. */
  get recovered(): RecoveredRecords {
    return { restored: this.#restored, reconciled: this.#reconciled };
  }

  /** Closes connections, and ends the service. */
  close(): void {
    this.#clients.close();
  }

  /** Does work in flowing time: what is restored is told by the time at which it was right. */
  async #inTime<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.props;
    clock.resume();
    try {
      return await work();
    } finally {
      clock.stop();
    }
  }
}
