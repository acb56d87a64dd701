import { blocksIn, isSetting } from './blocks';

const PAGE = `# A page

## Set once in each shell

\`\`\`sh
export E=prod
\`\`\`

## Steps

1. Look.

   \`\`\`sh
   first
     indented
   \`\`\`

   \`\`\`sh
   second
   \`\`\`

## B. By hand

### 4. Promote

\`\`\`sh
third
\`\`\`

### 5. Wait

Nothing.

## Record

\`\`\`console
$ not a command
\`\`\`

\`\`\`sh
fourth
\`\`\`
`;

it('names each block by the page and the place that people name', () => {
  const blocks = blocksIn('page.md', PAGE);
  expect(blocks.map(({ id, text }) => [id, text])).toEqual([
    ['page/set-once-in-each-shell', 'export E=prod'],
    ['page/1', 'first\n  indented'],
    ['page/1.2', 'second'],
    ['page/B4', 'third'],
    ['page/record', 'fourth'],
  ]);
  expect(blocks.map(isSetting)).toEqual([true, false, false, false, false]);
  expect(blocks.map(({ line }) => PAGE.split('\n')[line - 1]?.trim())).toEqual([
    'export E=prod',
    'first',
    'second',
    'third',
    'fourth',
  ]);
});
