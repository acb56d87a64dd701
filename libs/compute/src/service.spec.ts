import { expectResource } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES, type Role } from '@healthcare-dr/topology';
import { computeStack, containerOf, dev, only, reference, taskOf, withService } from './__fixtures__/stacks';

describe.each(ROLES)('the service of the %s Region', (role) => {
  const stack = computeStack(dev, role);
  const service = only(stack, 'aws_ecs_service');

  it('runs warm, in private subnets of two zones, behind the load balancer', () => {
    expect(service.attributes).toMatchObject({
      name: 'healthcare-service-dev',
      desired_count: 2,
      network_configuration: {
        subnets: ['subnet-private-a', 'subnet-private-b'],
        security_groups: ['sg-service'],
        assign_public_ip: false,
      },
      availability_zone_rebalancing: 'ENABLED',
    });
  });

  it('registers with the target group the port that its container maps', () => {
    const { name, portMappings } = containerOf(stack) as unknown as {
      name: string;
      portMappings: { containerPort: number }[];
    };
    expect(service.attributes['load_balancer']).toEqual([
      {
        target_group_arn: reference(only(stack, 'aws_lb_target_group'), 'arn'),
        container_name: name,
        container_port: portMappings[0]?.containerPort,
      },
    ]);
  });

  it('rolls out without being fewer, rolls back what fails, and says so', () => {
    expect(service.attributes).toMatchObject({
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
      health_check_grace_period_seconds: 60,
      wait_for_steady_state: true,
      force_new_deployment: true,
    });
  });

  it('has something to roll back to: the old task definition goes after the new one has settled', () => {
    const definition = taskOf(stack);
    expect(definition.attributes['lifecycle']).toEqual({ create_before_destroy: true });
    expect(service.attributes['task_definition']).toBe(reference(definition, 'arn'));
  });

  it('waits for what its first task needs: listener, capacity providers, both roles', () => {
    const https = expectResource(stack, 'aws_lb_listener', { port: 443 });
    expect(service.attributes['depends_on']).toEqual(
      expect.arrayContaining([
        https.address,
        only(stack, 'aws_ecs_cluster_capacity_providers').address,
        ...stack
          .resources('aws_iam_role_policy_attachment')
          .map(({ address }) => address)
          .filter((address) => address.includes('_task-roles_')),
      ]),
    );
  });

  it('has no way in: a read-only root file system does not carry the agent', () => {
    expect(service.attributes['enable_execute_command']).toBe(false);
  });

  it('leaves the number of tasks to scaling', () => {
    expect(service.attributes['lifecycle']).toEqual({ ignore_changes: ['desired_count'] });
  });
});

describe('the cluster', () => {
  it('is watched, and keeps a record of executed commands under a customer key', () => {
    const stack = computeStack();
    const exec = expectResource(stack, 'aws_cloudwatch_log_group', { name: '/aws/ecs/healthcare-exec-dev' });
    expect(only(stack, 'aws_ecs_cluster').attributes).toMatchObject({
      name: 'healthcare-cluster-dev',
      setting: [{ name: 'containerInsights', value: 'enabled' }],
      configuration: {
        execute_command_configuration: {
          kms_key_id: 'arn-of-the-logs-key',
          logging: 'OVERRIDE',
          log_configuration: {
            cloud_watch_encryption_enabled: true,
            cloud_watch_log_group_name: reference(exec, 'name'),
          },
        },
      },
    });
  });
});

describe('capacity', () => {
  const strategyOf = (spotPercent: number, role: Role = 'primary') =>
    only(computeStack(withService({ spotPercent, tasks: { min: 3, drMin: 2 } }), role), 'aws_ecs_service')
      .attributes['capacity_provider_strategy'];

  it('is on demand unless a share of Spot is asked for', () => {
    expect(strategyOf(0)).toEqual([{ capacity_provider: 'FARGATE', base: 3, weight: 100 }]);
  });

  it.each([
    [30, 70],
    [100, 0],
  ])('puts %i percent of the tasks above the minimum on Spot', (spot, onDemand) => {
    expect(strategyOf(spot)).toEqual([
      { capacity_provider: 'FARGATE', base: 3, weight: onDemand },
      { capacity_provider: 'FARGATE_SPOT', base: 0, weight: spot },
    ]);
  });

  it('never puts the minimum of dr on Spot', () => {
    expect(strategyOf(100, 'dr')).toMatchObject([{ capacity_provider: 'FARGATE', base: 2 }, {}]);
  });
});

describe('scaling', () => {
  const environment = withService({ tasks: { min: 3, max: 12, drMin: 1 }, cpuTargetPercent: 50 });

  it.each([
    ['primary', 3],
    ['dr', 1],
  ] as const)('in %s goes from %i to the same most', (role, least) => {
    expectResource(computeStack(environment, role), 'aws_appautoscaling_target', {
      min_capacity: least,
      max_capacity: 12,
      resource_id: 'service/healthcare-cluster-dev/healthcare-service-dev',
    });
    expectResource(computeStack(environment, role), 'aws_ecs_service', { desired_count: least });
  });

  it('by default goes from two to ten tasks, in dr too', () => {
    for (const role of ROLES) {
      expectResource(computeStack(dev, role), 'aws_appautoscaling_target', {
        min_capacity: 2,
        max_capacity: 10,
      });
    }
  });

  it('follows CPU and memory', () => {
    const policies = computeStack(environment)
      .resources('aws_appautoscaling_policy')
      .map(({ attributes }) => attributes['target_tracking_scaling_policy_configuration']);
    expect(policies).toEqual([
      expect.objectContaining({
        target_value: 50,
        predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageCPUUtilization' },
      }),
      expect.objectContaining({
        target_value: 70,
        predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageMemoryUtilization' },
      }),
    ]);
  });

  it('lets a failover raise the minimum in dr: a plan does not lower it', () => {
    const lifecycles = ROLES.map(
      (role) => only(computeStack(environment, role), 'aws_appautoscaling_target').attributes['lifecycle'],
    );
    expect(lifecycles).toEqual([undefined, { ignore_changes: ['min_capacity'] }]);
  });

  it('lets it be raised in the primary too, where the controller is told to', () => {
    const raising = parseEnvironment({
      ...environment,
      failover: { ...environment.failover, capacity: { minTasks: 4 } },
    });
    const target = only(computeStack(raising, 'primary'), 'aws_appautoscaling_target');
    expect(target.attributes['lifecycle']).toEqual({ ignore_changes: ['min_capacity'] });
  });
});
