import { run, start, type ManagedProcess } from '@healthcare-dr/processes';
import { z } from 'zod';
import type { SessionCredentials } from './task-definition';

const PRELOAD = require.resolve('./task-preload.cjs');

/** How long a task may take until it listens, in real milliseconds. */
const START_TIMEOUT_MS = 30_000;

/** How many of its last lines an error repeats. */
const ERROR_LINES = 15;

/** The line of a service that says where it listens. */
const listeningSchema = z.object({ code: z.literal('listening'), port: z.number().int() });

/** What a task is run from. */
export interface TaskProps {
  /** Absolute path of what its image would have. */
  readonly script: string;
  readonly args?: readonly string[];
  /** What messages call it. */
  readonly label: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly credentials: SessionCredentials | undefined;
  /** Where AWS is. */
  readonly endpoint: string;
  /** Where names lead, as ports of the loopback interface. */
  readonly ports: Readonly<Record<string, number>>;
  /** What it reads the time of day from: see `ClockFile`. @default - it lives in real time */
  readonly clockFile?: string;
  readonly signal?: AbortSignal;
  /** Takes each line of its log. @default - nobody does */
  readonly onLine?: (line: string) => void;
}

/** A task that listens. */
export interface Task {
  readonly process: ManagedProcess;
  /** Where it listens on the loopback interface. */
  readonly port: number;
  /** The last lines of its log. */
  readonly lastLines: () => readonly string[];
}

/** A task ended by itself, or did not come to listen. */
export class TaskError extends Error {
  constructor(label: string, what: string, lines: readonly string[]) {
    super([`The task ${label} ${what}:`, ...lines].join('\n    '));
    this.name = 'TaskError';
  }
}

/**
 * Starts a task of a service and waits until it listens. It does not outlive this process, however that ends.
 *
 * @throws TaskError with its last lines if it does not come to listen
 */
export async function startTask(props: TaskProps): Promise<Task> {
  const { label, signal, onLine } = props;
  const lines: string[] = [];
  let listens: ((port: number) => void) | undefined;
  const listening = new Promise<number>((resolve) => (listens = resolve));
  const server = start(process.execPath, [props.script, ...(props.args ?? [])], {
    label,
    signal,
    env: environmentOf(props),
    onLine: (line) => {
      if (lines.push(line) > ERROR_LINES) lines.shift();
      onLine?.(line);
      const port = portIn(line);
      if (port !== undefined) listens?.(port);
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(
    (resolve) => (timer = setTimeout(() => resolve('late'), START_TIMEOUT_MS)),
  );
  const ended = server.exited.then((code) => `ended with exit code ${code}`);
  const first = await Promise.race([listening, late, ended]);
  clearTimeout(timer);
  if (typeof first === 'number') return { process: server, port: first, lastLines: () => lines };
  await server.stop();
  signal?.throwIfAborted();
  throw new TaskError(label, first === 'late' ? 'did not come to listen' : first, lines);
}

/** Runs a task to its end. @throws TaskError if that is none that it should come to */
export async function runTask(props: TaskProps): Promise<void> {
  const { label, script, args = [], signal } = props;
  const { exitCode, stdout, stderr } = await run(process.execPath, [script, ...args], {
    label,
    signal,
    env: environmentOf(props),
  });
  if (exitCode !== 0)
    throw new TaskError(label, `ended with exit code ${exitCode}`, `${stdout}${stderr}`.trim().split('\n'));
}

/** Nothing of this process's own environment leads a task anywhere. */
function environmentOf(props: TaskProps): Record<string, string | undefined> {
  const { variables, credentials, endpoint, ports, clockFile } = props;
  const none = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  return {
    ...none,
    PATH: process.env['PATH'],
    ...variables,
    ...(credentials && {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    }),
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
    NODE_NO_WARNINGS: '1',
    TASK_PORTS: JSON.stringify(ports),
    ...(clockFile === undefined ? {} : { TASK_CLOCK_FILE: clockFile }),
  };
}

function portIn(line: string): number | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed = listeningSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data.port : undefined;
  } catch {
    return undefined;
  }
}
