import { InputError } from '@healthcare-dr/cli-kit';
import { REPOSITORY_FILE, type Repository } from '@healthcare-dr/topology/loading';

/** Whose tokens are trusted: GitHub's. One provider for each account and URL, which all environments of the account share. */
export const OIDC_HOST = 'token.actions.githubusercontent.com';

/** Whom a token must be meant for. */
export const AUDIENCE = 'sts.amazonaws.com';

/**
 * The forms of GitHub's subject: with the numbers of organization and repository, as repositories made or renamed since 2026-07-15
 * have it, or with their names alone.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export const SUBJECT_FORMS = ['ids', 'names'] as const;

/** See {@link SUBJECT_FORMS}. */
export type SubjectForm = (typeof SUBJECT_FORMS)[number];

/** The ARN of GitHub's provider in an account. */
export const providerArn = (accountId: string): string =>
  `arn:aws:iam::${accountId}:oidc-provider/${OIDC_HOST}`;

/**
 * The subject of a job that runs in an environment of GitHub, as its token has it, letter by letter.
 *
 * @throws InputError if the form wants numbers that the repository does not tell
 */
export function subjectOf(
  { organization, organizationId, repository, repositoryId }: Repository,
  gitHubEnvironment: string,
  form: SubjectForm,
): string {
  if (form === 'names') return `repo:${organization}/${repository}:environment:${gitHubEnvironment}`;
  if (organizationId === undefined || repositoryId === undefined) {
    throw new InputError({
      problem: `${REPOSITORY_FILE} lacks organizationId or repositoryId, which GitHub's tokens carry. Nothing was done.`,
      allowed: 'the numbers that GitHub gave both',
      fix: `write them down: gh api repos/${organization}/${repository} --jq '.owner.id, .id'; a repository made before 2026-07-15 and never renamed takes --subject names.`,
    });
  }
  return `repo:${organization}@${organizationId}/${repository}@${repositoryId}:environment:${gitHubEnvironment}`;
}

/** Who may take a role: a job of exactly this subject, and nobody else. */
export function trustPolicy(accountId: string, subject: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn(accountId) },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${OIDC_HOST}:aud`]: AUDIENCE, [`${OIDC_HOST}:sub`]: subject },
        },
      },
    ],
  };
}
