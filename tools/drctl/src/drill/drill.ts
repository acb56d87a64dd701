import { temporaryFolder, withInterrupts } from '@healthcare-dr/processes';
import { isEphemeral, type Environment } from '@healthcare-dr/topology';
import { DefaultRenderer, Listr, PRESET_TIMER, SimpleRenderer } from 'listr2';
import { Ledger, type Assertion } from './ledger';
import { DrillSession, type StandingStack } from './session';
import { alarms } from './steps/alarms';
import { deploy } from './steps/deploy';
import { prepare } from './steps/prepare';
import { protection } from './steps/protection';
import { regionLoss } from './steps/region-loss';
import { secretScan } from './steps/secret-scan';
import { swapRoles } from './steps/swap-roles';
import { takeDown } from './steps/take-down';
import { traffic } from './steps/traffic';

/** What to drill. */
export interface DrillOptions {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  /** Whether someone looks at a terminal: a live task list then, plain lines otherwise. */
  readonly interactive: boolean;
}

/** How a drill ended. */
export interface DrillOutcome {
  readonly assertions: readonly Assertion[];
  /** What stood before it was taken down. */
  readonly standing: readonly StandingStack[];
  /** What ended it early; `undefined` if it came to its end. */
  readonly failure: Error | undefined;
}

/**
 * Stands the whole footprint up on a local AWS with real Terraform and the real AWS provider, proves what can be proven of
 * it, and takes it down again. However it ends, nothing is left running, and nothing is written outside a temporary folder.
 *
 * A production environment is not destroyed at the end: the drill shows that it refuses that, and it goes with the local AWS.
 *
 * @throws InterruptedError if a signal ended it
 */
export function drill({ workspaceRoot, environment, interactive }: DrillOptions): Promise<DrillOutcome> {
  return withInterrupts(async (signal, defer) => {
    const folder = await temporaryFolder('healthcare-dr-drill-');
    defer(() => folder.remove());
    const ledger = new Ledger();
    const session = new DrillSession({
      workspaceRoot,
      environment,
      folder: folder.path,
      interactive,
      signal,
      ledger,
    });
    const steps = [
      ...prepare(session),
      ...deploy(session),
      ...alarms(session),
      ...traffic(session),
      ...secretScan(session),
      ...swapRoles(session),
      ...regionLoss(session),
      ...(isEphemeral(environment) ? takeDown(session) : protection(session)),
    ];
    const list = new Listr(steps, {
      renderer: interactive ? DefaultRenderer : SimpleRenderer,
      fallbackRenderer: SimpleRenderer,
      rendererOptions: { collapseSubtasks: false, timer: PRESET_TIMER },
      fallbackRendererOptions: { timer: PRESET_TIMER },
      registerSignalListeners: false,
    });
    defer(() => session.stop());
    const failure = await list.run().then(
      () => undefined,
      (error: Error) => error,
    );
    signal.throwIfAborted();
    return { assertions: ledger.assertions, standing: session.standing, failure };
  });
}
