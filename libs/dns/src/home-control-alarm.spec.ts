import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { CONTROLLER_METRICS, controllerNamespace } from '@healthcare-dr/failover-lambda/contract';
import { expectResource } from '@healthcare-dr/testing';
import { dev, dnsStack, prod, reference } from './__fixtures__/stacks';

describe('the alarm by which traffic is held at home', () => {
  const stack = dnsStack('primary');
  const alarm = expectResource(stack, CloudwatchMetricAlarm, {
    alarm_name: 'healthcare-traffic-held-home-dev',
  });
  const check = expectResource(stack, Route53HealthCheck, {
    cloudwatch_alarm_name: 'healthcare-traffic-held-home-dev',
  });

  it('stands in the primary Region and watches what the controller there writes', () => {
    expect(alarm.attributes).toMatchObject({
      namespace: controllerNamespace({ suffix: 'dev' }),
      metric_name: CONTROLLER_METRICS.trafficEngaged,
      dimensions: { Environment: 'dev' },
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
      evaluation_periods: 1,
    });
    expect(alarm.attributes).not.toHaveProperty('provider');
    expect(check.attributes).toMatchObject({ cloudwatch_alarm_region: dev.primary.region });
  });

  it('is healthy where nothing is said: the Region that would say it may be lost, and clients must not be stranded', () => {
    expect(check.attributes).toMatchObject({
      insufficient_data_health_status: 'Healthy',
      invert_healthcheck: false,
    });
  });

  it('is needed by the check on SECONDARY, beside the load balancer', () => {
    const endpoint = expectResource(stack, Route53HealthCheck, {
      fqdn: `${dev.dr.region}.app.dev.healthcare.example`,
    });
    expectResource(stack, Route53HealthCheck, {
      type: 'CALCULATED',
      child_healthchecks: [reference(endpoint, 'id'), reference(check, 'id')],
      child_health_threshold: 2,
    });
  });

  it('cannot be destroyed in production', () => {
    expectResource(dnsStack('primary', prod), CloudwatchMetricAlarm, {
      alarm_name: 'healthcare-traffic-held-home-prod',
      lifecycle: { prevent_destroy: true },
    });
  });
});
