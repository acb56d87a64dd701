import { temporaryFolder, withInterrupts } from '@healthcare-dr/processes';
import { isEphemeral, type Environment } from '@healthcare-dr/topology';
import { DefaultRenderer, Listr, ListrLogger, ListrLogLevels, PRESET_TIMER, SimpleRenderer } from 'listr2';
import type { RecoveredRecords } from './client/facts';
import type { Recording } from './failover/facts';
import { AssertionRecorder, type Assertion } from './assertion-recorder';
import type { RolePermissions } from './permissions/permissions';
import type { LeftOutStack } from './selection';
import { DrillSession, type StandingStack } from './session';
import { alarms } from './steps/alarms';
import { deliveries } from './steps/deliveries';
import { deploy } from './steps/deploy';
import { deliveryRoles } from './steps/delivery-roles';
import { failover } from './steps/failover';
import { prepare } from './steps/prepare';
import { protection } from './steps/protection';
import { takeDown } from './steps/take-down';
import { traffic } from './steps/traffic';
import { validRequests } from './steps/valid-requests';

/** What to drill. */
export interface DrillOptions {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  /** How it shows what it is at: a live task list on a terminal, plain lines, or such lines beside what is printed, on standard error. */
  readonly progress: 'live' | 'lines' | 'beside';
  /** Whether Terraform destroys all of it at the end, or shows that a production environment refuses that; else it goes with the local AWS. */
  readonly destroy: boolean;
  /** Whether it also plays what is not played on every change: every runbook's commands; policies of what services do, broken one by one. */
  readonly all: boolean;
  /**
   * Whether Terraform may do anything, and what it did becomes the policies of the roles that deliver; else it is held to them.
   * @default false
   */
  readonly recordPermissions?: boolean;
  /** Whether the service runs and clients ask it, where PostgreSQL stands behind the clusters. */
  readonly clients: boolean;
  /** Whether PostgreSQL stands behind the clusters, where there is one. */
  readonly databases: boolean;
}

/** How a drill ended. */
export interface DrillOutcome {
  readonly assertions: readonly Assertion[];
  /** What stood before it was taken down. */
  readonly standing: readonly StandingStack[];
  /** What was not drilled, as it was declared. */
  readonly leftOut: readonly LeftOutStack[];
  /** What was seen of each situation that was played. */
  readonly recordings: readonly Recording[];
  /** Records that were lost or deleted, and came back. */
  readonly recovered: RecoveredRecords;
  /** What each role that made a call was granted and did not use, and was denied; none if the drill did not come so far. */
  readonly permissions: readonly RolePermissions[];
  /** With what it was done; what was not found yet is left out. */
  readonly versions: Readonly<Record<string, string>>;
  /** When it began, and how long it took: real time, in milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** What ended it early; `undefined` if it came to its end. */
  readonly failure: Error | undefined;
}

/**
 * Stands the whole footprint up on a local AWS with real Terraform and the real AWS provider, proves what can be proven of
 * it, and loses a Region and gets it back. However it ends, nothing is left running, and nothing is written outside a temporary folder.
 *
 * @throws InterruptedError if a signal ended it
 */
export function drill({
  workspaceRoot,
  environment,
  progress,
  destroy,
  all,
  recordPermissions = false,
  clients,
  databases,
}: DrillOptions): Promise<DrillOutcome> {
  return withInterrupts(async (signal, defer) => {
    const folder = await temporaryFolder('healthcare-dr-drill-');
    defer(() => folder.remove());
    const startedAt = Date.now();
    const recorder = new AssertionRecorder();
    const session = new DrillSession({
      workspaceRoot,
      environment,
      folder: folder.path,
      interactive: progress === 'live',
      clients,
      withDatabases: databases,
      signal,
      recorder,
      recordPermissions,
    });
    const steps = [
      ...prepare(session),
      ...deploy(session),
      // What Terraform asks for is all of a recording.
      ...(recordPermissions
        ? []
        : [...alarms(session), ...traffic(session), ...failover(session, { all }), ...deliveries(session)]),
      ...(destroy ? end(session) : []),
      deliveryRoles(session, { complete: destroy && isEphemeral(environment) }),
      validRequests(session),
    ];
    const beside =
      progress === 'beside'
        ? { logger: new ListrLogger({ useIcons: true, toStderr: Object.values(ListrLogLevels) }) }
        : {};
    const list = new Listr(steps, {
      renderer: progress === 'live' ? DefaultRenderer : SimpleRenderer,
      fallbackRenderer: SimpleRenderer,
      rendererOptions: { collapseSubtasks: false, timer: PRESET_TIMER, ...beside },
      fallbackRendererOptions: { timer: PRESET_TIMER, ...beside },
      registerSignalListeners: false,
    });
    defer(() => session.stop());
    const failure = await list.run().then(
      () => undefined,
      (error: Error) => error,
    );
    signal.throwIfAborted();
    return {
      assertions: recorder.assertions,
      standing: session.standing,
      leftOut: session.leftOut,
      recordings: session.recordings,
      recovered: session.recovered,
      permissions: session.permissions,
      versions: session.versions,
      startedAt,
      durationMs: Date.now() - startedAt,
      failure,
    };
  });
}

const end = (session: DrillSession) =>
  isEphemeral(session.props.environment) ? takeDown(session) : protection(session);
