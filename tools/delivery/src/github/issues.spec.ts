import { FakeGitHub } from '../__fixtures__/fake-github';
import { GitHubUnavailableError } from './client';
import { reconcileIssues, type IssueText } from './issues';

const wanted = (...keys: string[]) =>
  new Map<string, IssueText>(keys.map((key) => [key, { title: `Title of ${key}`, body: `Body of ${key}` }]));

describe('reconcileIssues', () => {
  it('creates each issue once, updates what says something else, and closes what is gone', async () => {
    const gitHub = new FakeGitHub();

    expect(await reconcileIssues(gitHub, 'readiness:dev', wanted('lag', 'image'))).toEqual({
      created: [1, 2],
      updated: [],
      closed: [],
    });
    expect(await reconcileIssues(gitHub, 'readiness:dev', wanted('lag', 'image'))).toEqual({
      created: [],
      updated: [],
      closed: [],
    });
    const changed = new Map([['lag', { title: 'Title of lag', body: 'worse' }]]);
    expect(await reconcileIssues(gitHub, 'readiness:dev', changed)).toEqual({
      created: [],
      updated: [1],
      closed: [2],
    });
    expect(gitHub.issues).toMatchObject([
      { state: 'open', body: '<!-- healthcare-dr:readiness:dev:lag -->\nworse', labels: ['automated'] },
      { state: 'closed', state_reason: 'completed' },
    ]);
  });

  it('leaves the issues of another scope, and those of people, alone', async () => {
    const gitHub = new FakeGitHub();
    await reconcileIssues(gitHub, 'drift:dev:dr', wanted('all'));
    await reconcileIssues(gitHub, 'readiness:development', wanted('lag'));
    const theirs = {
      number: 3,
      title: 'x',
      body: '<!-- healthcare-dr:readiness:dev:lag -->',
      state: 'open',
      labels: ['automated'],
      user: { type: 'User' },
    } as const;
    gitHub.issues.push(theirs);

    expect(await reconcileIssues(gitHub, 'readiness:dev', wanted())).toEqual({
      created: [],
      updated: [],
      closed: [],
    });
    expect(gitHub.issues.map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  });

  it('finds its issue among more than a page of them', async () => {
    const gitHub = new FakeGitHub();
    await reconcileIssues(gitHub, 'other', wanted(...Array.from({ length: 120 }, (_, index) => `k${index}`)));
    await reconcileIssues(gitHub, 'readiness:dev', wanted('lag'));

    expect(await reconcileIssues(gitHub, 'readiness:dev', wanted('lag'))).toEqual({
      created: [],
      updated: [],
      closed: [],
    });
  });

  it('closes nothing if GitHub sends something else than issues', async () => {
    const gitHub = { request: () => Promise.resolve({ status: 200, body: { message: 'maintenance' } }) };

    await expect(reconcileIssues(gitHub, 'readiness:dev', wanted())).rejects.toThrow(GitHubUnavailableError);
  });
});
