import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { expectNoResource, expectResource } from '@healthcare-dr/testing';
import { endpointPathOf, parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { dev, dnsStack, reference, us, withDns } from './__fixtures__/stacks';

const stack = dnsStack('primary');
const control = expectResource(stack, Route53HealthCheck, {
  cloudwatch_alarm_name: 'healthcare-traffic-not-engaged-dev',
});
const lag = expectResource(stack, Route53HealthCheck, {
  cloudwatch_alarm_name: 'healthcare-replication-lag-dev',
});
const endpointOf = (region: string) =>
  expectResource(stack, Route53HealthCheck, { fqdn: `${region}.app.dev.healthcare.example` });

describe.each(ROLES)('the check of the %s load balancer', (role) => {
  const endpoint = endpointOf(dev[role].region);

  it('asks HTTPS with the name of the Region, at what says whether the Region can serve', () => {
    expect(endpoint.attributes).toMatchObject({
      type: 'HTTPS',
      port: 443,
      enable_sni: true,
      resource_path: endpointPathOf(dev.service.container),
    });
  });

  it('never asks for the service’s own name, which leads to whoever serves', () => {
    expectNoResource(stack, Route53HealthCheck, { fqdn: 'app.dev.healthcare.example' });
  });

  it('takes three failures ten seconds apart, from checkers everywhere', () => {
    expect(endpoint.attributes).toMatchObject({ request_interval: 10, failure_threshold: 3 });
    expect(endpoint.attributes).not.toHaveProperty('regions');
    expect(endpoint.attributes).not.toHaveProperty('disabled');
  });

  it('stands until its successor does where another interval replaces it: records and other checks refer to it', () => {
    expect(endpoint.attributes).toMatchObject({ lifecycle: { create_before_destroy: true } });
  });

  it('takes interval, threshold and path from the configuration', () => {
    const slow = withDns(dev, { healthCheck: { requestIntervalSeconds: 30, failureThreshold: 5 } });
    const container = { ...dev.service.container, healthPath: '/health', endpointPath: '/ready?deep' };
    const environment = { ...slow, service: { ...slow.service, container } };
    expectResource(dnsStack('primary', environment), Route53HealthCheck, {
      fqdn: `${dev[role].region}.app.dev.healthcare.example`,
      request_interval: 30,
      failure_threshold: 5,
      resource_path: '/ready?deep',
    });
  });
});

describe('the control check', () => {
  it('follows the alarm in the dr Region, inverted, and keeps what it knew when the controller is silent', () => {
    expect(control.attributes).toMatchObject({
      type: 'CLOUDWATCH_METRIC',
      cloudwatch_alarm_region: 'eu-west-1',
      invert_healthcheck: true,
      insufficient_data_health_status: 'LastKnownStatus',
    });
  });

  it('is made anew from every setting of the alarm that Route 53 copies', () => {
    expect(control.attributes['triggers']).toEqual({
      namespace: 'HealthcareDr/Failover/dev',
      metricName: 'TrafficEngaged',
      dimensions: '{"Environment":"dev"}',
      statistic: 'Maximum',
      period: '60',
      evaluationPeriods: '1',
      comparisonOperator: 'LessThanThreshold',
      threshold: '1',
    });
  });
});

describe('the lag check', () => {
  it('follows the alarm in the dr Region and takes an unknown lag for no readiness', () => {
    expect(lag.attributes).toMatchObject({
      type: 'CLOUDWATCH_METRIC',
      cloudwatch_alarm_region: 'eu-west-1',
      invert_healthcheck: false,
      insufficient_data_health_status: 'Unhealthy',
    });
  });

  it('is updated when the alarm is edited', () => {
    const replicationLag = { thresholdMilliseconds: 60_000, evaluationPeriods: 5 };
    const edited = dnsStack('primary', parseEnvironment({ ...dev, alarms: { replicationLag } }));
    expect(lag.attributes['triggers']).toMatchObject({ threshold: '900000', evaluationPeriods: '3' });
    expectResource(edited, Route53HealthCheck, {
      cloudwatch_alarm_name: 'healthcare-replication-lag-dev',
      triggers: { threshold: '60000', evaluationPeriods: '5' },
    });
  });

  it('is on no record and in no other check: readiness decides nothing about traffic', () => {
    const id = reference(lag, 'id');
    const users = stack.allResources.filter(({ attributes }) => JSON.stringify(attributes).includes(id));
    expect(users).toEqual([]);
  });
});

describe('the check on PRIMARY', () => {
  it('needs both the load balancer and a controller that does not hold traffic', () => {
    const endpoint = endpointOf('eu-west-2');
    expectResource(stack, Route53HealthCheck, {
      type: 'CALCULATED',
      child_healthchecks: [reference(endpoint, 'id'), reference(control, 'id')],
      child_health_threshold: 2,
    });
  });
});

it('are the same in another pair of Regions', () => {
  const checks = dnsStack('primary', us).resources(Route53HealthCheck);
  expect(checks.map(({ attributes }) => attributes['type'])).toEqual(
    stack.resources(Route53HealthCheck).map(({ attributes }) => attributes['type']),
  );
  const regions = checks.flatMap(({ attributes }) => attributes['cloudwatch_alarm_region'] ?? []);
  expect(regions).toEqual(['us-west-2', 'us-east-1', 'us-west-2']);
});

describe('the check of the switch at home', () => {
  it('waits for its alarm, which stands in the same stack: Route 53 takes no check of an alarm that is not there', () => {
    const alarm = stack
      .resources('aws_cloudwatch_metric_alarm')
      .find(({ attributes }) => attributes['alarm_name'] === 'healthcare-traffic-held-home-dev');

    expectResource(stack, Route53HealthCheck, {
      cloudwatch_alarm_name: 'healthcare-traffic-held-home-dev',
      depends_on: [alarm?.address],
    });
  });
});
