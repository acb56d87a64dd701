import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, isSetting, RUNBOOKS_FOLDER, type Block } from '@healthcare-dr/drill/runbooks';
import { rehearse, type Call } from './rehearsal';

const PAGES = readdirSync(RUNBOOKS_FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md');

/** What a person learns in one step and types in a later one. */
const TYPED = 'OBJECT=path/of/the/object';

/** Blocks that cannot come to a good end without what they work on, and where that is. */
const ELSEWHERE: readonly { readonly page: string; readonly step: number; readonly reason: string }[] = [
  {
    page: 'divergent-records.md',
    step: 4,
    reason: 'counts what psql exports: divergent-records.long.spec.ts runs it between two servers',
  },
  {
    page: 'reconcile-terraform.md',
    step: 6,
    reason: 'reads a state: terraform is asked in a synthesized stack, as tools/terraform does',
  },
];

const isElsewhere = ({ page, step }: Block): boolean =>
  ELSEWHERE.some((each) => each.page === page && each.step === step);

/** A page rehearsed: each block with what came before it. */
async function rehearsePage(page: string) {
  const blocks = blocksOf(page);
  const settings = blocks.filter(isSetting).map(({ text }) => text);
  let before = [TYPED, ...settings].join('\n');
  const ended = [];
  for (const block of blocks.filter((each) => !isSetting(each))) {
    ended.push({ block, ...(await rehearse(before, block.text)) });
    before += `\n${block.text}`;
  }
  return ended;
}

// Each block starts a shell, and each call in it a process.
jest.setTimeout(300_000);

const pages: Awaited<ReturnType<typeof rehearsePage>> = [];
beforeAll(async () => {
  for (const page of PAGES) pages.push(...(await rehearsePage(page)));
}, 300_000);

const where = ({ page, line }: Block) => `${page}:${line}`;
const calls = (program: string): { at: string; args: Call['args'] }[] =>
  pages.flatMap(({ block, calls: made }) =>
    made.filter((call) => call.program === program).map(({ args }) => ({ at: where(block), args })),
  );

it('every block of every page runs in a shell, with every variable set on the page', () => {
  expect(pages.length).toBeGreaterThan(60);
  const failed = pages
    .filter(
      ({ block, exitCode, stderr }) =>
        (exitCode !== 0 && !isElsewhere(block)) ||
        /unbound variable|syntax error|command not found/.test(stderr),
    )
    .map(({ block, exitCode, stderr }) => ({ at: where(block), exitCode, stderr }));
  expect(failed).toEqual([]);
});

it('every block does something: each program that it names is called', () => {
  const idle = pages.filter(
    ({ block, calls: made }) => made.length === 0 && /^(?:aws|npm|curl|dig|psql)\b/m.test(block.text),
  );
  expect(idle.map(({ block }) => where(block))).toEqual([]);
});

it('names the environment in every command that acts on one', () => {
  const drctl = calls('npm').filter(({ args }) => args[1] === 'drctl' && !args.includes('--environment'));
  expect(drctl).toEqual([]);
  const texts = pages.flatMap(({ block }) =>
    block.text.split('\n').map((line) => ({ at: where(block), line })),
  );
  const delivery = texts.filter(({ line }) =>
    /npm run (?:deploy|destroy|drift|plan:summary|plan:gate)\b/.test(line),
  );
  expect(delivery.length).toBeGreaterThan(10);
  expect(delivery.filter(({ line }) => !line.includes('ENVIRONMENT_SUFFIX=$E '))).toEqual([]);
});

it('gives the AWS CLI a Region in every call', () => {
  const without = calls('aws').filter(({ args }) => !args.includes('--region'));
  expect(without.map(({ at, args }) => `${at} ${args.slice(0, 2).join(' ')}`)).toEqual([]);
});

const hasAwsCli = spawnSync('python3', ['-c', 'import awscli'], { stdio: 'ignore' }).status === 0;
if (!hasAwsCli)
  process.stderr.write(
    '\nSKIPPED: calls by the AWS CLI own model. python3 cannot import awscli (AWS CLI 1).\n\n',
  );

(hasAwsCli ? describe : describe.skip)('every call of the AWS CLI', () => {
  it("is one by the CLI's own model", async () => {
    const made = calls('aws');
    expect(made.length).toBeGreaterThan(100);
    const validator = spawn('python3', [join(__dirname, 'validate-aws.py')]);
    let said = '';
    validator.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    validator.stdin.end(JSON.stringify(made.map(({ args }) => args)));
    expect(await new Promise((ended) => validator.on('close', ended))).toBe(0);
    const errors = JSON.parse(said) as unknown[];
    const wrong = made
      .map(({ at, args }, index) => ({ at, call: args.join(' '), error: errors[index] }))
      .filter(({ error }) => error !== null);
    expect(wrong).toEqual([]);
  });
});
