import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const workspaceRoot = resolve(__dirname, '..', '..', '..');
const folder = 'docs/runbooks';
const read = (path: string) => readFileSync(join(workspaceRoot, path), 'utf8');
const PAGES = readdirSync(join(workspaceRoot, folder)).filter((name) => name.endsWith('.md'));
const RUNBOOKS = PAGES.filter((name) => name !== 'README.md');

/** Every file of a kind below a folder, but what is installed or made. */
function filesBelow(path: string, kind: RegExp): string[] {
  return readdirSync(join(workspaceRoot, path), { withFileTypes: true }).flatMap((entry) => {
    const below = join(path, entry.name);
    if (entry.isDirectory())
      return /^(?:node_modules|cdktf\.out|__fixtures__|\..*)$/.test(entry.name)
        ? []
        : filesBelow(below, kind);
    return kind.test(entry.name) ? [below] : [];
  });
}

/** The shell commands of a page, one a line: of its fenced blocks, and of inline code that is one. */
function commandsOf(page: string): string[] {
  const text = read(`${folder}/${page}`);
  const fenced = [...text.matchAll(/^ *```(?:sh|console)\n([^]*?)^ *```/gm)].flatMap(([, block = '']) =>
    block.replaceAll(/\\\n\s*/g, ' ').split('\n'),
  );
  const inline = [...text.replaceAll(/^ *```[^]*?^ *```/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  return [...fenced, ...inline]
    .flatMap((line) => line.split(/\s*(?:&&|\|\||[;|])\s*/))
    .map((command) => command.replace(/^(?:\$ )?\s*(?:[A-Z_]+=\S+ )*/, '').trim());
}

/** Its words; what is quoted is one. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) => word);

const commands = PAGES.flatMap((page) => commandsOf(page).map((command) => ({ page, command })));

/** What of a kind stands on the pages, each with the page. */
const startingWith = (start: string) =>
  commands
    .filter(({ command }) => command.startsWith(`${start} `))
    .map(({ page, command }) => ({ page, command, words: wordsOf(command.slice(start.length)) }));

describe('the runbooks', () => {
  it('are there, each that code or another document names', () => {
    const sources = ['apps', 'libs', 'tools', 'docs'].flatMap((path) => filesBelow(path, /\.(?:ts|cjs|md)$/));
    const named = [...sources, 'README.md']
      .filter((file) => !file.endsWith('.spec.ts'))
      .flatMap((file) =>
        [...read(file).matchAll(/docs\/runbooks\/([\w-]+\.md)/g)].map(([, page = '']) => ({ file, page })),
      );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ page }) => !PAGES.includes(page))).toEqual([]);
  });

  it.each(PAGES)('%s leads to files that are there', (page) => {
    const links = [...read(`${folder}/${page}`).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)];
    const broken = links
      .map(([, link = '']) => link)
      .filter((link) => !existsSync(join(workspaceRoot, dirname(`${folder}/${page}`), link)));
    expect(links.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  it('are all in the index', () => {
    const index = read(`${folder}/README.md`);
    expect(RUNBOOKS.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  });

  it.each(RUNBOOKS)(
    '%s tells when to use it, when it is over, how to undo it, whom to tell, what to record',
    (page) => {
      const text = read(`${folder}/${page}`);
      expect(text).toMatch(/^# .+\n\n1\. \*\*Use it/);
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual(
        expect.arrayContaining([
          'It is over when',
          'Undo',
          'Tell',
          'Record',
          'Walked through on the local AWS',
        ]),
      );
    },
  );
});

describe('the commands of the runbooks', () => {
  it('have the certificates of RDS where they verify the database’s, which psql looks for at home otherwise', () => {
    const bundle =
      /^curl .*-o "?(\S+?)"? https:\/\/truststore\.pki\.rds\.amazonaws\.com\/global\/global-bundle\.pem$/;
    const verifying = RUNBOOKS.filter((page) =>
      /^ *```sh\n(?:(?!```)[^])*verify-full/m.test(read(`${folder}/${page}`)),
    );
    expect(verifying).not.toEqual([]);
    for (const page of verifying) {
      const files = commandsOf(page).flatMap((command) => bundle.exec(command)?.[1] ?? []);
      const named = [...read(`${folder}/${page}`).matchAll(/(?:sslrootcert=|PGSSLROOTCERT=)([^\s"]+)/g)].map(
        ([, file]) => file,
      );
      expect({ page, named }).toEqual({ page, named: files });
      expect({ page, files: files.length }).toEqual({ page, files: 1 });
    }
  });

  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

  it('run scripts of the workspace', () => {
    const run = startingWith('npm run');
    expect(run.length).toBeGreaterThan(20);
    expect(run.filter(({ words: [script = ''] }) => !(script in scripts))).toEqual([]);
  });

  it('run targets of stacks that are there', () => {
    const targets = ['synth', 'validate', 'test', 'plan', 'deploy', 'destroy'];
    const stacks = filesBelow('apps', /^stack\.ts$/).map((file) =>
      dirname(file).split('/').slice(1).join('-'),
    );
    const options = /^--parallel=\d+$/;
    const wrong = startingWith('npx nx').filter(({ words }) => {
      const [target = '', ...others] = words;
      if (target === 'run-many' || target === 'affected') {
        const [flag, many = '', ...rest] = others;
        const selection = rest.indexOf('-p');
        const flags = selection < 0 ? rest : rest.slice(0, selection);
        return (
          flag !== '-t' ||
          !many.split(',').every((name) => targets.includes(name)) ||
          !flags.every((name) => options.test(name))
        );
      }
      const [stack = '', ...flags] = others;
      return (
        !targets.includes(target) || !stacks.includes(stack) || !flags.every((flag) => options.test(flag))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('give the delivery commands what they take', async () => {
    const names = {
      deploy: 'deploy',
      drift: 'drift',
      'plan:summary': 'summary',
      'plan:gate': 'gate',
      destroy: 'destroy',
    };
    const given = Object.entries(names).flatMap(([script, command]) =>
      startingWith(`npm run ${script} --`).map(({ page, words }) => ({
        page,
        command,
        options: words.filter((word) => word.startsWith('--')),
      })),
    );
    expect(given.length).toBeGreaterThan(10);
    const helps = new Map(
      await Promise.all(
        [...new Set(given.map(({ command }) => command))].map(
          async (command) =>
            [command, await helpOf('tools/delivery/src/main.ts', 'delivery', command)] as const,
        ),
      ),
    );
    const unknown = given.flatMap(({ page, command, options }) =>
      options
        .filter((option) => !new RegExp(`${option}\\b`).test(helps.get(command) ?? ''))
        .map((option) => ({ page, command, option })),
    );
    expect(unknown).toEqual([]);
  }, 120_000);

  it('give drctl what it takes', async () => {
    const given = startingWith('npm run drctl --').map(({ page, words: [name = '', ...others] }) => ({
      page,
      name,
      options: others.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/, '')),
    }));
    const names = [...new Set(given.map(({ name }) => name))];
    expect(names).toEqual(
      expect.arrayContaining([
        'status',
        'readiness',
        'switchover',
        'failover',
        'failback',
        'approve',
        'hold',
        'resume',
      ]),
    );
    const helps = new Map(
      await Promise.all(
        names.map(async (name) => [name, await helpOf('tools/drctl/src/main.ts', 'drctl', name)] as const),
      ),
    );
    const unknown = given.flatMap(({ page, name, options }) =>
      options
        .filter((option) => !new RegExp(`${option}\\b`).test(helps.get(name) ?? ''))
        .map((option) => ({ page, name, option })),
    );
    expect(unknown).toEqual([]);
  }, 120_000);
});

/** What a command line says of one of its commands; fails if it has none of this name. */
async function helpOf(main: string, program: string, name: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['tools/run.cjs', main, name, '--help'], {
    cwd: workspaceRoot,
    env: { ...process.env, COLUMNS: '200' },
  });
  if (!stdout.startsWith(`Usage: ${program} ${name}`)) throw new Error(`${program} has no command '${name}'`);
  return stdout;
}
