import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchBucket,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { UserError } from '@healthcare-dr/topology';
import { clientConfiguration } from './aws-configuration';

/** An object as it was read. */
export interface StoredObject {
  readonly text: string;
  readonly etag: string;
  /** How long ago it was written, in milliseconds, by the clock of who keeps it. */
  readonly ageMs: number;
}

/** Somebody else has written or deleted the object meanwhile. */
export class ObjectChangedError extends Error {
  constructor(key: string) {
    super(`${key} was changed by somebody else.`);
    this.name = 'ObjectChangedError';
  }
}

/** Objects of one bucket, written only under a condition: nobody overwrites what they have not read. */
export interface ObjectStore {
  /** What messages call it, such as `s3://bucket`. */
  readonly name: string;
  /** @returns undefined if there is no such object */
  get(key: string): Promise<StoredObject | undefined>;
  /**
   * @param expected - the ETag of what it replaces; undefined: it must not exist
   * @returns the ETag of what was written
   * @throws ObjectChangedError if that is not what is there
   */
  put(key: string, text: string, expected: string | undefined): Promise<string>;
  /** @throws ObjectChangedError if the ETag is another; that it is gone already is no error */
  delete(key: string, expected: string): Promise<void>;
  /** The keys that begin with a prefix, sorted. */
  list(prefix: string): Promise<string[]>;
}

/** A bucket of S3, of which the owner is known, so that nobody else's is written to. */
export class S3ObjectStore implements ObjectStore {
  readonly name: string;
  readonly #s3: S3Client;
  readonly #common: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
  #serverDate: Date | undefined;

  constructor(
    variables: NodeJS.ProcessEnv,
    private readonly bucket: { readonly region: string; readonly bucket: string; readonly accountId: string },
  ) {
    this.name = `s3://${bucket.bucket}`;
    const configuration = clientConfiguration(variables, bucket.region);
    // A bucket's name cannot be a subdomain of a loopback address.
    this.#s3 = new S3Client({ ...configuration, forcePathStyle: configuration.endpoint !== undefined });
    this.#common = { Bucket: bucket.bucket, ExpectedBucketOwner: bucket.accountId };
    // Two machines agree on no clock but S3's.
    this.#s3.middlewareStack.add(
      (next) => async (given) => {
        const result = await next(given);
        const { headers } = result.response as { readonly headers?: Readonly<Record<string, string>> };
        const date = headers?.['date'];
        if (date !== undefined) this.#serverDate = new Date(date);
        return result;
      },
      { step: 'deserialize', name: 'rememberServerDate' },
    );
  }

  async get(key: string): Promise<StoredObject | undefined> {
    try {
      const answer = await this.#s3.send(new GetObjectCommand({ ...this.#common, Key: key }));
      const now = this.#serverDate ?? new Date();
      const text = (await answer.Body?.transformToString()) ?? '';
      const ageMs = Math.max(0, now.getTime() - (answer.LastModified ?? now).getTime());
      return { text, etag: answer.ETag ?? '', ageMs };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw this.#explained(error);
    }
  }

  async put(key: string, text: string, expected: string | undefined): Promise<string> {
    try {
      const { ETag: etag = '' } = await this.#s3.send(
        new PutObjectCommand({
          ...this.#common,
          Key: key,
          Body: text,
          ContentType: 'application/json',
          ...(expected === undefined ? { IfNoneMatch: '*' } : { IfMatch: expected }),
        }),
      );
      return etag;
    } catch (error) {
      throw this.#explained(error, key);
    }
  }

  async delete(key: string, expected: string): Promise<void> {
    try {
      await this.#s3.send(new DeleteObjectCommand({ ...this.#common, Key: key, IfMatch: expected }));
    } catch (error) {
      if (error instanceof NoSuchKey) return;
      throw this.#explained(error, key);
    }
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    try {
      do {
        const page = await this.#s3.send(
          new ListObjectsV2Command({ ...this.#common, Prefix: prefix, ContinuationToken: token }),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key: key }) => (key === undefined ? [] : [key])));
        token = page.NextContinuationToken;
      } while (token !== undefined);
    } catch (error) {
      throw this.#explained(error);
    }
    return keys.sort();
  }

  destroy(): void {
    this.#s3.destroy();
  }

  #explained(error: unknown, key?: string): unknown {
    if (!(error instanceof Error)) return error;
    if (key !== undefined && /^(PreconditionFailed|ConditionalRequestConflict|NoSuchKey)$/.test(error.name))
      return new ObjectChangedError(key);
    if (error instanceof NoSuchBucket || error.name === 'NoSuchBucket') {
      return new UserError({
        problem: `The state bucket ${this.name} does not exist in ${this.bucket.region}.`,
        fix: 'create it first: npm run bootstrap.',
      });
    }
    // An error of the SDK: the request was refused, or was not answered.
    if ('$metadata' in error || error.name === 'CredentialsProviderError') {
      return new UserError({
        problem: `The state bucket ${this.name} could not be asked (${this.bucket.region}): ${error.name}: ${error.message}`,
        fix: `provide credentials that may read it, of account ${this.bucket.accountId}, and a network that reaches AWS.`,
      });
    }
    return error;
  }
}
