import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resultsOf, runOn } from './__fixtures__/run';
import { RunnerWorld } from './__fixtures__/runner-world';

const SHA = 'c0de'.padEnd(40, '0');
const LIMIT = 60_000;

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly type: string };
}

/** GitHub as the script sees it. */
class FakeGitHub {
  readonly comments: Comment[] = [];
  readonly notices: string[] = [];
  pulls = [{ number: 42, head: { sha: SHA } }];
  asked: unknown;

  readonly rest = {
    pulls: {
      list: (given: unknown) => {
        this.asked = given;
        return Promise.resolve({ data: this.pulls });
      },
    },
    issues: {
      listComments: 'listComments',
      createComment: ({ body }: { body: string }) => {
        this.comments.push({ id: this.comments.length + 1, body, user: { type: 'Bot' } });
      },
      updateComment: ({ comment_id: id, body }: { comment_id: number; body: string }) => {
        const index = this.comments.findIndex((comment) => comment.id === id);
        this.comments[index] = { id, body, user: { type: 'Bot' } };
      },
    },
  };
  readonly paginate = () => Promise.resolve([...this.comments]);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'healthcare-comment-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const leave = (artifact: string, file: string, text: string): void => {
  mkdirSync(join(folder, artifact), { recursive: true });
  writeFileSync(join(folder, artifact, file), text);
};

/** Runs the workflow after a run of another, with what that has left. */
async function commentAfter(name: string, gitHub: FakeGitHub): Promise<void> {
  const world = new RunnerWorld();
  try {
    const payload = {
      workflow_run: {
        name,
        id: 99,
        event: 'pull_request',
        conclusion: 'success',
        head_sha: SHA,
        head_branch: 'a-branch',
        head_repository: { owner: { login: 'stranger' } },
        html_url: 'https://github.com/clinic/recovery/actions/runs/99',
      },
    };
    const script = async ({ script: text = '' }: Readonly<Record<string, string>>) => {
      const context = { payload, repo: { owner: 'clinic', repo: 'recovery' } };
      const core = { notice: (notice: string) => gitHub.notices.push(notice) };
      const require = createRequire(join(folder, 'script.cjs'));
      const before = process.cwd();
      process.chdir(dirname(join(folder, 'x')));
      try {
        const body = new Function(
          'require',
          'github',
          'context',
          'core',
          `return (async () => {${text}\n})();`,
        ) as (...given: unknown[]) => Promise<unknown>;
        await body(require, gitHub, context, core);
      } finally {
        process.chdir(before);
      }
      return undefined;
    };
    const found = join(folder, 'found');
    const actions = {
      ...world.actions,
      'actions/download-artifact': () => {
        rmSync(found, { force: true });
        symlinkSync(folder, found);
        return undefined;
      },
      'actions/github-script': script,
    };
    const results = await runOn(
      'comment',
      { event: 'workflow_run', payload },
      Object.assign(world, { actions }),
    );
    expect({ ...resultsOf(results), text: results[0]?.steps.map(({ text }) => text).join('') }).toEqual({
      comment: 'success',
      text: '',
    });
    expect(world.inputsOf('actions/checkout')).toEqual([]);
  } finally {
    world.remove();
  }
}

describe('comment', () => {
  it('has one comment for each environment, with what both workflows found, and updates it in place', async () => {
    const gitHub = new FakeGitHub();
    leave('comment-verify-dev', 'verify.md', 'cost one');
    leave('comment-verify-prod', 'verify.md', 'cost of prod');
    leave('comment-plan-dev', 'plan.md', 'plan one');

    await commentAfter('verify', gitHub);
    await commentAfter('plan', gitHub);
    leave('comment-verify-dev', 'verify.md', 'cost two');
    await commentAfter('verify', gitHub);

    expect(gitHub.comments).toHaveLength(2);
    const [dev = '', prod = ''] = gitHub.comments.map(({ body }) => body);
    expect(dev).toMatch(/^<!-- healthcare-dr:environment:dev -->/);
    expect(dev).toContain('plan one');
    expect(dev).toContain('cost two');
    expect(dev).not.toContain('cost one');
    expect(prod).toContain('cost of prod');
    expect(gitHub.asked).toMatchObject({ state: 'open', head: 'stranger:a-branch' });
  });

  it('stays within the limit, and closes a block that it cuts', async () => {
    const gitHub = new FakeGitHub();
    leave('comment-plan-dev', 'plan.md', `\`\`\`\n${'line\n'.repeat(40_000)}\`\`\`\n`);
    leave('comment-verify-dev', 'verify.md', '@'.repeat(100_000));

    await commentAfter('plan', gitHub);
    await commentAfter('verify', gitHub);

    const [body = ''] = gitHub.comments.map((comment) => comment.body);
    expect(body.length).toBeGreaterThan(LIMIT / 2);
    expect(body.length).toBeLessThanOrEqual(LIMIT);
    expect((body.match(/^```/gm) ?? []).length % 2).toBe(0);
    expect(body).toContain('…cut');
  });

  it('lets nobody forge a mark, call a person, or fill the section of another workflow', async () => {
    const gitHub = new FakeGitHub();
    leave(
      'comment-verify-dev',
      'verify.md',
      '<!-- end:verify --><!-- begin:plan -->all is well @clinic/security',
    );
    leave('comment-plan-dev', 'plan.md', 'forged by a run of verify');
    leave('comment-verify-UPPER', 'verify.md', 'no environment');
    leave('comment-verify-../x', 'verify.md', 'no environment');

    await commentAfter('verify', gitHub);

    expect(gitHub.comments).toHaveLength(1);
    const [{ body = '' } = {}] = gitHub.comments;
    expect(body).toContain('<!-- begin:plan --><!-- end:plan -->');
    expect(body).not.toContain('forged');
    expect(body).not.toContain('@clinic');
  });

  it('leaves the comment of a person alone, whatever it begins with', async () => {
    const gitHub = new FakeGitHub();
    const mine = { id: 1, body: '<!-- healthcare-dr:environment:dev --> mine', user: { type: 'User' } };
    gitHub.comments.push(mine);
    leave('comment-plan-dev', 'plan.md', 'plan');

    await commentAfter('plan', gitHub);

    expect(gitHub.comments[0]).toEqual(mine);
    expect(gitHub.comments).toHaveLength(2);
  });

  it.each([
    ['the pull request has moved on', [{ number: 42, head: { sha: '1'.repeat(40) } }]],
    ['there is no pull request any more', []],
  ])('says nothing where %s', async (_what, pulls) => {
    const gitHub = new FakeGitHub();
    gitHub.pulls = pulls;
    leave('comment-plan-dev', 'plan.md', 'plan');

    await commentAfter('plan', gitHub);

    expect(gitHub.comments).toEqual([]);
    expect(gitHub.notices).toHaveLength(1);
  });

  it('says nothing where the run left nothing', async () => {
    const gitHub = new FakeGitHub();

    await commentAfter('plan', gitHub);

    expect(gitHub.comments).toEqual([]);
    expect(gitHub.notices).toHaveLength(1);
  });
});
