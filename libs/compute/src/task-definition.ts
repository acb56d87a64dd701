import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { POSTGRESQL_PORT } from '@healthcare-dr/aurora/contract';
import { TierStack } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import type { TaskRoles } from './task-roles';

/** The name of the one container of a task. */
export const CONTAINER_NAME = 'service';

/**
 * How long an answer of the DNS may be kept, in seconds. The writer endpoint keeps its name when the writer moves and changes
 * its address: AWS advises 5 s for a global database, and the JVM's own default is 30 s or more.
 */
const DNS_TTL_SECONDS = 5;

/** How long a container may take to stop, in seconds: Fargate's most, which is also the notice that Spot gives. */
const STOP_TIMEOUT_SECONDS = 120;

/** Props of {@link TaskDefinition}. */
export interface TaskDefinitionProps {
  readonly service: Environment['service'];
  /** The image as the Region pulls it. */
  readonly image: string;
  readonly roles: TaskRoles;
  readonly logGroupName: string;
  /** The global writer endpoint: the same name whoever writes. */
  readonly writerEndpoint: string;
  readonly databaseName: string;
  /** The database's secret, as it stands in this Region. */
  readonly secretArn: string;
  readonly dataBucketName: string;
}

/** One task of the service: the configured container, without root, on a root file system that is read-only. */
export class TaskDefinition extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const { naming, topology } = TierStack.of(this);
    const { service, roles } = props;
    const family = naming.name('resource', 'service');
    this.arn = new EcsTaskDefinition(this, 'task-definition', {
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(service.cpu),
      memory: String(service.memoryMiB),
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: service.cpuArchitecture },
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      volume: service.container.writablePaths.map((_, index) => ({ name: volumeName(index) })),
      containerDefinitions: JSON.stringify([containerDefinition(topology.region, props)]),
      tags: { Name: family },
      // A service can be rolled back to an active revision only: the old one goes once the new one has settled.
      lifecycle: { createBeforeDestroy: true },
    }).arn;
  }
}

const volumeName = (index: number) => `writable-${index + 1}`;

function containerDefinition(region: string, props: TaskDefinitionProps) {
  const { container } = props.service;
  return {
    name: CONTAINER_NAME,
    image: props.image,
    essential: true,
    ...(container.command === undefined ? {} : { command: container.command }),
    user: container.user,
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
    portMappings: [
      { containerPort: container.port, hostPort: container.port, protocol: 'tcp', name: 'http' },
    ],
    mountPoints: container.writablePaths.map((containerPath, index) => ({
      sourceVolume: volumeName(index),
      containerPath,
      readOnly: false,
    })),
    healthCheck: {
      command: container.healthCommand,
      interval: 15,
      timeout: 5,
      retries: 3,
      startPeriod: Math.min(props.service.healthCheckGracePeriodSeconds, 300),
    },
    stopTimeout: STOP_TIMEOUT_SECONDS,
    environment: Object.entries(variables(region, props)).map(([name, value]) => ({ name, value })),
    secrets: [
      { name: 'DATABASE_USERNAME', valueFrom: `${props.secretArn}:username::` },
      { name: 'DATABASE_PASSWORD', valueFrom: `${props.secretArn}:password::` },
    ],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': props.logGroupName,
        'awslogs-region': region,
        'awslogs-stream-prefix': CONTAINER_NAME,
        // A request must not wait for CloudWatch Logs.
        mode: 'non-blocking',
        'max-buffer-size': '25m',
      },
    },
  };
}

/** What the container is told: all of it the same in both Regions but for the Region's own. In the order of their names. */
function variables(region: string, props: TaskDefinitionProps): Record<string, string> {
  const all: Record<string, string> = {
    ...props.service.container.environment,
    AWS_REGION: region,
    DATABASE_DNS_TTL_SECONDS: String(DNS_TTL_SECONDS),
    DATABASE_HOST: props.writerEndpoint,
    DATABASE_IAM_USER: props.service.databaseUser,
    DATABASE_NAME: props.databaseName,
    DATABASE_PORT: String(POSTGRESQL_PORT),
    DATABASE_SSLMODE: 'require',
    DATA_BUCKET: props.dataBucketName,
    PORT: String(props.service.container.port),
  };
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
