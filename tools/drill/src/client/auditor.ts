import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { clusterArn } from '@healthcare-dr/aurora/contract';
import type { Databases, ReplicatedChange, Replicator } from '@healthcare-dr/local-aws';
import { namingOf } from '@healthcare-dr/platform';
import { dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { ROLES, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { ReplicatedDocuments } from './facts';
import type { Kept } from './loss';

const ROWS = 'SELECT id, document_key FROM patient_records.record';

/** Under which the service keeps documents. */
const PREFIX = 'records/';

/** Looks at what stands in database and bucket itself, past the service: the truth that clients are compared with. */
export class Auditor {
  constructor(
    private readonly environment: Environment,
    private readonly databases: Databases,
    private readonly objects: Pick<Replicator, 'pump' | 'changes'>,
    private readonly variables: NodeJS.ProcessEnv,
  ) {}

  /** What stands in the Region that writes. */
  async kept(writer: Role): Promise<Kept> {
    const cluster = this.databases.cluster(clusterArn(namingOf(this.environment, writer)));
    if (cluster === undefined) throw new Error(`No PostgreSQL stands behind the cluster of ${writer}.`);
    const rows = await cluster.server.session(this.environment.database.databaseName, async (client) => {
      const found = await client.query<{ id: string; document_key: string }>(ROWS);
      return found.rows.map(({ id, document_key: key }) => [id, key] as const);
    });
    const documents = await this.#documents(writer);
    const here = dataBucketName(namingOf(this.environment, writer));
    const told = (await this.#replicated()).filter(({ destination, status }) => {
      return destination === here && status !== 'COMPLETED';
    });
    return { rows: new Map(rows), documents, reported: new Set(told.map(({ key }) => key)) };
  }

  /** What became of the documents that were written since a moment, in either Region. */
  async replicatedSince(at: number): Promise<ReplicatedDocuments> {
    const changes = (await this.#replicated()).filter((change) => change.at >= at);
    const count = (status: ReplicatedChange['status']) =>
      changes.filter((change) => change.status === status).length;
    return {
      completed: count('COMPLETED'),
      pending: count('PENDING'),
      failed: count('FAILED'),
      late: changes.filter(({ missedThreshold }) => missedThreshold).length,
    };
  }

  /** Of documents between the data buckets, as the deployed rules carry them. */
  async #replicated(): Promise<readonly ReplicatedChange[]> {
    await this.objects.pump();
    const buckets = ROLES.map((role) => dataBucketName(namingOf(this.environment, role)));
    return this.objects
      .changes()
      .filter(
        ({ kind, bucket, key }) => kind === 'object' && key.startsWith(PREFIX) && buckets.includes(bucket),
      );
  }

  async #documents(role: Role): Promise<ReadonlySet<string>> {
    const s3 = new S3Client(clientConfiguration(this.variables, topologyOf(this.environment, role).region));
    const keys = new Set<string>();
    try {
      let token: string | undefined;
      do {
        const { Contents = [], NextContinuationToken } = await s3.send(
          new ListObjectsV2Command({
            Bucket: dataBucketName(namingOf(this.environment, role)),
            Prefix: PREFIX,
            ContinuationToken: token,
          }),
        );
        for (const { Key = '' } of Contents) keys.add(Key);
        token = NextContinuationToken;
      } while (token !== undefined);
    } finally {
      s3.destroy();
    }
    return keys;
  }
}
