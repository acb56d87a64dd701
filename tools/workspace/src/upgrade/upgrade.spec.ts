import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SynthesizedStack, synthesizeAll } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { footprintOf, goneBetween, replacedBetween, type Footprint } from './footprint';

const environment = fixtureEnvironment('prod');
const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');
const folder = join(__dirname, 'released');
const RELEASED = readdirSync(folder).map((file) => ({
  version: file.replace(/\.json$/, ''),
  former: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Footprint,
}));

/** What the changelog tells whoever upgrades from a version: every section "Upgrading" above it. */
function upgradingFrom(version: string): string {
  const changelog = readFileSync(join(workspaceRoot, 'CHANGELOG.md'), 'utf8');
  const newer = changelog.slice(0, changelog.indexOf(`\n## ${version}`));
  return newer
    .split(/\n(?=##+ )/)
    .filter((section) => section.startsWith('### Upgrading'))
    .join('\n');
}

describe.each(RELEASED)('an environment of $version', ({ version, former }) => {
  const next = footprintOf(synthesizeAll(environment));

  it('was known by what holds its data', () => {
    const types = Object.keys(former.stateful).map((resource) => resource.split(/[ .]/)[1]);
    expect(types).toEqual(
      expect.arrayContaining([
        'aws_rds_global_cluster',
        'aws_rds_cluster',
        'aws_s3_bucket',
        'aws_backup_vault',
        'aws_kms_key',
      ]),
    );
  });

  it('loses nothing that has a state by an upgrade', () => {
    expect(replacedBetween(former, next)).toEqual([]);
  });

  it('is told in the changelog of each alarm, metric and parameter that has another name or none', () => {
    const told = upgradingFrom(version);
    const untold = goneBetween(former, next).filter((name) => {
      const [, ...words] = name.split(' ');
      return !told.includes(`\`${words.join(' ').replaceAll(environment.suffix, '<suffix>')}\``);
    });
    expect(untold).toEqual([]);
  });
});

describe('what an upgrade changes', () => {
  const footprint = (resource: Record<string, unknown>) =>
    footprintOf([
      new SynthesizedStack({
        name: 'primary-aurora',
        role: 'primary',
        tier: 'aurora',
        environment,
        text: JSON.stringify({ resource }),
      }),
    ]);
  const cluster = (attributes: object) => footprint({ aws_rds_cluster: { c: attributes } });
  const former = cluster({ cluster_identifier: 'a', engine_version: '15.10' });

  it('is not what changes in place', () => {
    expect(replacedBetween(former, cluster({ cluster_identifier: 'a', engine_version: '15.12' }))).toEqual(
      [],
    );
  });

  it.each([
    ['another identifier', { cluster_identifier: 'b' }, 'cluster_identifier was "a" and is "b"'],
    [
      'an attribute that was not set',
      { cluster_identifier: 'a', database_name: 'x' },
      'database_name was absent and is "x"',
    ],
  ])('is a replacement by %s', (_, attributes, message) => {
    expect(replacedBetween(former, cluster(attributes))).toEqual([
      `primary-aurora aws_rds_cluster.c would be replaced: ${message}`,
    ]);
  });

  it('is a destruction where the address is gone, renamed or moved to another stack', () => {
    expect(replacedBetween(former, footprint({ aws_rds_cluster: { renamed: {} } }))).toEqual([
      'primary-aurora aws_rds_cluster.c is gone: it would be destroyed',
    ]);
  });

  it('is a name that nothing has any more', () => {
    const alarm = (alarm_name: string) => footprint({ aws_cloudwatch_metric_alarm: { a: { alarm_name } } });
    expect(goneBetween(alarm('old'), alarm('new'))).toEqual(['alarm old']);
  });
});
