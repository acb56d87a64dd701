import { z } from 'zod';
import { notes, wholeNumber } from '../fields';
import { healthCommandProblem } from './health-command';

/** Where the image has the certificates of RDS unless it says otherwise. */
export const DATABASE_CA_FILE = '/etc/ssl/certs/rds-global-bundle.pem';

/** Variables that the platform sets; an environment cannot set them again. */
export const RESERVED_VARIABLES = [
  'AWS_REGION',
  'DATABASE_CA_FILE',
  'DATABASE_HOST',
  'DATABASE_PORT',
  'DATABASE_NAME',
  'DATABASE_READER_HOST',
  'DATABASE_SSLMODE',
  'DATABASE_DNS_TTL_SECONDS',
  'DATABASE_IAM_USER',
  'DATABASE_USERNAME',
  'DATABASE_PASSWORD',
  'DOCUMENTS_BUCKET',
  'PORT',
] as const;

/** A name or value that gives a secret away in the task definition, where everybody who may describe it reads it. */
const SECRET = /password|passwd|secret|token|api_?key|private_?key|credential/i;
const REFERENCE = /(?:_arn|_name|_id|_path|_parameter)$/i;

/** `{region}` and `{account}` stand for where the image runs. */
const PLACEHOLDERS = ['region', 'account'];

/** A private repository of ECR, by either of its endpoints. */
const ECR = /^(?:\d{12}|\{account\})\.dkr\.ecr(?:-fips)?\.(?<region>[a-z0-9{}-]+)\.amazonaws\.com\//;

/** https://github.com/distribution/distribution/blob/main/docs/content/spec/api.md (names and tags of the OCI distribution). */
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const REGISTRY = /^[a-zA-Z0-9{}-]+(?:\.[a-zA-Z0-9{}-]+)+(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;
const MAX_REPOSITORY_LENGTH = 255;

const IMAGE_FORM =
  '<registry>/<repository>:<tag> or …@sha256:<digest>, with {region} and {account} for the Region and account it runs in';

/** What is wrong with the name of an image; `undefined` if nothing is. */
function imageProblem(image: string): string | undefined {
  const [reference = '', digest] = image.split('@');
  const slash = reference.indexOf('/');
  const [registry, path] = [reference.slice(0, Math.max(slash, 0)), reference.slice(slash + 1)];
  const [repository = '', tag] = path.split(':');
  const stranger = [...image.matchAll(/\{([^}]*)\}/g)].find(([, name]) => !PLACEHOLDERS.includes(name ?? ''));
  if (stranger !== undefined) return `has the placeholder ${stranger[0]}; allowed: ${IMAGE_FORM}`;
  if (!REGISTRY.test(registry)) {
    return `names no registry, and ECS would ask Docker Hub, which limits what an address may pull; allowed: ${IMAGE_FORM}`;
  }
  if (
    !repository.split('/').every((part) => COMPONENT.test(part)) ||
    repository.length > MAX_REPOSITORY_LENGTH
  ) {
    return `has no usable repository; allowed: ${IMAGE_FORM}, the repository in lower case and of at most ${MAX_REPOSITORY_LENGTH} characters`;
  }
  if (path.split(':').length > 2 || (tag !== undefined && !TAG.test(tag))) {
    return `has no usable tag; allowed: ${IMAGE_FORM}, the tag of 1 to 128 letters, digits, dots, hyphens and underscores`;
  }
  if (digest !== undefined && !DIGEST.test(digest)) {
    return `has no usable digest; allowed: ${IMAGE_FORM}, the digest of 64 hexadecimal digits in lower case`;
  }
  const region = ECR.exec(image)?.groups?.['region'];
  if (region !== undefined && region !== '{region}') {
    return `stands in ${region} alone: the other Region could not start a task once that one is lost; allowed: ${image.replace(`.${region}.`, '.{region}.')}, in a repository that is replicated to both Regions`;
  }
  if (digest === undefined && (tag === undefined || tag === 'latest')) {
    return 'means another image tomorrow; allowed: a tag other than latest, or a digest';
  }
  return undefined;
}

const image = z
  .string()
  .check((ctx) => {
    const problem = imageProblem(ctx.value);
    if (problem === undefined) return;
    ctx.issues.push({ code: 'custom', input: ctx.value, message: `is '${ctx.value}', which ${problem}` });
  })
  .meta(notes({ allowed: `${IMAGE_FORM}; no image of one Region alone, no tag latest` }));

const port = wholeNumber(1024, 65_535, {
  allowed: '1024 to 65535, because the container does not run as root and root alone binds lower ports',
});

const user = z.string().check((ctx) => {
  const [name = ''] = ctx.value.split(':');
  const isRoot = name === 'root' || /^0+$/.test(name);
  if (/^[a-z0-9_][\w-]*(?::[a-z0-9_][\w-]*)?$/i.test(ctx.value) && !isRoot) return;
  ctx.issues.push({
    code: 'custom',
    input: ctx.value,
    message: `is '${ctx.value}'; allowed: a user or user:group of the image, by name or number, that is not root`,
  });
});

const absolutePath = z.string().regex(/^\/[\w.-]+(?:\/[\w.-]+)*$/, {
  error: (issue) => `is '${String(issue.input)}'; allowed: an absolute path below /, such as /var/cache/app`,
});

const path = z.string().regex(/^\/[\w\-.~/%]*$/, {
  error: (issue) => `is '${String(issue.input)}'; allowed: a path that begins with / and has no query`,
});

/**
 * One container: what it is, where it listens and how its health is asked. Whoever gives one gives all of these, so that an
 * image is not asked for the port and the path of its predecessor.
 */
export const containerSchema = z
  .strictObject({
    image: image.describe('The image; `{region}` and `{account}` stand for where it runs.'),
    port: port.describe(
      'The port it listens on, with TLS. The load balancer takes any certificate, one that the container signs itself too.',
    ),
    healthPath: path.describe(
      'Service health: the path that answers 200 while a task can take requests. The load balancer asks it, and ECS replaces a ' +
        'task that fails it, so it must not depend on the database.',
    ),
    livenessPath: path
      .optional()
      .describe(
        'Task liveness: the path that `healthCommand` asks where it asks one; it answers while the process lives. Default: `healthPath`.',
      ),
    endpointPath: z
      .string()
      .regex(/^\/[\w\-.~/%]*(?:\?[\w\-.~%=&]+)?$/, {
        error: (issue) =>
          `is '${String(issue.input)}'; allowed: a path that begins with /, with or without a query`,
      })
      .optional()
      .describe(
        'What Route 53 and the failover controllers ask of each Region: a path that answers 2xx or 3xx while the Region can serve. It should touch ' +
          "the database that it can reach, the writer or this Region's reader. Default: `healthPath`.",
      ),
    healthCommand: z
      .array(z.string().min(1))
      .min(2)
      .describe(
        'Task liveness: what ECS runs inside the container, `CMD` and arguments, or `CMD-SHELL` and one line for the ' +
          "image's shell.",
      ),
    command: z
      .array(z.string())
      .optional()
      .describe("Instead of the image's own command. Default: the image's own."),
    migrationCommand: z
      .array(z.string())
      .min(1)
      .default(['migrate'])
      .describe(
        "What the migration task runs instead of the image's own command: it makes the schema and the users, with the master " +
          "credentials. Default: ['migrate'].",
      ),
    databaseCaFile: absolutePath
      .default(DATABASE_CA_FILE)
      .describe(
        `Where the image has the certificates of RDS, to verify the database with. Default: ${DATABASE_CA_FILE}.`,
      ),
    user: user.default('1000:1000').describe("Who it runs as. Default: '1000:1000'."),
    writablePaths: z
      .array(absolutePath)
      .default([])
      .describe(
        'Where it may write, beside a root file system that is read-only: a volume each, empty at the ' +
          'start and gone with the task. ECS gives it to root unless the image names the path in a ' +
          '`VOLUME`, with the owner that the path has in the image.',
      ),
    environment: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/), z.string())
      .default({})
      .describe('Further variables, nothing secret.'),
  })
  .check((ctx) => {
    const problem = healthCommandProblem(ctx.value);
    if (problem !== undefined) {
      const input = ctx.value.healthCommand;
      ctx.issues.push({ code: 'custom', input, path: ['healthCommand'], message: problem });
    }
    const { livenessPath = ctx.value.healthPath, healthPath, endpointPath = healthPath } = ctx.value;
    if (endpointPath !== healthPath && endpointPath === livenessPath) {
      ctx.issues.push({
        code: 'custom',
        input: livenessPath,
        path: ['livenessPath'],
        message:
          `is '${livenessPath}', which is endpointPath too, and ECS would replace every task while the database is away; ` +
          'allowed: a path that answers while the process lives',
      });
    }
    for (const name of Object.keys(ctx.value.environment)) {
      const reserved = (RESERVED_VARIABLES as readonly string[]).includes(name);
      if (!reserved && (!SECRET.test(name) || REFERENCE.test(name))) continue;
      ctx.issues.push({
        code: 'custom',
        input: name,
        path: ['environment', name],
        message: reserved
          ? 'is set by the platform; allowed: any other name'
          : 'would stand in plain text in the task definition; allowed: nothing secret: keep it in Secrets Manager and give its ARN, in a variable whose name ends in _ARN',
      });
    }
    const { writablePaths } = ctx.value;
    if (new Set(writablePaths).size < writablePaths.length) {
      ctx.issues.push({
        code: 'custom',
        input: writablePaths,
        path: ['writablePaths'],
        message: `lists a path twice: ${writablePaths.join(', ')}; allowed: each path once`,
      });
    }
  });

/** A container, validated. */
export type Container = z.output<typeof containerSchema>;

/** What Route 53 and the probe of the failover controllers ask of the service of a Region. */
export const endpointPathOf = ({ endpointPath, healthPath }: Container): string => endpointPath ?? healthPath;
