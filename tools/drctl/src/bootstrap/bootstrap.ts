import { defaultTags, stateBackend } from '@healthcare-dr/platform';
import {
  isEphemeral,
  topologyOf,
  UserError,
  type Environment,
  type Region,
  type Role,
} from '@healthcare-dr/topology';
import { assertAccount, bootstrapClients, type BootstrapClients } from './clients';
import { ensureServiceLinkedRoles } from './service-linked-roles';
import { deleteStateBucket, ensureStateBucket, statesInUse } from './state-bucket';
import { deleteStateKey, ensureStateKey } from './state-key';

/** Which state buckets to work on. */
export interface BootstrapOptions {
  readonly environment: Environment;
  /** The sides to work on. Each stands by itself: dr is bootstrapped without the primary Region. */
  readonly roles: readonly Role[];
  /** The environment variables that say how AWS is reached. */
  readonly variables: NodeJS.ProcessEnv;
}

/** What was done for one side. */
export interface BootstrapOutcome {
  readonly role: Role;
  readonly region: string;
  readonly bucket: string;
  readonly done: 'created' | 'already-there' | 'deleted' | 'not-there';
}

/**
 * Makes sure that each side has a bucket for its Terraform state, in its own Region: versioned, encrypted with a rotating
 * key of its own, closed to the public and to plain HTTP; and that the account has the service-linked roles that a first deployment
 * rests upon. Running it again changes nothing, and repairs what was changed.
 *
 * @throws UserError if the credentials are of another account
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapOutcome[]> {
  return eachSide(options, async ({ iam, kms, s3 }, scope, role) => {
    const { bucket, keyAlias } = stateBackend(scope);
    const tags = defaultTags(options.environment, role, 'tfstate');
    const key = await ensureStateKey(kms, { ...scope, alias: keyAlias, tags });
    const created = await ensureStateBucket(s3, { ...scope, bucket, keyArn: key.arn, tags });
    await ensureServiceLinkedRoles(iam);
    return created ? 'created' : 'already-there';
  });
}

/**
 * Deletes the state buckets of an ephemeral environment, once nothing is left in their states.
 *
 * @throws UserError if the environment is production, or if a state still holds resources; nothing is deleted then
 */
export async function destroyBootstrap(options: BootstrapOptions): Promise<BootstrapOutcome[]> {
  const { environment } = options;
  if (!isEphemeral(environment)) {
    throw new UserError({
      problem: `Environment '${environment.suffix}' is production; its state is not deleted.`,
      allowed: "environments with deletionPolicy 'ephemeral'",
      fix: 'choose an ephemeral environment with ENVIRONMENT_SUFFIX.',
    });
  }
  const inUse: string[] = [];
  await eachSide(options, async ({ s3 }, scope) => {
    inUse.push(...(await statesInUse(s3, stateBackend(scope).bucket, scope.accountId)));
    return 'already-there';
  });
  if (inUse.length > 0) {
    throw new UserError({
      problem: `These stacks still hold resources: ${inUse.join(', ')}.`,
      fix: 'destroy them first: npm run destroy.',
    });
  }
  return eachSide(options, async ({ kms, s3 }, scope) => {
    const { bucket, keyAlias } = stateBackend(scope);
    const deleted = await deleteStateBucket(s3, bucket, scope.accountId);
    await deleteStateKey(kms, keyAlias);
    return deleted ? 'deleted' : 'not-there';
  });
}

interface Scope {
  readonly suffix: string;
  readonly accountId: string;
  readonly region: string;
}

async function eachSide(
  { environment, roles, variables }: BootstrapOptions,
  work: (clients: BootstrapClients, scope: Scope, role: Role) => Promise<BootstrapOutcome['done']>,
): Promise<BootstrapOutcome[]> {
  const outcomes: BootstrapOutcome[] = [];
  for (const role of roles) {
    const { region } = topologyOf(environment, role);
    await assertAccount(environment, region, variables);
    const scope = { suffix: environment.suffix, accountId: environment.accountId, region };
    const clients = bootstrapClients(variables, region);
    try {
      outcomes.push({
        role,
        region,
        bucket: stateBackend(scope).bucket,
        done: await work(clients, scope, role),
      });
    } catch (error) {
      throw isAwsError(error) ? refused(error, region) : error;
    } finally {
      clients.destroy();
    }
  }
  return outcomes;
}

/** An error that AWS answered with, whatever the service. */
type AwsError = Error & { readonly $metadata: { readonly httpStatusCode?: number } };

function isAwsError(error: unknown): error is AwsError {
  return error instanceof Error && '$metadata' in error;
}

function refused({ name, message, $metadata }: AwsError, region: Region): UserError {
  return new UserError({
    problem: `AWS refused (${region}, ${$metadata.httpStatusCode ?? 'no answer'}): ${name}: ${message}`,
    allowed:
      'credentials that may manage KMS keys and aliases, S3 buckets named healthcare-tfstate-*, and create service-linked roles',
    fix: 'give them what is missing and run it again: it goes on where it stopped.',
  });
}
