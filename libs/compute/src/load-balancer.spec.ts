import { expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { computeStack, containerOf, dev, only, prod, reference, withService } from './__fixtures__/stacks';

const container = {
  image: '{account}.dkr.ecr.{region}.amazonaws.com/records:1.4.2',
  port: 3000,
  healthPath: '/health',
  healthCommand: ['CMD', '/app/health'],
};

describe.each(ROLES)('the load balancer of the %s Region', (role) => {
  const stack = computeStack(dev, role);

  it('faces the internet from the public subnets, with its own group', () => {
    expectResource(stack, 'aws_lb', {
      name: 'healthcare-alb-dev',
      internal: false,
      load_balancer_type: 'application',
      subnets: ['subnet-public-a', 'subnet-public-b'],
      security_groups: ['sg-alb'],
    });
  });

  it('drops what smuggles: invalid headers, ambiguous requests, requests that no web ACL has seen', () => {
    expectResource(stack, 'aws_lb', {
      drop_invalid_header_fields: true,
      desync_mitigation_mode: 'strictest',
      enable_waf_fail_open: false,
    });
  });

  it('logs requests and connections to the access-log bucket of its own Region', () => {
    const region = dev[role].region;
    const logs = {
      enabled: true,
      bucket: `healthcare-access-logs-111111111111-${region}-dev`,
      prefix: 'alb',
    };
    const { attributes } = expectResource(stack, 'aws_lb', { access_logs: logs, connection_logs: logs });
    expect(JSON.stringify(attributes['access_logs'])).not.toContain('AWSLogs');
  });

  it('has two listeners and no rule: one serves, one redirects', () => {
    expect(stack.resources('aws_lb_listener').map(({ attributes }) => attributes['port'])).toEqual([80, 443]);
    expect(stack.resources('aws_lb_listener_rule')).toEqual([]);
  });

  it('serves TLS 1.2 and 1.3 alone', () => {
    const { attributes } = expectResource(stack, 'aws_lb_listener', { port: 443, protocol: 'HTTPS' });
    expect(attributes['ssl_policy']).toBe('ELBSecurityPolicy-TLS13-1-2-Res-2021-06');
    expect(attributes['default_action']).toEqual([
      { type: 'forward', target_group_arn: reference(only(stack, 'aws_lb_target_group'), 'arn') },
    ]);
    expect(attributes['routing_http_response_strict_transport_security_header_value']).toBe(
      'max-age=31536000',
    );
  });

  it('takes its certificate once that is issued', () => {
    const validation = only(stack, 'aws_acm_certificate_validation');
    expectResource(stack, 'aws_lb_listener', {
      port: 443,
      certificate_arn: reference(validation, 'certificate_arn'),
    });
  });

  it('answers HTTP with a permanent redirect to HTTPS and serves nothing there', () => {
    const { attributes } = expectResource(stack, 'aws_lb_listener', { port: 80, protocol: 'HTTP' });
    expect(attributes['default_action']).toEqual([
      { type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', status_code: 'HTTP_301' } },
    ]);
  });
});

describe('the target group', () => {
  const stack = computeStack(withService({ container, deregistrationDelaySeconds: 45 }));
  const targets = only(stack, 'aws_lb_target_group');

  it('asks the container where it listens: its port, its path', () => {
    const { portMappings } = containerOf(stack) as { portMappings: { containerPort: number }[] };
    expect(portMappings.map(({ containerPort }) => containerPort)).toEqual([3000]);
    expect(targets.attributes).toMatchObject({
      port: 3000,
      target_type: 'ip',
      health_check: { path: '/health', port: 'traffic-port', matcher: '200' },
    });
  });

  it('speaks TLS to the container, for requests and for health checks', () => {
    expect(targets.attributes).toMatchObject({ protocol: 'HTTPS', health_check: { protocol: 'HTTPS' } });
  });

  it('lets requests finish and new tasks warm up', () => {
    expect(targets.attributes).toMatchObject({
      deregistration_delay: '45',
      slow_start: 30,
      load_balancing_algorithm_type: 'round_robin',
    });
  });

  it('can be followed by one with another port: the port is in its name, and the successor comes first', () => {
    expect(targets.attributes).toMatchObject({
      name: 'healthcare-tg-3000-dev',
      lifecycle: { create_before_destroy: true },
    });
  });
});

describe('the protection of the load balancer', () => {
  it('follows the deletion policy, and an ephemeral one owns up', () => {
    const ephemeral = only(computeStack(dev), 'aws_lb');
    expect(ephemeral.attributes['enable_deletion_protection']).toBe(false);
    expect(ephemeral.suppressions.map(({ check }) => check)).toEqual([
      'alb-internal-unless-declared',
      'alb-deletion-protection',
    ]);
    const kept = only(computeStack(prod), 'aws_lb');
    expect(kept.attributes).toMatchObject({
      enable_deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(kept.suppressions.map(({ check }) => check)).toEqual(['alb-internal-unless-declared']);
  });
});
