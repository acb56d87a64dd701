import { InputError } from '@healthcare-dr/cli-kit';
import { UserError } from '@healthcare-dr/topology';

/** How long GitHub may take to answer a request, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** GitHub did not answer, or not with what it was asked for. Whoever decides by its answer does nothing then. */
export class GitHubUnavailableError extends UserError {}

/** What an answer of GitHub holds. */
export interface GitHubAnswer {
  /** The HTTP status: of success, or 404. */
  readonly status: number;
  readonly body: unknown;
}

/** GitHub's REST API for one repository. */
export interface GitHub {
  /**
   * @param path - below the repository, such as `/pulls/42`
   * @throws GitHubUnavailableError for every answer but success and 404, and for none
   */
  request(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<GitHubAnswer>;
}

/**
 * GitHub as the variables of a workflow's run describe it: GITHUB_REPOSITORY, GITHUB_TOKEN, and GITHUB_API_URL.
 *
 * @throws InputError if one of the first two is missing, or is none
 * @see https://docs.github.com/en/rest
 */
export function gitHubOf(variables: NodeJS.ProcessEnv): GitHub {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_TOKEN: token = '' } = variables;
  const { GITHUB_API_URL: api = 'https://api.github.com' } = variables;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || token === '') {
    throw new InputError({
      problem: `GITHUB_REPOSITORY is '${repository}', and GITHUB_TOKEN is ${token === '' ? 'not set' : 'set'}. Nothing was done.`,
      allowed:
        '<organization>/<repository>, and a token that may read its pull requests and write its issues',
      fix: 'set both; a workflow has the first, and gives the second as github.token.',
    });
  }
  return {
    async request(method, path, body) {
      const what = `${method} ${repository}${path}`;
      try {
        const response = await fetch(`${api}/repos/${repository}${path}`, {
          method,
          headers: {
            accept: 'application/vnd.github+json',
            authorization: `Bearer ${token}`,
            'x-github-api-version': '2022-11-28',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!response.ok && response.status !== 404) throw unavailable(what, `HTTP ${response.status}`);
        return { status: response.status, body: response.ok ? await response.json() : undefined };
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw unavailable(what, error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** What there is to say of an answer that cannot be used. */
export const unavailable = (what: string, why: string): GitHubUnavailableError =>
  new GitHubUnavailableError({
    problem: `GitHub did not answer ${what}: ${why}.`,
    fix: 'see https://www.githubstatus.com and the permissions of the token, and run it again.',
  });
