import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import type { Environment } from '@healthcare-dr/topology';
import { ask, type CallOptions } from '../answer';
import type { AccountClients } from './clients';
import { CHECK_LIMIT_MS, findingOf, type PreflightFinding } from './finding';

/** An image's name in its parts. */
interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  /** A tag or a digest. */
  readonly reference: string;
}

/** How a registry is asked; `fetch` outside specs. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const ECR = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com$/;

/** What a registry may answer with. Source: OCI distribution specification, "Pulling manifests". */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Whether the image of the service can be pulled for this Region: without it not one task starts. */
export async function checkImage(
  environment: Environment,
  { ecr, region }: AccountClients,
  fetchFrom: Fetch = fetch,
): Promise<PreflightFinding> {
  const name = environment.service.container.image
    .replaceAll('{region}', region)
    .replaceAll('{account}', environment.accountId);
  const image = parse(name);
  const own = ECR.exec(image.registry)?.groups;
  const answer = await ask(async (options) => {
    if (own === undefined) return askRegistry(image, fetchFrom, options);
    const id = image.reference.startsWith('sha256:')
      ? { imageDigest: image.reference }
      : { imageTag: image.reference };
    try {
      const { imageDetails = [] } = await ecr.send(
        new DescribeImagesCommand({
          registryId: own['account'],
          repositoryName: image.repository,
          imageIds: [id],
        }),
        options,
      );
      return imageDetails.length > 0 ? undefined : 'no such image';
    } catch (error) {
      if (error instanceof Error && /NotFoundException$/.test(error.name)) return error.message;
      throw error;
    }
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'image',
      scope: region,
      needed: name,
      fix:
        own === undefined
          ? 'push the image, or name another one in service.container.image; the tasks pull it through the NAT gateway'
          : `push the image to ${image.repository} and let the registry replicate it to both Regions (aws ecr put-replication-configuration)`,
      ...(own === undefined
        ? {
            unknownFix: `run it again where ${image.registry} can be reached: the tasks will pull from it through the NAT gateway`,
          }
        : {}),
    },
    answer,
    (problem) => ({
      holds: problem === undefined,
      found: problem ?? (own === undefined ? 'its registry has it, asked from here' : 'the registry has it'),
    }),
  );
}

function parse(name: string): ImageReference {
  const slash = name.indexOf('/');
  const [path = '', digest] = name.slice(slash + 1).split('@');
  const [repository = '', tag = 'latest'] = path.split(':');
  return { registry: name.slice(0, slash), repository, reference: digest ?? tag };
}

/** Asks without credentials; a registry that wants a token for that names its issuer. @returns what is wrong */
async function askRegistry(
  { registry, repository, reference }: ImageReference,
  fetchFrom: Fetch,
  { abortSignal }: CallOptions,
): Promise<string | undefined> {
  const ask = (token?: string) =>
    fetchFrom(`https://${registry}/v2/${repository}/manifests/${reference}`, {
      method: 'HEAD',
      headers: { accept: MANIFESTS, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      signal: abortSignal,
    });
  let answer = await ask();
  if (answer.status === 401) {
    const token = await tokenFor(answer, fetchFrom, abortSignal);
    if (token !== undefined) answer = await ask(token);
  }
  return answer.ok ? undefined : `${registry} answers ${answer.status}`;
}

async function tokenFor(
  challenge: Response,
  fetchFrom: Fetch,
  signal: AbortSignal,
): Promise<string | undefined> {
  const given = challenge.headers.get('www-authenticate') ?? '';
  const fields = Object.fromEntries(
    [...given.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const { realm, service, scope } = fields as Record<string, string | undefined>;
  if (realm?.startsWith('https://') !== true) return undefined;
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  const answer = await fetchFrom(url.href, { signal });
  if (!answer.ok) return undefined;
  const { token, access_token: accessToken } = (await answer.json()) as Record<string, string | undefined>;
  return token ?? accessToken;
}
