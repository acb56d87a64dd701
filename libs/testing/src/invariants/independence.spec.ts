import { fixtureStack } from './fixture-stack';
import { dependenceProblems, primaryRegionMentions } from './independence';

describe('a dr stack', () => {
  it('names no primary Region and needs nothing there', () => {
    const stack = fixtureStack({ role: 'dr' });
    expect(primaryRegionMentions(stack)).toEqual([]);
    expect(dependenceProblems(stack)).toEqual([]);
  });

  it.each([
    ['in an ARN', { t: { a: { topic: 'arn:aws:sns:eu-west-2:111111111111:a' } } }, 'resource.t.a.topic'],
    ['in a zone', { t: { a: { zones: ['eu-west-1a', 'eu-west-2a'] } } }, 'resource.t.a.zones.1'],
    [
      'in a policy',
      { t: { a: { policy: '{"Resource":"arn:aws:kms:eu-west-2:1:key/1"}' } } },
      'resource.t.a.policy',
    ],
    ['in a key', { t: { a: { 'eu-west-2': true } } }, 'resource.t.a.eu-west-2'],
  ])('is caught naming it %s', (_where, resource, path) => {
    const found = primaryRegionMentions(fixtureStack({ role: 'dr', resource }));
    expect(found).toEqual([
      { path: path.split('.'), found: expect.stringContaining(`${path} names eu-west-2`) },
    ]);
  });

  it('is caught with a provider in another Region', () => {
    const stack = fixtureStack({ role: 'dr', moreProviders: [{ alias: 'primary', region: 'eu-west-2' }] });
    expect(dependenceProblems(stack)).toEqual([
      'dr-fixture: a provider stands in eu-west-2, not in eu-west-1.',
    ]);
  });

  it.each([
    ['a record', { resource: { aws_route53_record: { r: {} } } }, 'aws_route53_record.r'],
    ['a look at a zone', { data: { aws_route53_zone: { z: {} } } }, 'data.aws_route53_zone.z'],
  ])('is caught with %s of Route 53', (_what, blocks, address) => {
    expect(dependenceProblems(fixtureStack({ role: 'dr', ...blocks }))).toEqual([
      expect.stringContaining(`${address} needs Route 53's control plane`),
    ]);
    expect(dependenceProblems(fixtureStack({ role: 'dr' }))).toEqual([]);
  });

  it.each([{ region: 'eu-west-2' }, { bucket: 'healthcare-tfstate-111111111111-eu-west-2-dev' }])(
    'is caught with its state elsewhere: %j',
    (backend) => {
      expect(dependenceProblems(fixtureStack({ role: 'dr', backend }))).toEqual([
        expect.stringContaining('its state is in'),
      ]);
    },
  );
});
