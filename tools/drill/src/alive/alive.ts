import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, withInterrupts } from '@healthcare-dr/processes';
import { byRole, type Environment } from '@healthcare-dr/topology';
import { Listr, SimpleRenderer } from 'listr2';
import { AssertionRecorder } from '../assertion-recorder';
import { Experiment } from '../failover/experiment';
import { DrillSession, type Step } from '../session';
import { deploy } from '../steps/deploy';
import { prepare } from '../steps/prepare';
import { readTrafficFacts } from '../traffic-facts';
import { instructions } from './instructions';

/** How the training ground is opened. */
export interface AliveOptions {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  /** The port of the local AWS. @default - a free one */
  readonly port: number | undefined;
  /** Whether PostgreSQL stands behind the clusters, where there is one. */
  readonly databases: boolean;
  readonly print: (text: string) => void;
}

/**
 * Deploys the whole footprint to a local AWS and lets it live in real time: schedules call the controllers, lag is measured and published,
 * the service runs in both Regions behind their load balancers, and a client asks it. Whoever loses a Region by the gateway sees
 * what the controllers do, and can do what runbooks say. It goes on until it is interrupted, and leaves nothing.
 *
 * @throws InterruptedError once it is interrupted
 */
export function alive(options: AliveOptions): Promise<never> {
  const { workspaceRoot, environment, port, databases, print } = options;
  return withInterrupts(async (signal, defer) => {
    const folder = await temporaryFolder('healthcare-dr-alive-');
    defer(() => folder.remove());
    const session = new DrillSession({
      workspaceRoot,
      environment,
      folder: folder.path,
      interactive: false,
      clients: true,
      withDatabases: databases,
      recordPermissions: false,
      port,
      signal,
      recorder: new AssertionRecorder(),
    });
    defer(() => session.stop());
    const steps: Step[] = [...prepare(session), ...deploy(session)];
    await new Listr(steps, { renderer: SimpleRenderer, registerSignalListeners: false }).run();
    signal.throwIfAborted();
    const stage = await openStage(session, print);
    print(
      instructions(
        { aws: session.aws, environment },
        byRole((role) => stage.portOf(role)),
      ),
    );
    return live(session, stage, signal, print);
  });
}

async function openStage(session: DrillSession, print: AliveOptions['print']): Promise<Experiment> {
  const { environment, workspaceRoot, signal } = session.props;
  const { environment: variables, gateway, objects, events } = session.aws;
  const folder = join(session.props.folder, 'stage');
  await mkdir(folder, { mode: 0o700 });
  const stage = await Experiment.set({
    workspaceRoot,
    clients: true,
    environment,
    facts: await readTrafficFacts(environment, session.aws),
    variables,
    gateway,
    databases: session.databases,
    objects,
    events,
    folder,
    functionVariablesFile: session.functionVariablesFile,
    signal,
    realTime: true,
    onMessage: ({ at, severity, subject }) =>
      print(`${new Date(at).toISOString().slice(11, 19)} ${severity}: ${subject}`),
  });
  session.stage = stage;
  return stage;
}

/** Minute by minute; what cannot be done in one, because of what somebody broke, is done in the next. */
async function live(
  session: DrillSession,
  stage: Experiment,
  signal: AbortSignal,
  print: AliveOptions['print'],
): Promise<never> {
  const { gateway } = session.aws;
  let following: Promise<unknown> = Promise.resolve();
  gateway.network.onChange(() => {
    following = following
      .then(() => stage.followFaults())
      .catch((error: unknown) => print(`A fault was not followed: ${String(error)}`));
  });
  for (;;) {
    try {
      await stage.live();
    } catch (error) {
      if (!signal.aborted) print(`Not all of a minute happened: ${String(error)}`);
    }
    if (!signal.aborted) continue;
    // What is told good-bye to must be there.
    gateway.heal();
    await following;
    throw signal.reason;
  }
}
