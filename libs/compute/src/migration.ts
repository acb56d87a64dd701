import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { MIGRATION_CONTAINER_NAME, migrationFamily } from '@healthcare-dr/compute/contract';
import { TierStack } from '@healthcare-dr/platform';
import { addRole, addServiceRole, type RoleStatement } from '@healthcare-dr/platform/service-role';
import { Construct } from 'constructs';
import { containerDefinition, fargateTask } from './container-definition';
import { databaseVariables } from './database-variables';
import type { LogGroupReference } from './log-groups';
import { startStatements, taskTrust, through } from './role-statements';

/** Props of {@link Migration}. */
export interface MigrationProps {
  /** The image as the Region pulls it. */
  readonly image: string;
  readonly log: LogGroupReference;
  /** The name of {@link log}, as a policy has it. */
  readonly logGroupName: string;
  /** The global writer endpoint: the same name whoever writes. */
  readonly writerEndpoint: string;
  /** The secret of the master credentials in this Region, and the key it is under. */
  readonly secretArn: string;
  readonly databaseKeyArn: string;
}

/**
 * What makes the schema and the service's user: a task of the same image that nothing starts by itself, and the only one that
 * is given the master credentials. ECS reads them, with a role of their own; the container itself may call nothing of AWS.
 */
export class Migration extends Construct {
  constructor(scope: Construct, id: string, props: MigrationProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { environment, naming, topology } = stack;
    const { service } = environment;
    const { container } = service;
    const family = migrationFamily(naming);
    const trust = taskTrust(stack);
    const starts = 'Lets ECS start the migration with the master credentials of the database';
    const execution = addServiceRole(this, {
      part: 'execution',
      what: 'ecs-migration-start',
      description: starts,
      trust,
      policy: { description: starts, statements: executionStatements(stack, props) },
    });
    const task = addRole(this, 'task-role', {
      what: 'ecs-migration',
      description: 'The migration, which may do nothing but speak to the database',
      trust,
    });
    const definition = {
      ...containerDefinition({
        name: MIGRATION_CONTAINER_NAME,
        container,
        image: props.image,
        command: container.migrationCommand,
        log: props.log,
        variables: {
          ...container.environment,
          ...databaseVariables(environment, props.writerEndpoint),
          AWS_REGION: topology.region,
        },
      }),
      secrets: [
        { name: 'DATABASE_USERNAME', valueFrom: `${props.secretArn}:username::` },
        { name: 'DATABASE_PASSWORD', valueFrom: `${props.secretArn}:password::` },
      ],
    };
    new EcsTaskDefinition(this, 'task-definition', {
      family,
      ...fargateTask(service),
      executionRoleArn: execution.role.arn,
      taskRoleArn: task.arn,
      containerDefinitions: JSON.stringify([definition]),
      tags: { Name: family },
      // A run may begin while this changes.
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [execution.attachment],
    });
  }
}

function executionStatements(
  stack: TierStack,
  { image, logGroupName, secretArn, databaseKeyArn }: MigrationProps,
): RoleStatement[] {
  return [
    ...startStatements(stack, image, logGroupName),
    {
      Sid: 'ReadDatabaseSecret',
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue'],
      Resource: secretArn,
    },
    {
      Sid: 'DecryptDatabaseSecret',
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: databaseKeyArn,
      Condition: through('secretsmanager', stack.topology.region),
    },
  ];
}
