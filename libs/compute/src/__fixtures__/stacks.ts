import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack, type Block, type JsonObject, type SynthesizedStack } from '@healthcare-dr/testing';
import { parseEnvironment, type EnvironmentInput, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Compute } from '../compute';

/** Two zones, ephemeral. */
export const dev = fixtureEnvironment('dev');
/** Three zones, production. */
export const prod = fixtureEnvironment('prod');

/** Stand for what the composition root reads from contracts. */
export const READ = {
  keys: {
    dataKeyArn: 'arn-of-the-data-key',
    databaseKeyArn: 'arn-of-the-database-key',
    logsKeyArn: 'arn-of-the-logs-key',
  },
  network: {
    vpcId: 'vpc-1',
    publicSubnetIds: ['subnet-public-a', 'subnet-public-b'],
    privateSubnetIds: ['subnet-private-a', 'subnet-private-b'],
    albSecurityGroupId: 'sg-alb',
    serviceSecurityGroupId: 'sg-service',
  },
  cluster: { clusterResourceId: 'cluster-ABC', readerEndpoint: 'reader.endpoint' },
  database: {
    writerEndpoint: 'healthcare-global-dev.global-abc.global.rds.amazonaws.com',
    secretArn: 'arn:aws:secretsmanager:here:111111111111:secret:healthcare-database-dev-AbCdEf',
  },
};

/** `dev` with another service. */
export const withService = (service: NonNullable<EnvironmentInput['service']>) =>
  parseEnvironment({ ...dev, service } as EnvironmentInput);

/** The tier's stack, synthesized on its own. */
export function computeStack(environment = dev, role: Role = 'primary'): SynthesizedStack {
  const definition = defineStack({
    role,
    tier: 'compute',
    build: (stack) => void new Compute(stack, 'compute', READ),
  });
  return synthesizeStack(definition, environment);
}

/** The one resource of a type. */
export function only(stack: SynthesizedStack, type: string): Block {
  const found = stack.resources(type);
  if (found.length !== 1) throw new Error(`${stack.name} has ${found.length} of ${type}.`);
  return found[0] as Block;
}

/** A JSON document that stands in an attribute. */
export const documentOf = (block: Block, attribute: string): unknown =>
  JSON.parse(String(block.attributes[attribute]));

/** The two task definitions of the tier. */
type TaskName = 'service' | 'migration';

/** The task definition of the service, or of its migration. */
export function taskOf(stack: SynthesizedStack, what: TaskName = 'service'): Block {
  const found = stack
    .resources('aws_ecs_task_definition')
    .filter(({ attributes }) => String(attributes['family']).startsWith(`healthcare-${what}-`));
  if (found.length !== 1)
    throw new Error(`${stack.name} has ${found.length} task definitions of the ${what}.`);
  return found[0] as Block;
}

/** The one container of a task definition. */
export const containerOf = (stack: SynthesizedStack, what?: TaskName): JsonObject => {
  const containers = documentOf(taskOf(stack, what), 'container_definitions') as JsonObject[];
  if (containers.length !== 1) throw new Error(`The task has ${containers.length} containers.`);
  return containers[0] as JsonObject;
};

/** The variables of the container of a task, by their names. */
export const variablesOf = (stack: SynthesizedStack, what?: TaskName): Record<string, string> =>
  Object.fromEntries(
    (containerOf(stack, what)['environment'] as { name: string; value: string }[]).map(({ name, value }) => [
      name,
      value,
    ]),
  );

/** The statements of the policy of one of the roles, by their Sid. */
export const statementsOf = (stack: SynthesizedStack, what: 'execution' | 'task' | 'migration-start') => {
  const policy = stack
    .resources('aws_iam_policy')
    .find(({ attributes }) => String(attributes['name']).includes(`ecs-${what}-`));
  if (policy === undefined) throw new Error(`${stack.name} has no policy of the ${what} role.`);
  const { Statement } = documentOf(policy, 'policy') as { Statement: (JsonObject & { Sid: string })[] };
  return new Map(Statement.map((statement) => [statement.Sid, statement]));
};

/** How another resource refers to an attribute of this one. */
export const reference = (block: Block, attribute: string): string => `\${${block.address}.${attribute}}`;
