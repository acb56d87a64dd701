import { isEphemeral, UserError, type Environment } from '@healthcare-dr/topology';
import {
  environmentsFolder,
  existingEnvironments,
  PULL_REQUEST_BASE,
  type Repository,
} from '@healthcare-dr/topology/loading';
import { assertAccount, bootstrapClients } from '../clients';
import type { IAMClient } from '@aws-sdk/client-iam';
import { readDocuments } from './documents';
import { deliveryRoleArn, deliveryRoleName as nameOf, ROLE_PATH } from './names';
import { ensureProvider } from './provider';
import { PURPOSES, type Purpose } from './purposes';
import { deletePolicy, ensurePolicy } from './policy';
import { deleteRole, ensureRole } from './role';
import { subjectOf, trustPolicy, type SubjectForm } from './trust';

/** Whose roles are made. */
export interface RolesOptions {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  readonly repository: Repository;
  readonly subject: SubjectForm;
  /** @default - all that the environment has */
  readonly purposes?: readonly Purpose[];
  readonly variables: NodeJS.ProcessEnv;
}

/** What was done for one role. */
export interface RoleOutcome {
  readonly purpose: Purpose;
  readonly arn: string;
  /** The environment that GitHub must have, with `AWS_ROLE` and `AWS_REGION` as its variables. */
  readonly gitHubEnvironment: string;
  /** Whom it trusts; undefined of one that is gone. */
  readonly subject: string | undefined;
  readonly done: 'created' | 'already-there' | 'deleted' | 'not-there';
}

/**
 * Makes sure that the roles of an environment's workflows are there: GitHub's provider, the permissions boundary, and each role with its policies
 * and nothing else. Running it again changes nothing, and mends what was changed by hand.
 *
 * @throws UserError if the credentials are of another account, or if repository or policies cannot be used; nothing is done then
 */
export async function ensureRoles(options: RolesOptions): Promise<RoleOutcome[]> {
  const { workspaceRoot, environment, repository, subject: form, variables } = options;
  const { accountId, suffix, dr } = environment;
  const wanted = purposesOf(options).map((purpose) => {
    const gitHubEnvironment = gitHubEnvironmentOf(purpose, suffix);
    return { purpose, gitHubEnvironment, subject: subjectOf(repository, gitHubEnvironment, form) };
  });
  const documents = readDocuments(
    workspaceRoot,
    environment,
    wanted.map(({ purpose }) => purpose),
  );
  if (documents.of.has('ephemeral')) assertNobodyElseMatches(options);
  await assertAccount(environment, dr.region, variables);
  return withIam(options, async (iam) => {
    const tags = { Project: 'healthcare-dr', Environment: suffix, Tier: 'delivery', ManagedBy: 'drctl' };
    await ensureProvider(iam, accountId);
    const policy = (name: string, text: string) =>
      ensurePolicy(iam, { accountId, path: ROLE_PATH, name: nameOf(name, suffix), text, tags });
    const boundaryArn = await policy(documents.boundary.name, documents.boundary.text);
    const outcomes: RoleOutcome[] = [];
    for (const { purpose, gitHubEnvironment, subject } of wanted) {
      const policyArns: string[] = [];
      // A document that two roles have is written for each: what stands for the environment may differ.
      for (const { name, text } of documents.of.get(purpose) ?? [])
        policyArns.push(await policy(name.startsWith(purpose) ? name : `${purpose}-${name}`, text));
      const { arn, created } = await ensureRole(iam, {
        name: nameOf(purpose, suffix),
        path: ROLE_PATH,
        description: PURPOSES[purpose].description,
        trust: JSON.stringify(trustPolicy(accountId, subject)),
        boundaryArn,
        policyArns,
        sessionSeconds: PURPOSES[purpose].sessionSeconds,
        tags,
      });
      outcomes.push({
        purpose,
        arn,
        gitHubEnvironment,
        subject,
        done: created ? 'created' : 'already-there',
      });
    }
    return outcomes;
  });
}

/**
 * Deletes the roles of an environment and their policies; GitHub's provider stays, for other environments share it.
 *
 * @throws UserError if the environment is production, or if the credentials are of another account; nothing is deleted then
 */
export async function destroyRoles(options: RolesOptions): Promise<RoleOutcome[]> {
  const { environment, variables } = options;
  const { suffix, dr } = environment;
  if (!isEphemeral(environment)) {
    throw new UserError({
      problem: `Environment '${suffix}' is production; the roles that deploy it are not deleted.`,
      allowed: "environments with deletionPolicy 'ephemeral'",
      fix: 'choose an ephemeral environment with ENVIRONMENT_SUFFIX.',
    });
  }
  await assertAccount(environment, dr.region, variables);
  return withIam(options, async (iam) => {
    const outcomes: RoleOutcome[] = [];
    const policies = new Set<string>();
    for (const purpose of purposesOf(options)) {
      const gitHubEnvironment = gitHubEnvironmentOf(purpose, suffix);
      const attached = await deleteRole(iam, nameOf(purpose, suffix));
      for (const arn of attached ?? []) policies.add(arn);
      outcomes.push({
        purpose,
        arn: deliveryRoleArn(environment, purpose),
        gitHubEnvironment,
        subject: undefined,
        done: attached === undefined ? 'not-there' : 'deleted',
      });
    }
    for (const arn of policies) if (arn.includes(`:policy${ROLE_PATH}`)) await deletePolicy(iam, arn);
    return outcomes;
  });
}

/** Pull requests extend one environment, whose account has the role for all of theirs. */
const purposesOf = ({ environment: { suffix }, purposes }: RolesOptions): Purpose[] =>
  (Object.keys(PURPOSES) as Purpose[]).filter(
    (purpose) =>
      (purposes ?? [purpose]).includes(purpose) && (purpose !== 'ephemeral' || suffix === PULL_REQUEST_BASE),
  );

/** `pr*` is all that IAM can say of `pr<number>`, and means `prod` too: no such environment may share the account. */
function assertNobodyElseMatches({
  workspaceRoot,
  environment: { accountId },
  variables,
}: RolesOptions): void {
  const others = existingEnvironments(environmentsFolder(workspaceRoot, variables)).filter(
    ({ suffix, environment }) =>
      /^pr(?!\d)/.test(suffix) && (environment?.accountId ?? accountId) === accountId,
  );
  if (others.length === 0) return;
  throw new UserError({
    problem: `The role of pull requests' environments would reach '${others.map(({ suffix }) => suffix).join("', '")}' too, which may be in account ${accountId}. Nothing was done.`,
    allowed: 'no environment in that account whose suffix begins with pr, but pr<number>',
    fix: 'give it an account of its own, as production should have, or leave the role out: --roles plan,deploy,watch.',
  });
}

const gitHubEnvironmentOf = (purpose: Purpose, suffix: string): string =>
  PURPOSES[purpose].gitHubEnvironment ?? `${purpose}-${suffix}`;

async function withIam<T>(
  { variables, environment }: RolesOptions,
  work: (iam: IAMClient) => Promise<T>,
): Promise<T> {
  const clients = bootstrapClients(variables, environment.dr.region);
  try {
    return await work(clients.iam);
  } catch (error) {
    if (!(error instanceof Error) || !('$metadata' in error)) throw error;
    throw new UserError({
      problem: `AWS refused (iam): ${error.name}: ${error.message}`,
      allowed: `credentials that may manage OIDC providers, and roles and policies under ${ROLE_PATH}`,
      fix: 'give them what is missing and run it again: it goes on where it stopped.',
    });
  } finally {
    clients.destroy();
  }
}
