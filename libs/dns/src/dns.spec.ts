import { dnsStack } from './__fixtures__/stacks';

describe('the dr stack', () => {
  const { allResources, allDataSources } = dnsStack('dr');

  it('has the alarm of the controller and nothing of Route 53', () => {
    expect(allResources.map(({ type }) => type)).toEqual(['aws_cloudwatch_metric_alarm']);
    expect(allDataSources).toEqual([]);
  });
});

it('the primary stack has the alarm that holds traffic at home, and none that holds it in dr', () => {
  const alarms = dnsStack('primary').resources('aws_cloudwatch_metric_alarm');
  expect(alarms.map(({ attributes }) => attributes['alarm_name'])).toEqual([
    'healthcare-traffic-held-home-dev',
  ]);
});
