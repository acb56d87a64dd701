import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { containerDefinition, fargateTask } from './container-definition';
import { databaseVariables } from './database-variables';
import type { LogGroupReference } from './log-groups';
import type { TaskRoles } from './task-roles';

/** The name of the one container of a task. */
export const CONTAINER_NAME = 'service';

/** Props of {@link TaskDefinition}. */
export interface TaskDefinitionProps {
  /** The image as the Region pulls it. */
  readonly image: string;
  readonly roles: TaskRoles;
  readonly log: LogGroupReference;
  /** The global writer endpoint: the same name whoever writes. */
  readonly writerEndpoint: string;
  /** The reader endpoint of this Region's cluster: what can be read here whoever writes. */
  readonly readerEndpoint: string;
  readonly dataBucketName: string;
}

/** One task of the service: the configured container, which listens with TLS and holds no password. */
export class TaskDefinition extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const { environment, naming, topology } = TierStack.of(this);
    const { service } = environment;
    const { container } = service;
    const { image, log, roles } = props;
    const family = naming.name('resource', 'service');
    const definition = {
      ...containerDefinition({
        name: CONTAINER_NAME,
        container,
        image,
        ...(container.command === undefined ? {} : { command: container.command }),
        log,
        variables: {
          ...container.environment,
          ...databaseVariables(environment, props.writerEndpoint),
          AWS_REGION: topology.region,
          DATABASE_READER_HOST: props.readerEndpoint,
          DOCUMENTS_BUCKET: props.dataBucketName,
          PORT: String(container.port),
        },
      }),
      portMappings: [
        { containerPort: container.port, hostPort: container.port, protocol: 'tcp', name: 'https' },
      ],
      healthCheck: {
        command: container.healthCommand,
        interval: 15,
        timeout: 5,
        retries: 3,
        startPeriod: Math.min(service.healthCheckGracePeriodSeconds, 300),
      },
    };
    this.arn = new EcsTaskDefinition(this, 'task-definition', {
      family,
      ...fargateTask(service),
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      containerDefinitions: JSON.stringify([definition]),
      tags: { Name: family },
      // A service can be rolled back to an active revision only: the old one goes once the new one has settled.
      lifecycle: { createBeforeDestroy: true },
    }).arn;
  }
}
