import type { GitHub, GitHubAnswer } from '../github/client';

/** An issue as GitHub keeps it. */
export interface StoredIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly user: { readonly type: 'Bot' | 'User' };
}

/** GitHub in memory: issues and pull requests of one repository. */
export class FakeGitHub implements GitHub {
  issues: StoredIssue[] = [];
  readonly pullRequests = new Map<number, object>();
  readonly requests: string[] = [];

  request(method: 'GET' | 'POST' | 'PATCH', path: string, body: object = {}): Promise<GitHubAnswer> {
    this.requests.push(`${method} ${path}`);
    return Promise.resolve(this.#answer(method, new URL(path, 'https://github.invalid'), body));
  }

  #answer(method: 'GET' | 'POST' | 'PATCH', { pathname, searchParams }: URL, body: object): GitHubAnswer {
    const [, kind, number] = /^\/(issues|pulls)(?:\/(\d+))?$/.exec(pathname) ?? [];
    if (kind === 'pulls') {
      const pull = this.pullRequests.get(Number(number));
      return pull === undefined ? { status: 404, body: undefined } : { status: 200, body: pull };
    }
    if (method === 'GET') {
      const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('per_page'))];
      const label = searchParams.get('labels') ?? '';
      const open = this.issues.filter(({ state, labels }) => state === 'open' && labels.includes(label));
      return { status: 200, body: open.slice((page - 1) * size, page * size) };
    }
    if (method === 'POST') {
      const issue = {
        number: this.issues.length + 1,
        state: 'open',
        user: { type: 'Bot' },
        ...body,
      } as StoredIssue;
      this.issues.push(issue);
      return { status: 201, body: issue };
    }
    this.issues = this.issues.map((issue) =>
      issue.number === Number(number) ? { ...issue, ...body } : issue,
    );
    return { status: 200, body: { number: Number(number) } };
  }
}
