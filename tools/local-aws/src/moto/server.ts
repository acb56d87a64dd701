import { join } from 'node:path';
import { start, temporaryFolder } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { z } from 'zod';
import { findMotoPython, type FindPythonOptions } from './python';

/** How long moto may take from its start until it answers. */
const START_TIMEOUT_MS = 60_000;

/** How many of its last lines an error repeats. */
const ERROR_LINES = 20;

const SCRIPT = join(__dirname, '..', '..', 'python', 'serve.py');

const readySchema = z.object({ port: z.number().int(), version: z.string() });

/** How moto is started. */
export interface MotoOptions extends FindPythonOptions {
  /** The account every resource belongs to: twelve digits. */
  readonly accountId: string;
  /** Where the extensions of moto are. @default - `python/extensions` of this project */
  readonly extensionsFolder?: string;
  /** How long it may take until it answers. @default - a minute */
  readonly startTimeoutMs?: number;
}

/** A moto that serves. */
export interface MotoServer {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  /** Settles when it has ended, with the error to tell if nobody stopped it. */
  readonly ended: Promise<UserError | undefined>;
  /** Ends it, and everything it started. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts moto on a free loopback port and waits until it answers.
 *
 * @throws UserError if there is no Python with moto, or if it does not start; its last lines of output are in the message
 */
export async function startMoto(options: MotoOptions): Promise<MotoServer> {
  const { accountId, environment, signal, extensionsFolder, startTimeoutMs = START_TIMEOUT_MS } = options;
  const { executable } = await findMotoPython(options);
  // Its own are removed when it ends in good order, which it may not come to.
  const folder = await temporaryFolder('local-aws-moto-');
  const lastLines: string[] = [];
  let ready: ((line: string) => void) | undefined;
  const said = new Promise<string>((resolve) => (ready = resolve));
  const server = start(executable, extensionsFolder === undefined ? [SCRIPT] : [SCRIPT, extensionsFolder], {
    env: { ...environment, ...MOTO_ENVIRONMENT, TMPDIR: folder.path, MOTO_ACCOUNT_ID: accountId },
    label: 'moto',
    lifeline: true,
    signal,
    onLine: (line, stream) => {
      if (stream === 'stdout') ready?.(line);
      else if (lastLines.push(line) > ERROR_LINES) lastLines.shift();
    },
  });
  const exited = server.exited.finally(() => folder.remove());
  let stopped = false;
  const stop = async () => {
    stopped = true;
    await server.stop();
    await exited;
  };
  const failure = (what: string) =>
    new UserError({
      problem: [`The local AWS (moto of ${executable}) ${what}`, ...lastLines].join('\n    '),
      fix: 'correct what its output names; a moto that is broken can be installed anew with pip.',
    });
  const ended = exited.then((exitCode) =>
    stopped || signal?.aborted === true ? undefined : failure(`ended with exit code ${exitCode}:`),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<UserError>((resolve) => {
    timer = setTimeout(
      () => resolve(failure(`did not answer within ${startTimeoutMs / 1000} s:`)),
      startTimeoutMs,
    );
  });
  try {
    const first = await Promise.race([said, ended, late]);
    signal?.throwIfAborted();
    if (typeof first !== 'string') throw first ?? failure('was stopped while it started.');
    const { port, version } = readySchema.parse(JSON.parse(first));
    return { host: '127.0.0.1', port, version, pid: server.pid, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** What moto is told beyond its account. */
const MOTO_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  // Bytecode beside the sources would make the working tree dirty.
  PYTHONDONTWRITEBYTECODE: '1',
  // Its messages reach us as they are written.
  PYTHONUNBUFFERED: '1',
  PYTHONPATH: undefined,
  // Every account has AWS's managed policies; moto leaves them out unless it is told.
  MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
};
