import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { folderAt, resolveEnvironment } from '@healthcare-dr/topology/loading';
import { describeEnvironment } from './described-environment';
import { renderDescription } from './render';

const described = (suffix: string) =>
  describeEnvironment(resolveEnvironment(suffix, folderAt(FIXTURES_DIRECTORY, '.')));
const originOf = (suffix: string, path: string) =>
  described(suffix).values.find((value) => value.path.join('.') === path)?.origin;

describe('drctl describe', () => {
  it.each([
    [
      'us',
      'primary.region',
      { kind: 'file', inherited: false, file: expect.stringMatching(/us\.yaml$/), line: 7 },
    ],
    ['us', 'database.minAcu', { kind: 'file', inherited: true, file: expect.stringMatching(/prod\.yaml$/) }],
    ['us', 'backup.copyDays', { kind: 'default' }],
    ['us', 'names.service', { kind: 'derived' }],
    ['pr7', 'dns.recordLabel', { kind: 'derived', rule: 'pr<number>' }],
    ['pr7', 'accountId', { kind: 'file', inherited: true, file: expect.stringMatching(/dev\.yaml$/) }],
    ['dev', 'notifications.subscriptions.0.address', { kind: 'file', inherited: false }],
  ])('says where %s has %s from', (suffix, path, origin) => {
    expect(originOf(suffix, path)).toMatchObject(origin);
  });

  it.each(['dev', 'prod', 'us', 'pr42'])('fits 80 columns: %s', (suffix) => {
    const lines = renderDescription(described(suffix)).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(100);
  });

  it('shows value and origin on one line, below the fields they are in', () => {
    const text = renderDescription(described('us'));
    expect(text).toMatch(/^primary:\n {2}region: us-east-1 +us\.yaml:7$/m);
    expect(text).toMatch(/^ {2}minAcu: 8 +prod\.yaml:\d+ \(extends\)$/m);
    expect(text).toMatch(/^ {2}copyDays: 35 +default$/m);
  });
});
