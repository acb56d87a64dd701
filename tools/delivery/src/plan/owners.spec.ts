import { ownersOf } from './owners';

const CODEOWNERS = `# who
* @org/platform
/apps/*/kms/ @org/security @someone   # both
/libs/kms/ @org/security
*.md @org/docs
`;

describe('ownersOf', () => {
  it.each([
    ['apps/dr/kms/stack.ts', ['@org/security', '@someone']],
    ['apps/dr/dns/stack.ts', ['@org/platform']],
    ['apps/dr/kms/README.md', ['@org/docs']],
    ['tools/apps/dr/kms/x.ts', ['@org/platform']],
  ])('gives %s to %j, by the last line that matches', (file, owners) => {
    expect(ownersOf(CODEOWNERS, file)).toEqual(owners);
  });

  it('gives to nobody what no line matches', () => {
    expect(ownersOf('/libs/ @org/platform', 'apps/x.ts')).toEqual([]);
  });
});
