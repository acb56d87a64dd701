import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterArn, globalClusterName } from '@healthcare-dr/aurora/contract';
import type { Databases, Replicator } from '@healthcare-dr/local-aws';
import { namingOf } from '@healthcare-dr/platform';
import { ROLES, serviceNames, type Environment, type Role } from '@healthcare-dr/topology';
import type { Recording } from '../failover/facts';
import { Auditor } from './auditor';
import type { ClientRecording, ReconciledRecords, RestoredBy, RestoredRecord } from './facts';
import { lossOf, type Promotion } from './loss';
import { RecordsClient, type Destination } from './records-client';
import { reconcileDivergence } from './divergent-records';
import { MasterSessions, type MasterUser } from './master-sessions';
import type { RestoredFrom } from './restored-cluster';
import { Restoration } from './restoration';

/** What {@link Clients} are made from. */
export interface ClientsProps {
  readonly environment: Environment;
  readonly databases: Databases;
  /** What carries documents from bucket to bucket. */
  readonly objects: Pick<Replicator, 'pump' | 'changes'>;
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
    this.#auditor = new Auditor(environment, databases, props.objects, variables);
  }

  get nextAt(): number {
    return this.#client.nextAt;
  }

  turn(): Promise<void> {
    return this.#client.turn();
  }

  /** What was seen of a situation; what was lost in it is written off. */
  async recordingOf(told: Told): Promise<Omit<ClientRecording, 'taskEnds' | 'realMs'>> {
    const writer = told.writers.at(-1)?.writer ?? 'primary';
    const promotion = this.#promotionIn(told);
    const { acknowledged, sentIds } = this.#client;
    const loss = lossOf(acknowledged, sentIds, await this.#auditor.kept(writer), promotion);
    this.#client.writeOff(loss.lostIds);
    return {
      requests: this.#client.requestsSince(told.from),
      loss,
      objects: await this.#auditor.replicatedSince(told.from),
      promoted: promotion !== undefined,
    };
  }

  /**
   * Deletes a record as by mistake, and gets it back from a cluster that is restored to the moment before.
   *
   * @throws Error if nothing was acknowledged yet
   */
  async restoreDeleted(by: RestoredBy, writer: Role, master: MasterUser): Promise<RestoredRecord> {
    const { environment, variables } = this.props;
    const id = this.#client.acknowledged.findLast(({ inside }) => !inside)?.id;
    if (id === undefined) throw new Error('there is no record to delete');
    const sessions = this.#sessions(master);
    const restoration = new Restoration({ environment, variables, writer, sessions });
    try {
      const from = await this.#backUp(by, writer, restoration);
      await restoration.deleteRecord(id);
      const { outcome: deleted } = await this.#client.lookUp(id);
      const rows = await restoration.restoreRecord(id, from);
      if ('snapshot' in from) await restoration.deleteSnapshot(from.snapshot);
      return { by, id, deleted, rows, restored: (await this.#client.lookUp(id)).outcome };
    } finally {
      restoration.close();
    }
  }

  /**
   * Adds what only the writer had that was failed away from, once it follows again.
   *
   * @param lost - what it had acknowledged and was missing: see {@link DataLoss.lostIds}
   */
  async reconcile(lost: readonly string[], abandoned: Role, master: MasterUser): Promise<ReconciledRecords> {
    const { environment, variables } = this.props;
    const sessions = this.#sessions(master);
    const { onlyOld, different, added } = await reconcileDivergence({
      environment,
      variables,
      abandoned,
      sessions,
    });
    const { sentIds } = this.#client;
    let readable = 0;
    for (const id of lost) {
      const { outcome, documentMissing } = await this.#client.lookUp(id);
      if (outcome === 'ok' && !documentMissing) readable += 1;
    }
    this.#client.takeBack(lost);
    return {
      lost: lost.length,
      found: lost.filter((id) => onlyOld.includes(id)).length,
      exported: onlyOld.length,
      neverSent: onlyOld.filter((id) => !sentIds.has(id)).length,
      different,
      added,
      readable,
    };
  }

  async #backUp(by: RestoredBy, writer: Role, restoration: Restoration): Promise<RestoredFrom> {
    if (by === 'snapshot') return { snapshot: await restoration.takeSnapshot() };
    const { environment, databases, now } = this.props;
    // What has just begun to write can be restored once it has been backed up.
    await databases.cluster(clusterArn(namingOf(environment, writer)))?.backups.isTaken();
    // From here on everything is in the log that is older than now.
    await databases.measure();
    // RDS restores to whole seconds.
    const at = Math.ceil(now() / 1000) * 1000;
    while (now() < at) await delay(at - now());
    return { at };
  }

  #sessions(master: MasterUser): MasterSessions {
    const { databases, environment } = this.props;
    return new MasterSessions(databases, environment.database.databaseName, master);
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
