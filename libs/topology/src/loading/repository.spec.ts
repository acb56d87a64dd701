import { ConfigurationError } from '../errors';
import { parseRepository } from './repository';

const text = (lines: Record<string, string> = {}) =>
  Object.entries({ organization: 'clinic', repository: 'recovery', owners: "{ '*': platform }", ...lines })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');

describe('the names that GitHub knows', () => {
  it('are read with the owner of each folder', () => {
    expect(
      parseRepository(text({ repositoryId: '42', owners: "{ '*': platform, aurora: database }" })),
    ).toEqual({
      organization: 'clinic',
      repository: 'recovery',
      repositoryId: 42,
      owners: { '*': 'platform', aurora: 'database' },
    });
  });

  it.each([
    ['an organization with a slash', { organization: 'clinic/x' }, 'repository.yaml:1:'],
    ['an organization that is a pattern', { organization: "'clinic*'" }, 'organization'],
    ['a repository that is a pattern', { repository: "'*'" }, 'repository.yaml:2:'],
    ['a number of GitHub that is a name', { organizationId: 'clinic' }, 'organizationId'],
    ['a team with its organization', { owners: "{ '*': '@clinic/platform' }" }, 'is no team'],
    ['no owner of everything else', { owners: '{ aurora: database }' }, "lacks '*'"],
    ['a field that nobody knows', { team: 'x' }, 'team'],
  ])('are refused with %s', (_what, lines, message) => {
    expect(() => parseRepository(text(lines))).toThrow(ConfigurationError);
    expect(() => parseRepository(text(lines))).toThrow(message);
  });
});
