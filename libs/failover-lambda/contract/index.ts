import type { Naming } from '@healthcare-dr/platform';
import type { Environment, Role } from '@healthcare-dr/topology';

export * from './policy';

/** The controller of a Region. */
export const controllerFunctionName = (naming: Naming): string => naming.name('function', 'failover');

/** The ARN of {@link controllerFunctionName}. */
export const controllerFunctionArn = (naming: Naming): string =>
  naming.arn('lambda', `function:${controllerFunctionName(naming)}`);

/** The role that the controller of a Region runs under. */
export const controllerRoleName = (naming: Naming): string => naming.name('role', 'failover');

/** The ARN of {@link controllerRoleName}. */
export const controllerRoleArn = (naming: Naming): string =>
  naming.iamArn(`role/${controllerRoleName(naming)}`);

/** The ARN under which the controller's calls stand in logs: Lambda names the session of a role after the function. */
export const controllerSessionArn = (naming: Naming): string =>
  controllerRoleArn(naming).replace(':iam:', ':sts:').replace(':role/', ':assumed-role/') +
  `/${controllerFunctionName(naming)}`;

/** The queue of a Region that keeps the events whose run ended in an error. */
export const controllerDeadLetterQueueName = (naming: Naming): string =>
  naming.name('queue', 'failover-dead-letters');

/** The table of a Region in which its controller keeps its journal. */
export const journalTableName = (naming: Naming): string => naming.name('resource', 'failover-journal');

/** The parameter of a Region with the controller's policy. Terraform writes it. */
export const policyParameterName = (naming: Naming): string => naming.parameter('failover-lambda', 'policy');

/** The parameter of a Region with the hold switch, `{"held":false,"reason":""}`. Operators write it. */
export const holdParameterName = (naming: Naming): string => naming.parameter('failover-lambda', 'hold');

/**
 * The namespace of the controller's metrics. It is the one thing of a metric that IAM can bind (`cloudwatch:namespace`), so each
 * environment of an account has its own: the controller of one cannot move the traffic of another.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export const controllerNamespace = ({ suffix }: Pick<Environment, 'suffix'>): string =>
  `HealthcareDr/Failover/${suffix}`;

/** The names of the metrics that the controller writes in {@link controllerNamespace}, all of them with the one dimension {@link CONTROLLER_DIMENSION}. */
export const CONTROLLER_METRICS = {
  /** 1 while the controller of a Region holds traffic there, 0 otherwise; written every minute, in its own Region. */
  trafficEngaged: 'TrafficEngaged',
  /** 1 for each run of the reconciler that came to its end with eyes open. */
  heartbeat: 'Heartbeat',
  /** How many runs of the reconciler ended in an error, or could not see what they need. */
  errors: 'Errors',
  /** How many events were not understood, and ignored. */
  unknownEvents: 'UnknownEvents',
  /** Once a minute in which a signal told nothing of the other Region, each by its name. */
  probeUnknown: 'ProbeUnknown',
  checkersUnknown: 'CheckersUnknown',
  controlPlaneUnknown: 'ControlPlaneUnknown',
  /** Or in which replication had stopped, with nothing else amiss. */
  replicationUnknown: 'ReplicationUnknown',
  egressUnknown: 'EgressUnknown',
  /** What {@link heartbeat} is in the watch Region, to which the controllers of both Regions send it. */
  primaryHeartbeat: 'PrimaryHeartbeat',
  drHeartbeat: 'DrHeartbeat',
} as const;

/** The heartbeat of the controller of a Region in the watch Region. */
export const watchedHeartbeat = (role: Role) =>
  role === 'primary' ? CONTROLLER_METRICS.primaryHeartbeat : CONTROLLER_METRICS.drHeartbeat;

/** The metric that counts how long a signal has told nothing, by the name of the signal. */
export const UNKNOWN_SIGNAL_METRICS = {
  probe: 'probeUnknown',
  checkers: 'checkersUnknown',
  controlPlane: 'controlPlaneUnknown',
  replication: 'replicationUnknown',
  egress: 'egressUnknown',
} as const satisfies Readonly<Record<string, keyof typeof CONTROLLER_METRICS>>;

/** A signal by which a controller knows of the other Region. */
export type WatchedSignal = keyof typeof UNKNOWN_SIGNAL_METRICS;

/** The dimension of the controller's metrics; its value is the environment's suffix. */
export const CONTROLLER_DIMENSION = 'Environment';

/**
 * The longest a run of the controller may take, in seconds. A few rounds fit into it, and no operation has to: what takes longer is
 * continued by the next run, a minute later. A run that is killed keeps its lease to its end and a margin, so with a longer time the
 * next one would find it taken.
 */
export const CONTROLLER_TIMEOUT_SECONDS = 40;
