import type { Environment } from '@healthcare-dr/topology';
import type { LogGroupReference } from './log-groups';

/** How long a container may take to stop, in seconds: Fargate's most, which is also the notice that Spot gives. */
const STOP_TIMEOUT_SECONDS = 120;

/** What every container of the tier has, whatever it runs. */
export interface ContainerProps {
  /** The name of the container, and the prefix of its log streams. */
  readonly name: string;
  readonly container: Environment['service']['container'];
  /** The image as the Region pulls it. */
  readonly image: string;
  /** @default - the image's own */
  readonly command?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly log: LogGroupReference;
}

/** The name of the volume of a writable path, by the number of the path. */
const volumeName = (index: number) => `writable-${index + 1}`;

/** The volumes of a task: one for each path that its container may write to. */
const volumesOf = ({ writablePaths }: Environment['service']['container']) =>
  writablePaths.map((_, index) => ({ name: volumeName(index) }));

/** A container without root and capabilities, on a root file system that is read-only. */
export function containerDefinition({ name, container, image, command, variables, log }: ContainerProps) {
  return {
    name,
    image,
    essential: true,
    ...(command === undefined ? {} : { command }),
    user: container.user,
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
    mountPoints: container.writablePaths.map((containerPath, index) => ({
      sourceVolume: volumeName(index),
      containerPath,
      readOnly: false,
    })),
    stopTimeout: STOP_TIMEOUT_SECONDS,
    environment: Object.entries(variables)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([variable, value]) => ({ name: variable, value })),
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': log.name,
        'awslogs-region': log.region,
        'awslogs-stream-prefix': name,
        // A request must not wait for CloudWatch Logs.
        mode: 'non-blocking',
        'max-buffer-size': '25m',
      },
    },
  };
}

/** What every Fargate task of the environment has, whatever its one container runs. */
export const fargateTask = ({ container, cpu, cpuArchitecture, memoryMiB }: Environment['service']) => ({
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: String(cpu),
  memory: String(memoryMiB),
  runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture },
  volume: volumesOf(container),
});
