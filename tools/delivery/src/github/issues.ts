import { z } from 'zod';
import { unavailable, type GitHub } from './client';

/** What an issue says. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** What was done to issues, by their numbers. */
export interface IssueChanges {
  readonly created: readonly number[];
  readonly updated: readonly number[];
  readonly closed: readonly number[];
}

/** Only who may triage sets a label, and only a program is a bot: what anybody else writes is none of ours. */
const LABEL = 'automated';

const PER_PAGE = 100;
const MOST_PAGES = 20;

const issueSchema = z.object({
  number: z.int(),
  title: z.string(),
  body: z.string().nullable(),
  user: z.object({ type: z.string() }).nullable(),
});
type Issue = z.output<typeof issueSchema>;

/**
 * Makes the open issues of a scope those that are wanted: each is created once, updated when it says something else, and closed when it is
 * not wanted any more. Another scope's issues, and those of people, are left alone.
 *
 * @param scope - such as `drift:dev:dr`
 * @param wanted - by a key that stays the same from run to run
 * @throws GitHubUnavailableError if GitHub does not answer
 */
export async function reconcileIssues(
  gitHub: GitHub,
  scope: string,
  wanted: ReadonlyMap<string, IssueText>,
): Promise<IssueChanges> {
  const mark = (key: string) => `<!-- healthcare-dr:${scope}:${key} -->`;
  const own = (await openIssues(gitHub)).filter(({ body }) =>
    body?.startsWith(`<!-- healthcare-dr:${scope}:`),
  );
  const created: number[] = [];
  const updated: number[] = [];
  const closed: number[] = [];
  for (const [key, { title, body: text }] of wanted) {
    const body = `${mark(key)}\n${text}`;
    const issue = own.find((candidate) => candidate.body?.startsWith(mark(key)));
    if (issue === undefined) {
      created.push(await write(gitHub, 'POST', '/issues', { title, body, labels: [LABEL] }));
    } else if (issue.title !== title || issue.body !== body) {
      updated.push(await write(gitHub, 'PATCH', `/issues/${issue.number}`, { title, body }));
    }
  }
  const marks = [...wanted.keys()].map(mark);
  for (const { number, body } of own) {
    if (marks.some((start) => body?.startsWith(start))) continue;
    closed.push(
      await write(gitHub, 'PATCH', `/issues/${number}`, { state: 'closed', state_reason: 'completed' }),
    );
  }
  return { created, updated, closed };
}

async function openIssues(gitHub: GitHub): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const path = `/issues?state=open&labels=${LABEL}&per_page=${PER_PAGE}&page=${page}`;
    const answer = z.array(issueSchema).safeParse((await gitHub.request('GET', path)).body);
    if (!answer.success) throw unavailable(path, 'it sent no list of issues');
    issues.push(...answer.data.filter(({ user }) => user?.type === 'Bot'));
    if (answer.data.length < PER_PAGE) break;
  }
  return issues;
}

async function write(gitHub: GitHub, method: 'POST' | 'PATCH', path: string, body: object): Promise<number> {
  const answer = z.object({ number: z.int() }).safeParse((await gitHub.request(method, path, body)).body);
  if (answer.success) return answer.data.number;
  throw unavailable(path, 'it sent no issue');
}
