import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SynthesizedStack, synthesizeAll } from '@healthcare-dr/testing';
import { footprintOf, goneBetween, replacedBetween } from './footprint';
import { announcedIn, differences, upgradingFrom } from './notes';
import { FROZEN as environment, readReleases, synthesizedAs } from './release';

const changelog = readFileSync(join(resolve(__dirname, '..', '..', '..', '..'), 'CHANGELOG.md'), 'utf8');
const RELEASED = readReleases().map(({ version, stacks }) => {
  const released = stacks.map(synthesizedAs);
  return { version, released, former: footprintOf(released) };
});

/** Every resource of some stacks: `<stack> <address>`. */
const resourcesOf = (stacks: readonly SynthesizedStack[]): string[] =>
  stacks.flatMap(({ name, allResources }) => allResources.map(({ address }) => `${name} ${address}`));

describe.each(RELEASED)('an environment of $version', ({ version, released, former }) => {
  const synthesized = synthesizeAll(environment);
  const next = footprintOf(synthesized);

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

  it('is told in the changelog of each resource that is destroyed, and of no other', () => {
    const now = new Set(resourcesOf(synthesized));
    const gone = resourcesOf(released)
      .filter((resource) => !now.has(resource))
      .map((resource) => `${resource}: destroyed`);
    const announced = announcedIn(upgradingFrom(version, changelog));
    const isDestroyed = (line: string) => line.endsWith(': destroyed');
    expect(differences(gone, announced.filter(isDestroyed))).toEqual([]);
    // What else is told is of resources that there are.
    const others = announced.filter((line) => !isDestroyed(line)).map((line) => line.replace(/: \w+$/, ''));
    expect(others.filter((resource) => !now.has(resource))).toEqual([]);
  });

  it('is told in the changelog of each alarm, metric and parameter that has another name or none', () => {
    const told = upgradingFrom(version, changelog);
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
