import { readFileSync } from 'node:fs';
import { clusterArn, globalClusterName } from '@healthcare-dr/aurora/contract';
import type { Databases } from '@healthcare-dr/local-aws';
import { namingOf } from '@healthcare-dr/platform';
import { ROLES, serviceNames, type Environment, type Role } from '@healthcare-dr/topology';
import type { Recording } from '../failover/facts';
import { Auditor } from './auditor';
import type { ClientRecording } from './facts';
import { lossOf, type Promotion } from './loss';
import { RecordsClient, type Destination } from './records-client';
import type { RequestOutcome } from './requests';
import { Restoration } from './restoration';

/** Who may do everything in the database, and by which name it is reached. */
export interface MasterUser {
  readonly user: string;
  readonly password: string;
  readonly endpoint: string;
}

/** A record that was deleted and came back. */
export interface RestoredRecord {
  readonly id: string;
  /** What a client was answered once it was deleted, and once it was copied back. */
  readonly deleted: RequestOutcome;
  readonly restored: RequestOutcome;
  /** How many rows the restored cluster had of it. */
  readonly rows: number;
}

/** What {@link Clients} are made from. */
export interface ClientsProps {
  readonly environment: Environment;
  readonly databases: Databases;
  readonly variables: NodeJS.ProcessEnv;
  readonly now: () => number;
  /** What the certificate of the service is verified with. */
  readonly certificateFile: string;
  readonly destination: () => Destination | undefined;
  readonly beside: () => Destination | undefined;
}

/** The part of a recording that says what the controllers stated. */
type Told = Pick<Recording, 'from' | 'to' | 'history' | 'home' | 'writers'>;

/** Clients of the service, and what of what they were told is true. */
export class Clients {
  readonly #client: RecordsClient;
  readonly #auditor: Auditor;

  constructor(private readonly props: ClientsProps) {
    const { environment, databases, variables, certificateFile } = props;
    this.#client = new RecordsClient({
      serviceName: serviceNames(environment).service,
      certificateAuthority: readFileSync(certificateFile, 'utf8'),
      now: props.now,
      destination: props.destination,
      beside: props.beside,
    });
    this.#auditor = new Auditor(environment, databases, variables);
  }

  get nextAt(): number {
    return this.#client.nextAt;
  }

  turn(): Promise<void> {
    return this.#client.turn();
  }

  /** What was seen of a situation; what was lost in it is written off. */
  async recordingOf(told: Told): Promise<ClientRecording> {
    const writer = told.writers.at(-1)?.writer ?? 'primary';
    const promotion = this.#promotionIn(told);
    const { acknowledged, sentIds } = this.#client;
    const loss = lossOf(acknowledged, sentIds, await this.#auditor.kept(writer), promotion);
    this.#client.writeOff(loss.lostIds);
    return { requests: this.#client.requestsSince(told.from), loss, promoted: promotion !== undefined };
  }

  /**
   * Deletes a record as by mistake, and gets it back from a cluster that is restored to the moment before.
   *
   * @throws Error if nothing was acknowledged yet
   */
  async restoreDeleted(writer: Role, { endpoint, ...master }: MasterUser): Promise<RestoredRecord> {
    const { environment, variables, databases, now } = this.props;
    const id = this.#client.acknowledged.findLast(({ inside }) => !inside)?.id;
    if (id === undefined) throw new Error('there is no record to delete');
    const restoration = new Restoration({ environment, variables, databases, writer, endpoint, master });
    try {
      // From here on everything is in the log that is older than now.
      await databases.measure();
      const at = now();
      await restoration.deleteRecord(id);
      const deleted = await this.#client.lookUp(id);
      const rows = await restoration.restoreRecord(id, at);
      return { id, deleted, rows, restored: await this.#client.lookUp(id) };
    } finally {
      restoration.close();
    }
  }

  close(): void {
    this.#client.close();
  }

  #promotionIn({ from, to, history, home }: Told): Promotion | undefined {
    const { environment, databases } = this.props;
    const failover = databases
      .failoversOf(globalClusterName(namingOf(environment, 'dr')))
      .find(({ at }) => at >= from && at <= to);
    if (failover === undefined) return undefined;
    const target = ROLES.find((role: Role) => clusterArn(namingOf(environment, role)) === failover.target);
    const journal = target === 'primary' ? home.history : history;
    const stated = journal.findLast(({ event, at }) => event === 'promotion-requested' && at <= failover.at);
    const loss = stated?.reason !== undefined && 'loss' in stated.reason ? stated.reason.loss : undefined;
    return {
      at: failover.at,
      stated:
        stated === undefined || loss === undefined || loss.code === 'loss-unknown'
          ? undefined
          : { at: stated.at, lossMs: loss.lossMs },
    };
  }
}
