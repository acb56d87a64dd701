import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';

/** How long S3 may take to take a connection, and to answer, in milliseconds. */
const CONNECT_TIMEOUT_MS = 2_000;
const ANSWER_TIMEOUT_MS = 5_000;

/** The documents of records: each content under a key of its own, so that a row never points to another content than its own. */
export class Documents {
  readonly #s3: S3Client;

  constructor(
    private readonly bucket: string,
    region: string,
  ) {
    this.#s3 = new S3Client({
      region,
      maxAttempts: 2,
      requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: ANSWER_TIMEOUT_MS },
    });
  }

  /** Where a content of a record is kept. */
  static keyOf(id: string, document: string): string {
    return `records/${id}/${createHash('sha256').update(document).digest('hex')}`;
  }

  /** Keeps a document. It is encrypted with the key that the bucket has as its default. */
  async put(key: string, document: string): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: document, ContentType: 'text/plain' }),
    );
  }

  /** @returns undefined if it is not there: its row came before it, over the replication of the database */
  async get(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  close(): void {
    this.#s3.destroy();
  }
}
