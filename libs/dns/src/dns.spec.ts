import { dnsStack } from './__fixtures__/stacks';

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
