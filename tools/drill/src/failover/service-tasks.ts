import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { join } from 'node:path';
import { clusterArn } from '@healthcare-dr/aurora/contract';
import { ecsServiceName, migrationFamily } from '@healthcare-dr/compute/contract';
import {
  bundleService,
  ClockFile,
  readTaskStart,
  runTask,
  startTask,
  type Databases,
  type Task,
} from '@healthcare-dr/local-aws';
import { namingOf } from '@healthcare-dr/platform';
import { byRole, ROLES, topologyOf, type Environment, type Region, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { MasterUser } from '../client/master-sessions';
import type { HealthCheck } from './load-balancer';
import { TaskEnds } from './task-ends';
import type { VirtualClock } from './virtual-clock';

/** The service of this repository, which stands for the users' image. */
const ENTRY = join('services', 'patient-records', 'src', 'main.ts');

/** What {@link ServiceTasks} are started from. */
export interface ServiceTasksProps {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  /** Where AWS is and who asks. */
  readonly variables: NodeJS.ProcessEnv;
  readonly databases: Databases;
  /** Absolute path of a folder. */
  readonly folder: string;
  readonly clock: VirtualClock;
  readonly signal: AbortSignal;
}

/** One task of the service in each Region, as ECS would start it: its task definition's variables and secrets, its role's credentials. */
export class ServiceTasks {
  private constructor(
    private readonly tasks: Readonly<Record<Role, Task>>,
    /** The sessions in which they call AWS. */
    readonly sessionArns: Readonly<Record<Role, string>>,
    readonly healthChecks: Readonly<Record<Role, HealthCheck>>,
    /** The master user, and the writer endpoint, as the migration was told. */
    readonly master: MasterUser,
    private readonly clockFile: ClockFile,
    /** The tasks that end by themselves. */
    readonly ends: TaskEnds,
  ) {}

  /** Runs the migration in the primary Region, and starts the service in both. */
  static async start(props: ServiceTasksProps): Promise<ServiceTasks> {
    const { workspaceRoot, environment, variables, folder, clock, signal } = props;
    const script = join(folder, 'patient-records.cjs');
    const clockFile = new ClockFile(join(folder, 'clock'));
    clock.tell((reading) => clockFile.write(reading));
    const regionOf = (role: Role) => topologyOf(environment, role).region;
    const endpoint = variables['AWS_ENDPOINT_URL'] ?? '';
    const startOf = (role: Role, family: string) =>
      readTaskStart({ endpoint, region: regionOf(role) }, family);
    const common = (role: Role) => ({
      script,
      endpoint,
      ports: portsFrom(regionOf(role), props.databases),
      clockFile: clockFile.path,
      signal,
    });
    // Where the image has Amazon's bundle, and where its container listens, is of no matter here.
    const here = { DATABASE_CA_FILE: props.databases.certificateFile, PORT: '0' };
    const completed = (role: Role, given: Readonly<Record<string, string>>) => ({
      // An environment whose task definition does not name it is as its cluster is.
      DATABASE_READER_HOST: props.databases.cluster(clusterArn(namings[role]))?.state.readerEndpoint ?? '',
      ...given,
      ...here,
    });
    const namings = byRole((role) => namingOf(environment, role));
    const [migration, primary, dr] = await Promise.all([
      startOf('primary', migrationFamily(namings.primary)),
      startOf('primary', ecsServiceName(namings.primary)),
      startOf('dr', ecsServiceName(namings.dr)),
      bundleService(join(workspaceRoot, ENTRY), script),
    ]);
    await runTask({
      ...common('primary'),
      label: 'migration',
      args: ['migrate'],
      variables: completed('primary', migration.variables),
      credentials: migration.credentials,
    });
    const starts = { primary, dr };
    const [first, second] = await Promise.all(
      ROLES.map((role) =>
        startTask({
          ...common(role),
          label: `service of ${regionOf(role)}`,
          variables: completed(role, starts[role].variables),
          credentials: starts[role].credentials,
        }),
      ),
    );
    if (first === undefined || second === undefined) throw new Error('a Region has no task');
    const [primaryCheck, drCheck] = await Promise.all(
      ROLES.map((role) => readHealthCheck(regionOf(role), variables)),
    );
    if (primaryCheck === undefined || drCheck === undefined) throw new Error('a Region has no target group');
    const tasks = { primary: first, dr: second };
    return new ServiceTasks(
      tasks,
      byRole((role) => starts[role].sessionArn ?? ''),
      { primary: primaryCheck, dr: drCheck },
      {
        user: migration.variables['DATABASE_USERNAME'] ?? '',
        password: migration.variables['DATABASE_PASSWORD'] ?? '',
        endpoint: migration.variables['DATABASE_HOST'] ?? '',
      },
      clockFile,
      new TaskEnds(tasks, () => clock.now()),
    );
  }

  /** Where the task of a Region listens on the loopback interface. */
  portOf(role: Role): number {
    return this.tasks[role].port;
  }

  async stop(): Promise<void> {
    this.ends.expect();
    await Promise.all(ROLES.map((role) => this.tasks[role].process.stop()));
    this.clockFile.close();
  }
}

/** Where the names of databases lead for who is in a Region. */
function portsFrom(region: Region, databases: Databases): Record<string, number> {
  return Object.fromEntries(
    databases.addresses().map(({ name, port, from }) => [name, from[region] ?? port]),
  );
}

async function readHealthCheck(region: Region, variables: NodeJS.ProcessEnv): Promise<HealthCheck> {
  const client = new ElasticLoadBalancingV2Client(clientConfiguration(variables, region));
  try {
    const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({}));
    const [group] = TargetGroups;
    if (group === undefined) throw new Error(`There is no target group in ${region}.`);
    return healthCheckOf(group);
  } finally {
    client.destroy();
  }
}

/** What Elastic Load Balancing does where a target group does not say: its own defaults. */
function healthCheckOf(group: TargetGroup): HealthCheck {
  const { HealthCheckPath: path = '/' } = group;
  const { HealthCheckIntervalSeconds: interval = 30, HealthCheckTimeoutSeconds: timeout = 5 } = group;
  const { HealthyThresholdCount: healthyAfter = 5, UnhealthyThresholdCount: unhealthyAfter = 2 } = group;
  return { path, intervalMs: interval * 1000, timeoutMs: timeout * 1000, healthyAfter, unhealthyAfter };
}
