import { Owners } from './owners';

const owners = new Owners(`# Who is asked to review a change.
* @healthcare-dr/platform
/apps/*/aurora/ @healthcare-dr/database
/libs/aurora/ @healthcare-dr/database @healthcare-dr/platform
/libs/dns/
docs/ @docs-team
`);

describe('the owner of a folder', () => {
  it.each([
    ['libs/aurora', 'database'],
    ['libs/aurora/contract', 'database'],
    ['apps/dr/aurora', 'database'],
    ['apps/dr/nested/aurora', 'platform'],
    ['libs/aurora-tools', 'platform'],
    ['libs/docs', 'docs-team'],
  ])('%s is %s', (folder, owner) => {
    expect(owners.of(folder)).toBe(owner);
  });

  it('is nobody where no line matches', () => {
    expect(new Owners('/libs/aurora/ @healthcare-dr/database').of('libs/dns')).toBeUndefined();
  });
});
