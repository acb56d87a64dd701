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
  taskOf,
  variablesOf,
  withService,
} from './__fixtures__/stacks';

describe.each(ROLES)('the task of the %s Region', (role) => {
  const stack = computeStack(dev, role);
  const container = containerOf(stack);
  const region = dev[role].region;

  it('runs on Fargate without root, without capabilities, on a read-only root file system', () => {
    expect(taskOf(stack).attributes).toMatchObject({
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
      DATABASE_CA_FILE: '/etc/ssl/certs/rds-global-bundle.pem',
      DATABASE_DNS_TTL_SECONDS: '5',
      DATABASE_HOST: READ.database.writerEndpoint,
      DATABASE_IAM_USER: 'healthcare_service',
      DATABASE_NAME: 'healthcare',
      DATABASE_PORT: '5432',
      DATABASE_READER_HOST: 'reader.endpoint',
      DATABASE_SSLMODE: 'verify-full',
      DOCUMENTS_BUCKET: `healthcare-data-111111111111-${region}-dev`,
      PORT: '8443',
    });
  });

  it('holds no password: it signs in with an IAM token', () => {
    expect(container).not.toHaveProperty('secrets');
    expect(JSON.stringify(container)).not.toContain(READ.database.secretArn);
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
      healthCommand: ['CMD', 'curl', '-kfsS', 'https://127.0.0.1:3000/health'],
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
    expect(command).toEqual(['CMD', 'curl', '-kfsS', 'https://127.0.0.1:3000/health']);
    expect(variablesOf(stack)).toMatchObject({ PORT: '3000', LOG_LEVEL: 'info' });
  });

  it('by default is asked for the port and the path that it serves', () => {
    const { portMappings, healthCheck } = containerOf(computeStack()) as unknown as {
      portMappings: { containerPort: number }[];
      healthCheck: { command: string[] };
    };
    const url = new URL(/https:[^']*/.exec(healthCheck.command.join(' '))?.[0] ?? '');
    expect(portMappings.map(({ containerPort }) => String(containerPort))).toEqual([url.port]);
    expect(variablesOf(computeStack())['PORT']).toBe(url.port);
    expect(url.pathname).toBe(dev.service.container.livenessPath);
    expect(only(computeStack(), 'aws_lb_target_group').attributes).toMatchObject({
      port: Number(url.port),
      health_check: { path: dev.service.container.healthPath },
    });
  });

  it('has the size and the processor that are configured', () => {
    expect(taskOf(computeStack(environment)).attributes).toMatchObject({
      cpu: '1024',
      memory: '4096',
      runtime_platform: { operating_system_family: 'LINUX', cpu_architecture: 'ARM64' },
    });
  });

  it('writes where it may, to volumes that end with the task', () => {
    const stack = computeStack(environment);
    expect(taskOf(stack).attributes['volume']).toEqual([{ name: 'writable-1' }, { name: 'writable-2' }]);
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

it('lets ECS pull from the FIPS endpoint of a repository as from the other', () => {
  const stack = computeStack(
    withService({
      container: {
        image: '{account}.dkr.ecr-fips.{region}.amazonaws.com/records:1.4.2',
        port: 8443,
        healthPath: '/healthz',
        healthCommand: ['CMD', '/app/healthy'],
      },
    }),
  );
  expect(statementsOf(stack, 'execution').get('PullImage')).toMatchObject({
    Resource: 'arn:aws:ecr:eu-west-2:111111111111:repository/records',
  });
});

describe.each(ROLES)('the roles of the %s Region', (role) => {
  const stack = computeStack(dev, role);
  const region = dev[role].region;

  it('are two for the service and two for the migration, and each is assumed by tasks of this account and Region alone', () => {
    const { execution_role_arn: execution, task_role_arn: task } = taskOf(stack).attributes;
    expect(execution).not.toBe(task);
    expect(stack.resources('aws_iam_role')).toHaveLength(4);
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

  it('let ECS start the service with nothing but its log, where the image is public', () => {
    const statements = statementsOf(stack, 'execution');
    expect([...statements.keys()]).toEqual(['WriteLog']);
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
    for (const what of ['execution', 'task', 'migration-start'] as const) {
      for (const { Action, Resource } of statementsOf(stack, what).values() as Iterable<JsonObject>) {
        expect(JSON.stringify(Action)).not.toContain('*');
        expect(Resource).not.toBe('*');
      }
    }
  });
});
