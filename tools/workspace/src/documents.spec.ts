import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const workspaceRoot = resolve(__dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(workspaceRoot, file), 'utf8');

const ROOT_DOCUMENTS = ['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'];
const RECORDS = readdirSync(join(workspaceRoot, 'docs', 'adr')).filter((name) => /^\d{4}-.*\.md$/.test(name));

/** Every library and tool but contracts, which the README of their tier describes. */
const PROJECTS = ['libs', 'services', 'tools'].flatMap((folder) =>
  readdirSync(join(workspaceRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('project.json') && !/node_modules|\/contract\//.test(path))
    .map((path) => dirname(`${folder}/${path}`)),
);

describe('the documents', () => {
  it.each([...ROOT_DOCUMENTS, 'docs/adr/README.md', ...PROJECTS.map((root) => `${root}/README.md`)])(
    '%s leads to files that are there',
    (file) => {
      const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
        ([, link = '']) => link,
      );

      expect(links.filter((link) => !existsSync(join(workspaceRoot, dirname(file), link)))).toEqual([]);
    },
  );

  it('describe every library and tool', () => {
    expect(PROJECTS.length).toBeGreaterThan(20);
    expect(PROJECTS.filter((root) => !existsSync(join(workspaceRoot, root, 'README.md')))).toEqual([]);
  });

  it('name scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = ROOT_DOCUMENTS.flatMap((file) =>
      [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script),
    );

    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('are licensed as package.json says', () => {
    const { license } = JSON.parse(read('package.json')) as { license: string };

    expect(license).toBe('Apache-2.0');
    expect(read('LICENSE')).toMatch(/^\s+Apache License\n\s+Version 2\.0, January 2004/);
  });
});

describe('the records of decisions', () => {
  it('have a number each', () => {
    const numbers = RECORDS.map((name) => name.slice(0, 4));

    expect(numbers).toEqual([...new Set(numbers)]);
  });

  it.each(RECORDS)('%s has the form of the template, and stands in the index under its title', (name) => {
    const text = read(`docs/adr/${name}`);
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

    expect(Number(number)).toBe(Number(name.slice(0, 4)));
    expect(headings).toEqual(expect.arrayContaining(['Context', 'Decision', 'Consequences']));
    expect(read('docs/adr/README.md')).toContain(`- [${number}. ${title}](${name})`);
  });
});
