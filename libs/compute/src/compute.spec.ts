import { expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { computeStack, dev, only, prod, reference } from './__fixtures__/stacks';

describe.each(ROLES)('Compute on the %s side', (role) => {
  const stack = computeStack(dev, role);

  it('publishes what leads to its load balancer, and nothing else', () => {
    const [alb, targets] = [only(stack, 'aws_lb'), only(stack, 'aws_lb_target_group')];
    const published = stack
      .resources('aws_ssm_parameter')
      .map(({ attributes }) => [attributes['name'], attributes['insecure_value']]);
    expect(Object.fromEntries(published)).toEqual({
      '/healthcare-dr/dev/compute/alb-dns-name': reference(alb, 'dns_name'),
      '/healthcare-dr/dev/compute/alb-zone-id': reference(alb, 'zone_id'),
      '/healthcare-dr/dev/compute/alb-arn-suffix': reference(alb, 'arn_suffix'),
      '/healthcare-dr/dev/compute/target-group-arn-suffix': reference(targets, 'arn_suffix'),
    });
  });

  it('makes no record and looks at none, unless it is the side that validates both', () => {
    const touched = [...stack.allResources, ...stack.allDataSources].filter(({ type }) =>
      type.startsWith('aws_route53'),
    );
    expect(touched.length).toBe(role === 'primary' ? 4 : 0);
  });
});

describe('the dr side', () => {
  it('names nothing of the primary Region', () => {
    expect(computeStack(dev, 'dr').text).not.toContain(dev.primary.region);
  });
});

describe('the log groups', () => {
  const groups = (environment: typeof dev) =>
    computeStack(environment)
      .resources('aws_cloudwatch_log_group')
      .map(({ attributes }) => `${String(attributes['name'])} ${String(attributes['retention_in_days'])}`);

  it('are there before anything writes, audit records for a year', () => {
    expect(groups(dev).toSorted()).toEqual([
      '/aws/ecs/containerinsights/healthcare-cluster-dev/performance 14',
      '/aws/ecs/healthcare-exec-dev 365',
      '/aws/ecs/healthcare-migration-dev 365',
      '/aws/ecs/healthcare-service-dev 14',
      'aws-waf-logs-healthcare-alb-dev 365',
    ]);
  });

  it('are on the customer key, and cannot be destroyed in production', () => {
    for (const { attributes } of computeStack(prod).resources('aws_cloudwatch_log_group')) {
      expect(attributes).toMatchObject({
        kms_key_id: 'arn-of-the-logs-key',
        lifecycle: { prevent_destroy: true },
      });
    }
  });

  it('stand before the cluster that Container Insights watches', () => {
    const stack = computeStack();
    const insights = expectResource(stack, 'aws_cloudwatch_log_group', {
      name: '/aws/ecs/containerinsights/healthcare-cluster-dev/performance',
    });
    expect(only(stack, 'aws_ecs_cluster').attributes['depends_on']).toEqual([insights.address]);
  });
});
