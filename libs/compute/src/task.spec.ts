import type { JsonObject } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import {
  computeStack,
  containerOf,
  dev,
  documentOf,
  only,
  READ,
  statementsOf,
  withService,
} from './__fixtures__/stacks';

const variablesOf = (stack: ReturnType<typeof computeStack>) =>
  Object.fromEntries(
    (containerOf(stack)['environment'] as { name: string; value: string }[]).map(({ name, value }) => [
      name,
      value,
    ]),
  );

describe.each(ROLES)('the task of the %s Region', (role) => {
  const stack = computeStack(dev, role);
  const container = containerOf(stack);
  const region = dev[role].region;

  it('runs on Fargate without root, without capabilities, on a read-only root file system', () => {
    expect(only(stack, 'aws_ecs_task_definition').attributes).toMatchObject({
      requires_compatibilities: ['FARGATE'],
      network_mode: 'awsvpc',
    });
    expect(container).toMatchObject({
      user: '65534:65534',
      privileged: false,
      readonlyRootFilesystem: true,
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
      mountPoints: [],
    });
  });

  it('is led to the global writer endpoint, and to the data of its own Region', () => {
    expect(variablesOf(stack)).toEqual({
      AWS_REGION: region,
      DATABASE_DNS_TTL_SECONDS: '5',
      DATABASE_HOST: READ.database.writerEndpoint,
      DATABASE_IAM_USER: 'healthcare_service',
      DATABASE_NAME: 'healthcare',
      DATABASE_PORT: '5432',
      DATABASE_SSLMODE: 'require',
      DATA_BUCKET: `healthcare-data-111111111111-${region}-dev`,
      PORT: '8080',
    });
  });

  it('is given the credentials by reference, out of the secret of its own Region', () => {
    expect(container['secrets']).toEqual([
      { name: 'DATABASE_USERNAME', valueFrom: `${READ.database.secretArn}:username::` },
      { name: 'DATABASE_PASSWORD', valueFrom: `${READ.database.secretArn}:password::` },
    ]);
    expect(Object.keys(variablesOf(stack)).filter((name) => /password|username/i.test(name))).toEqual([]);
  });

  it('logs to the group of its own Region', () => {
    expect(container['logConfiguration']).toMatchObject({
      logDriver: 'awslogs',
      options: { 'awslogs-region': region, mode: 'non-blocking' },
    });
  });
});

describe('the container', () => {
  const environment = withService({
    container: {
      image: '{account}.dkr.ecr.{region}.amazonaws.com/team/records:1.4.2',
      port: 3000,
      healthPath: '/health',
      healthCommand: ['CMD', 'curl', '-fsS', 'http://127.0.0.1:3000/health'],
      user: '10001:10001',
      writablePaths: ['/tmp', '/var/cache/records'],
      environment: { LOG_LEVEL: 'info' },
    },
    cpu: 1024,
    memoryMiB: 4096,
    cpuArchitecture: 'ARM64',
  });

  it('is asked in the task what the load balancer asks from outside', () => {
    const stack = computeStack(environment);
    const { command } = containerOf(stack)['healthCheck'] as { command: string[] };
    expect(command).toEqual(['CMD', 'curl', '-fsS', 'http://127.0.0.1:3000/health']);
    expect(variablesOf(stack)).toMatchObject({ PORT: '3000', LOG_LEVEL: 'info' });
  });

  it('by default is asked for the port and the path that it serves', () => {
    const { command, portMappings, healthCheck } = containerOf(computeStack()) as unknown as {
      command: string[];
      portMappings: { containerPort: number }[];
      healthCheck: { command: string[] };
    };
    const url = new URL(healthCheck.command.at(-1) ?? '');
    expect(portMappings.map(({ containerPort }) => String(containerPort))).toEqual([url.port]);
    expect(command).toContain(url.port);
    expect(only(computeStack(), 'aws_lb_target_group').attributes).toMatchObject({
      port: Number(url.port),
      health_check: { path: url.pathname },
    });
  });

  it('has the size and the processor that are configured', () => {
    expect(only(computeStack(environment), 'aws_ecs_task_definition').attributes).toMatchObject({
      cpu: '1024',
      memory: '4096',
      runtime_platform: { operating_system_family: 'LINUX', cpu_architecture: 'ARM64' },
    });
  });

  it('writes where it may, to volumes that end with the task', () => {
    const stack = computeStack(environment);
    expect(only(stack, 'aws_ecs_task_definition').attributes['volume']).toEqual([
      { name: 'writable-1' },
      { name: 'writable-2' },
    ]);
    expect(containerOf(stack)['mountPoints']).toEqual([
      { sourceVolume: 'writable-1', containerPath: '/tmp', readOnly: false },
      { sourceVolume: 'writable-2', containerPath: '/var/cache/records', readOnly: false },
    ]);
  });

  it.each(ROLES)('is pulled from the registry of its own Region: %s', (role) => {
    const stack = computeStack(environment, role);
    const region = dev[role].region;
    expect(containerOf(stack)['image']).toBe(
      `111111111111.dkr.ecr.${region}.amazonaws.com/team/records:1.4.2`,
    );
    expect(statementsOf(stack, 'execution').get('PullImage')).toMatchObject({
      Resource: `arn:aws:ecr:${region}:111111111111:repository/team/records`,
    });
  });
});

describe.each(ROLES)('the roles of the %s Region', (role) => {
  const stack = computeStack(dev, role);
  const region = dev[role].region;

  it('are two, and each is assumed by tasks of this account and Region alone', () => {
    const { execution_role_arn: execution, task_role_arn: task } = only(
      stack,
      'aws_ecs_task_definition',
    ).attributes;
    expect(execution).not.toBe(task);
    expect(stack.resources('aws_iam_role')).toHaveLength(2);
    for (const assumed of stack.resources('aws_iam_role')) {
      expect(documentOf(assumed, 'assume_role_policy')).toMatchObject({
        Statement: [
          {
            Principal: { Service: 'ecs-tasks.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '111111111111' },
              ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${region}:111111111111:*` },
            },
          },
        ],
      });
    }
  });

  it('let ECS read this one secret, by its key through Secrets Manager, and write this one log', () => {
    const statements = statementsOf(stack, 'execution');
    expect([...statements.keys()]).toEqual(['WriteLog', 'ReadDatabaseSecret', 'DecryptDatabaseSecret']);
    expect(statements.get('ReadDatabaseSecret')).toMatchObject({
      Action: ['secretsmanager:GetSecretValue'],
      Resource: READ.database.secretArn,
    });
    expect(statements.get('DecryptDatabaseSecret')).toMatchObject({
      Action: ['kms:Decrypt'],
      Resource: READ.keys.databaseKeyArn,
      Condition: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
    });
    expect(statements.get('WriteLog')).toMatchObject({
      Resource: `arn:aws:logs:${region}:111111111111:log-group:/aws/ecs/healthcare-service-dev:*`,
    });
  });

  it('let the service use its bucket, its key through S3 and its database user', () => {
    const statements = statementsOf(stack, 'task');
    const bucket = `arn:aws:s3:::healthcare-data-111111111111-${region}-dev`;
    expect([...statements].map(([sid, { Resource }]) => [sid, Resource])).toEqual([
      ['ListDataBucket', bucket],
      ['UseObjects', `${bucket}/*`],
      ['UseDataKey', READ.keys.dataKeyArn],
      ['SignInToDatabase', `arn:aws:rds-db:${region}:111111111111:dbuser:cluster-ABC/healthcare_service`],
    ]);
    expect(statements.get('UseDataKey')).toMatchObject({
      Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    });
  });

  it('name no resource by a bare wildcard and no action by any', () => {
    for (const what of ['execution', 'task'] as const) {
      for (const { Action, Resource } of statementsOf(stack, what).values() as Iterable<JsonObject>) {
        expect(JSON.stringify(Action)).not.toContain('*');
        expect(Resource).not.toBe('*');
      }
    }
  });
});
