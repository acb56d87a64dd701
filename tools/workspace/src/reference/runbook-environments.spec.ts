import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { environmentTable, withEnvironmentNames, withEnvironmentTable } from './runbook-environments';

const environments = [fixtureEnvironment('dev'), fixtureEnvironment('prod'), fixtureEnvironment('us')];
const PROD = 'export E=prod ACCOUNT=222222222222 PRIMARY=eu-west-2 DR=eu-west-1';

it('lists the names of every environment', () => {
  expect(environmentTable(environments)).toContain(
    '| production | `us` | `333333333333` | `us-east-1` | `us-west-2` | `app.us.healthcare.example` |',
  );
});

it('replaces what stands between the markers, and nothing else', () => {
  const [begin, end] = ['<!-- environments: written by npm run reference -->', '<!-- environments: end -->'];
  const document = withEnvironmentTable(`above\n${begin}\nold\n${end}\nbelow`, environments);
  expect(document).toMatch(/^above\n<!--[^]*\| `dev` \|[^]*-->\nbelow$/);
  expect(document).not.toContain('old');
  expect(withEnvironmentTable(document, environments)).toBe(document);
  expect(() => withEnvironmentTable('nothing', environments)).toThrow('no place for the table');
});

it('writes the names of a page’s environment anew, and leaves what follows them', () => {
  const page = `export E=prod ACCOUNT=1 PRIMARY=a DR=b APP=c VERSION=15.12\naws --account 1`;
  expect(withEnvironmentNames(page, environments)).toBe(
    `${PROD} APP=app.healthcare.example VERSION=15.12\naws --account 1`,
  );
  expect(withEnvironmentNames('export E=prod ACCOUNT=1 PRIMARY=a DR=b\n', environments)).toBe(`${PROD}\n`);
});

it('makes the page of an environment that is gone one of production', () => {
  expect(withEnvironmentNames('export E=old ACCOUNT=1 PRIMARY=a DR=b', environments)).toBe(PROD);
  expect(withEnvironmentNames('export E=old ACCOUNT=1 PRIMARY=a DR=b', [])).toContain('E=old');
});
