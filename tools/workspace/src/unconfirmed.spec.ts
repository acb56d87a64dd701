import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WORKSPACE_ROOT } from '@healthcare-dr/testing';

const PAGE = 'docs/reference/unconfirmed.md';

/** How a comment says that it rests on what nobody could confirm. */
const MARK = '**(u)**';

const read = (file: string) => readFileSync(join(WORKSPACE_ROOT, file), 'utf8');

const SOURCES = ['apps', 'libs', 'services', 'tools'].flatMap((folder) =>
  readdirSync(join(WORKSPACE_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.spec)\.(?:cjs|mjs|py|ts)$/.test(path) && !path.includes('node_modules'))
    .map((path) => `${folder}/${path}`),
);

/** The cells of each row of the page's tables, their heads and rules left out. */
const POINTS = read(PAGE)
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:-|What is taken for true )/.test(line))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** The sources that a point leads to, from the root of the workspace. */
const sourcesOf = ([point = '']: readonly string[]): string[] =>
  [...point.matchAll(/\]\(([^)#]+\.(?:cjs|mjs|py|ts))\)/g)].map(([, link = '']) => join(dirname(PAGE), link));

describe('what only an account can confirm', () => {
  it('says of each point what settles it, and what it should say', () => {
    expect(POINTS.length).toBeGreaterThan(20);
    for (const point of POINTS) expect(point).toEqual(Array(3).fill(expect.stringMatching(/\S/)));
  });

  it('has a point for every source that rests on one, and leads to no other source', () => {
    const marked = SOURCES.filter((file) => read(file).includes(MARK));

    expect(marked.length).toBeGreaterThan(0);
    expect(POINTS.flatMap(sourcesOf).sort()).toEqual(marked.sort());
  });
});
