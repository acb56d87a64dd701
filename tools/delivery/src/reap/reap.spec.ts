import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { stateBackend } from '@healthcare-dr/platform';
import { FakeGitHub } from '../__fixtures__/fake-github';
import { GitHubUnavailableError } from '../github/client';
import { decide, type PullRequest } from './decide';
import { findPullRequestEnvironments, pullRequestOf, suffixOfBucket } from './find';

const NOW = new Date('2026-03-10T12:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const open = (...labels: string[]): PullRequest => ({ open: true, labels });

describe('whether the environment of a pull request goes', () => {
  it.each<{ what: string; pullRequest: PullRequest; hours: number; reap: boolean; because: string }>([
    {
      what: 'open, labelled and young',
      pullRequest: open('environment'),
      hours: 71,
      reap: false,
      because: 'in-use',
    },
    {
      what: 'open, labelled and old',
      pullRequest: open('environment'),
      hours: 73,
      reap: true,
      because: 'expired',
    },
    { what: 'open without the label', pullRequest: open('bug'), hours: 1, reap: true, because: 'unlabelled' },
    {
      what: 'closed',
      pullRequest: { open: false, labels: ['environment'] },
      hours: 1,
      reap: true,
      because: 'closed',
    },
    {
      what: 'unknown to GitHub',
      pullRequest: undefined,
      hours: 1000,
      reap: false,
      because: 'unknown-pull-request',
    },
  ])('$what: $reap', ({ pullRequest, hours, reap, because }) => {
    const environment = { suffix: 'pr42', number: 42, lastDeployed: hoursAgo(hours) };

    expect(decide(environment, pullRequest, { now: NOW, maxAgeHours: 72 })).toEqual({
      suffix: 'pr42',
      reap,
      because,
    });
  });
});

describe('the environments of pull requests', () => {
  const { accountId, dr } = fixtureEnvironment('dev');
  const scope = { accountId, region: dr.region };
  const bucketOf = (suffix: string) => stateBackend({ ...scope, suffix }).bucket;

  it.each([
    [bucketOf('pr42'), 'pr42'],
    [bucketOf('dev'), undefined],
    [bucketOf('prod'), undefined],
    [`${bucketOf('pr42')}-backup`, undefined],
    [bucketOf('pr42').replace(accountId, '999999999999'), undefined],
    ['pr42', undefined],
  ])('are known by their state buckets: %s', (bucket, suffix) => {
    expect(suffixOfBucket(bucket, scope)).toBe(suffix);
  });
});

describe('looking for them', () => {
  let server: Server;
  let answer = { status: 403, text: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' };
  const variables = () => ({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  beforeAll(async () => {
    server = createServer((request, response) => {
      const keys = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
      const ofBuckets = request.url?.startsWith('/?') === true || request.url === '/';
      response
        .writeHead(answer.status, { 'content-type': 'application/xml' })
        .end(ofBuckets ? answer.text : keys);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it('ends in words where AWS refuses', async () => {
    await expect(findPullRequestEnvironments(fixtureEnvironment('dev'), variables())).rejects.toThrow(
      UserError,
    );
  });

  it('finds one by its buckets, as old as the younger of them', async () => {
    const { accountId, primary, dr } = fixtureEnvironment('dev');
    const bucket = (suffix: string, region: string, date: string) =>
      `<Bucket><Name>${stateBackend({ accountId, region, suffix }).bucket}</Name><CreationDate>${date}</CreationDate></Bucket>`;
    const buckets = [
      bucket('pr42', primary.region, '2026-03-01T00:00:00.000Z'),
      bucket('pr42', dr.region, '2026-03-02T00:00:00.000Z'),
      bucket('dev', dr.region, '2026-03-01T00:00:00.000Z'),
    ];
    answer = {
      status: 200,
      text: `<ListAllMyBucketsResult><Buckets>${buckets.join('')}</Buckets></ListAllMyBucketsResult>`,
    };

    expect(await findPullRequestEnvironments(fixtureEnvironment('dev'), variables())).toEqual([
      { suffix: 'pr42', number: 42, lastDeployed: new Date('2026-03-02T00:00:00Z') },
    ]);
  });
});

describe('what GitHub says of a pull request', () => {
  it('is whether it is open, and its labels', async () => {
    const gitHub = new FakeGitHub();
    gitHub.pullRequests.set(42, { state: 'closed', labels: [{ name: 'environment' }] });

    expect(await pullRequestOf(gitHub, 42)).toEqual({ open: false, labels: ['environment'] });
    expect(await pullRequestOf(gitHub, 43)).toBeUndefined();
  });

  it('is no answer if it is something else', async () => {
    const gitHub = new FakeGitHub();
    gitHub.pullRequests.set(42, { message: 'maintenance' });

    await expect(pullRequestOf(gitHub, 42)).rejects.toThrow(GitHubUnavailableError);
  });
});
