import { peerOf, ROLES } from '@healthcare-dr/topology';
import { dev, dnsStack, propsFor } from './__fixtures__/stacks';

describe.each(ROLES)('Dns on the %s side', (role) => {
  it('refuses the props of the other side', () => {
    expect(() => dnsStack(role, dev, propsFor(peerOf(role)))).toThrow(`in a stack of the ${role} Region`);
  });
});

describe('the dr stack', () => {
  const { allResources, allDataSources } = dnsStack('dr');

  it('has the alarm of the controller and nothing of Route 53', () => {
    expect(allResources.map(({ type }) => type)).toEqual(['aws_cloudwatch_metric_alarm']);
    expect(allDataSources).toEqual([]);
  });
});

it('the primary stack has no alarm: what holds traffic in dr must not stand in the Region that is lost', () => {
  expect(dnsStack('primary').resources('aws_cloudwatch_metric_alarm')).toEqual([]);
});
