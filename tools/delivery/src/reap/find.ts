import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { clientConfiguration, RecordStore, S3ObjectStore } from '@healthcare-dr/deployment-records';
import { stateBackend } from '@healthcare-dr/platform';
import { UserError, type Environment } from '@healthcare-dr/topology';
import { z } from 'zod';
import { unavailable, type GitHub } from '../github/client';
import type { PullRequest, PullRequestEnvironment } from './decide';

/** A suffix that no name of a bucket can hold twice. */
const ANY = 'pr0';

/** Reads `pr<number>` out of the name of a state bucket of this account and Region. */
export function suffixOfBucket(
  bucket: string,
  scope: { readonly accountId: string; readonly region: string },
): string | undefined {
  const [before = '', after = ''] = stateBackend({ ...scope, suffix: ANY }).bucket.split(ANY);
  if (!bucket.startsWith(before) || !bucket.endsWith(after)) return undefined;
  const suffix = bucket.slice(before.length, bucket.length - after.length);
  return /^pr[1-9]\d*$/.test(suffix) ? suffix : undefined;
}

/**
 * The environments of pull requests that stand in the account, by the state buckets of the Regions of the environment that they extend.
 *
 * @param base - that environment
 */
export async function findPullRequestEnvironments(
  base: Environment,
  variables: NodeJS.ProcessEnv,
): Promise<PullRequestEnvironment[]> {
  const { accountId } = base;
  const regions = [base.primary.region, base.dr.region];
  const configuration = clientConfiguration(variables, base.dr.region);
  const s3 = new S3Client({ ...configuration, forcePathStyle: variables['AWS_ENDPOINT_URL'] !== undefined });
  try {
    const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const found = new Map<string, Date>();
    for (const { Name: bucket = '', CreationDate: made = new Date(0) } of buckets) {
      for (const region of regions) {
        const suffix = suffixOfBucket(bucket, { accountId, region });
        if (suffix === undefined) continue;
        const dates = [
          made,
          found.get(suffix) ?? made,
          await lastRecord({ bucket, region, accountId }, variables),
        ];
        found.set(suffix, new Date(Math.max(...dates.map((date) => date.getTime()))));
      }
    }
    return [...found]
      .map(([suffix, lastDeployed]) => ({ suffix, number: Number(suffix.slice(2)), lastDeployed }))
      .sort((a, b) => a.number - b.number);
  } catch (error) {
    if (!(error instanceof Error) || !('$metadata' in error)) throw error;
    throw new UserError({
      problem: `AWS refused to list the state buckets: ${error.name}: ${error.message}. Nothing was done.`,
      allowed: 'credentials that may list buckets and read the records in state buckets of pull requests',
      fix: 'give them what is missing, and run it again.',
    });
  } finally {
    s3.destroy();
  }
}

async function lastRecord(
  location: { readonly bucket: string; readonly region: string; readonly accountId: string },
  variables: NodeJS.ProcessEnv,
): Promise<Date> {
  const store = new S3ObjectStore(variables, location);
  try {
    const records = await new RecordStore(store).all();
    return new Date(
      Math.max(0, ...records.map(({ startedAt, finishedAt }) => Date.parse(finishedAt ?? startedAt))),
    );
  } finally {
    store.destroy();
  }
}

const pullRequestSchema = z.object({
  state: z.enum(['open', 'closed']),
  labels: z.array(z.object({ name: z.string() })),
});

/**
 * What GitHub says of a pull request.
 *
 * @throws GitHubUnavailableError if it does not answer, or with something else
 */
export async function pullRequestOf(gitHub: GitHub, number: number): Promise<PullRequest> {
  const { status, body } = await gitHub.request('GET', `/pulls/${number}`);
  if (status === 404) return undefined;
  const result = pullRequestSchema.safeParse(body);
  if (!result.success) throw unavailable(`/pulls/${number}`, 'it sent no pull request');
  return { open: result.data.state === 'open', labels: result.data.labels.map(({ name }) => name) };
}
