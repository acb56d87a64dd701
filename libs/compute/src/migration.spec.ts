import { ROLES } from '@healthcare-dr/topology';
import {
  computeStack,
  containerOf,
  dev,
  READ,
  statementsOf,
  taskOf,
  variablesOf,
  withService,
} from './__fixtures__/stacks';

describe.each(ROLES)('the migration of the %s Region', (role) => {
  const stack = computeStack(dev, role);
  const region = dev[role].region;

  it('alone is given the master credentials, by reference, out of the secret of its own Region', () => {
    expect(containerOf(stack, 'migration')['secrets']).toEqual([
      { name: 'DATABASE_USERNAME', valueFrom: `${READ.database.secretArn}:username::` },
      { name: 'DATABASE_PASSWORD', valueFrom: `${READ.database.secretArn}:password::` },
    ]);
    const readers = stack
      .resources('aws_iam_policy')
      .filter(({ attributes }) => String(attributes['policy']).includes('secretsmanager:GetSecretValue'))
      .map(({ attributes }) => attributes['name']);
    expect(readers).toEqual([`healthcare-ecs-migration-start-${region}-dev`]);
  });

  it('is started with a role that reads this one secret, by its key through Secrets Manager, and writes this one log', () => {
    const statements = statementsOf(stack, 'migration-start');
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
      Resource: `arn:aws:logs:${region}:111111111111:log-group:/aws/ecs/healthcare-migration-dev:*`,
    });
  });

  it('runs with a role that may call nothing', () => {
    const task = stack
      .resources('aws_iam_role')
      .find(({ attributes }) => attributes['name'] === `healthcare-ecs-migration-${region}-dev`);
    expect(taskOf(stack, 'migration').attributes['task_role_arn']).toBe(`\${${task?.address}.arn}`);
    const attached = stack
      .resources('aws_iam_role_policy_attachment')
      .map(({ attributes }) => attributes['role']);
    expect(attached).toHaveLength(3);
    expect(attached).not.toContain(`\${${task?.address}.name}`);
  });

  it('verifies the database’s certificate, as the service does', () => {
    const { DATABASE_SSLMODE, DATABASE_CA_FILE } = variablesOf(stack, 'migration');
    expect({ DATABASE_SSLMODE, DATABASE_CA_FILE }).toEqual({
      DATABASE_SSLMODE: 'verify-full',
      DATABASE_CA_FILE: variablesOf(stack)['DATABASE_CA_FILE'],
    });
    expect(variablesOf(stack, 'migration')['DATABASE_HOST']).toBe(READ.database.writerEndpoint);
  });

  it('is no part of the service: no service, port or schedule starts it', () => {
    expect(containerOf(stack, 'migration')).not.toHaveProperty('portMappings');
    for (const { attributes } of stack.resources('aws_ecs_service')) {
      expect(attributes['task_definition']).toBe(`\${${taskOf(stack).address}.arn}`);
    }
  });
});

describe('the command of the migration', () => {
  const container = {
    image: '{account}.dkr.ecr.{region}.amazonaws.com/records:1.4.2',
    port: 8443,
    healthPath: '/healthz',
    healthCommand: ['CMD', '/app/healthy'],
  };

  it('is `migrate` of the same image, if nothing is said', () => {
    const stack = computeStack(withService({ container }));
    expect(containerOf(stack, 'migration')).toMatchObject({
      command: ['migrate'],
      image: containerOf(stack)['image'],
    });
  });

  it('is what the container says', () => {
    const migrationCommand = ['flyway', 'migrate'];
    const stack = computeStack(withService({ container: { ...container, migrationCommand } }));
    expect(containerOf(stack, 'migration')['command']).toEqual(migrationCommand);
  });
});
