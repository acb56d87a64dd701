import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processIsAlive, run, until } from '@healthcare-dr/processes';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';

const ROOT = resolve(__dirname, '..', '..', '..', '..', '..');

/** How the drill is started: what a person types, or the program itself. */
export const COMMANDS = {
  npm: ['npm', 'run', 'drill', '--'],
  node: [process.execPath, join('tools', 'run.cjs'), join('tools', 'drill', 'src', 'main.ts')],
} as const satisfies Record<string, readonly string[]>;

/** What lives beside the drill's own process, by what its command line says. */
const KINDS = {
  moto: /local-aws\/python\/serve\.py/,
  postgres: /bin\/postgres -D/,
  terraform: /terraform(_[^/\s]*)? .*\b(apply|plan)\b/,
  provider: /terraform-provider-aws/,
  service: /patient-records\.cjs/,
} as const;

/** Something that lives beside the drill's own process. */
export type Kind = keyof typeof KINDS;

/** Moments of a drill, by what lives then. */
export const MOMENTS = {
  /** In the middle of its first apply. */
  applying: ['moto', 'postgres', 'terraform', 'provider'],
  /** Once a Region is lost: the plans of what is left of it. */
  serving: ['moto', 'postgres', 'terraform', 'provider', 'service'],
} as const satisfies Record<string, readonly Kind[]>;

/** What Node.js, tsx and Nx keep among temporary files for whoever comes next. */
const CACHES = /^(tsx-|node-compile-cache|nx-|\d+$|npm-)/;

/** What is left of a drill once it has ended: command lines, names in its folder, and segments of shared memory by who made them. */
export interface Leftovers {
  readonly processes: readonly string[];
  readonly files: readonly string[];
  readonly segments: readonly string[];
}

/** As it should be. */
export const NOTHING: Leftovers = { processes: [], files: [], segments: [] };

/** A way in which a drill is ended before its end. */
export interface Kill {
  readonly what: string;
  readonly command: keyof typeof COMMANDS;
  readonly kill: (drill: StartedDrill) => Promise<void>;
  /** Of what was started, as a shell tells it. */
  readonly exitCode: number;
}

/** Longer than what counts as an echo of the first signal, and not as long as an end in good order takes. */
const IMPATIENCE_MS = 1_000;

/** The ways in which a person or a machine ends one. */
export const KILLS: readonly Kill[] = [
  {
    what: 'Ctrl-C on the terminal of npm',
    command: 'npm',
    kill: (drill) => drill.send('SIGINT', 'group'),
    exitCode: 130,
  },
  { what: 'SIGTERM', command: 'node', kill: (drill) => drill.send('SIGTERM'), exitCode: 143 },
  {
    what: 'SIGTERM, twice',
    command: 'node',
    kill: async (drill) => {
      await drill.send('SIGTERM');
      await delay(IMPATIENCE_MS);
      await drill.send('SIGTERM');
    },
    exitCode: 143,
  },
  { what: 'SIGKILL', command: 'node', kill: (drill) => drill.send('SIGKILL'), exitCode: 137 },
  {
    what: 'SIGKILL to the process group of npm',
    command: 'npm',
    kill: (drill) => drill.send('SIGKILL', 'group'),
    exitCode: 137,
  },
];

/** How long the drill may take to come to a moment, and what it leaves to go, in milliseconds: Terraform finishes its calls. */
const MOMENT_WITHIN_MS = 40 * 60_000;
const GONE_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 1_000;

/** A process as the system lists it. */
interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

async function listProcesses(): Promise<Listed[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,ppid=,args=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = '', parent = '', ...args] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), args: args.join(' ') };
    });
}

/** As a shell tells it: 128 and the number of the signal that ended the process. npm ends itself by the signal that ended what it ran. */
const exitCodeOf = (code: number | null, signal: NodeJS.Signals): number =>
  code ?? 128 + constants.signals[signal];

/** A drill of the environment `dev` that runs as a process group of its own, with its temporary files in a folder of its own. */
export class StartedDrill {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<number>;
  readonly #output: string[] = [];
  /** Every process that was seen to be of it, by its id. */
  readonly #seen = new Map<number, string>();

  constructor(command: keyof typeof COMMANDS, ...options: readonly string[]) {
    this.#folder = mkdtempSync(join(tmpdir(), 'killed-'));
    // Another account has to reach the databases in it.
    chmodSync(this.#folder, 0o755);
    const [program, ...args] = COMMANDS[command];
    this.#process = spawn(program, [...args, ...options, '--report', join(this.#folder, 'report')], {
      cwd: ROOT,
      detached: true,
      env: {
        ...process.env,
        TMPDIR: this.#folder,
        ENVIRONMENTS_DIR: FIXTURES_DIRECTORY,
        ENVIRONMENT_SUFFIX: 'dev',
        NX_DAEMON: 'false',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (data: Buffer) => this.#output.push(data.toString()));
    this.#ended = once(this.#process, 'exit').then(([code, signal]) =>
      exitCodeOf(code as number | null, signal as NodeJS.Signals),
    );
  }

  /**
   * Waits until processes of every kind live.
   *
   * @throws Error with the last of its output if it ends before
   */
  async untilAlive(kinds: readonly Kind[]): Promise<void> {
    const deadline = performance.now() + MOMENT_WITHIN_MS;
    for (;;) {
      const own = await this.#look();
      if (kinds.every((kind) => own.some(({ args }) => KINDS[kind].test(args)))) return;
      const { exitCode, signalCode } = this.#process;
      if (exitCode !== null || signalCode !== null || performance.now() > deadline)
        throw new Error(
          `The drill did not come to ${kinds.join(', ')}:\n${this.#output.join('').slice(-2000)}`,
        );
      await delay(LOOK_EVERY_MS);
    }
  }

  /** Sends a signal to its first process, or to all of its process group as a terminal does. */
  async send(signal: NodeJS.Signals, to: 'process' | 'group' = 'process'): Promise<void> {
    await this.#look();
    const { pid } = this.#process;
    if (pid === undefined) throw new Error('The drill did not start.');
    process.kill(to === 'group' ? -pid : pid, signal);
  }

  /** @returns the exit code of its first process, as a shell tells it */
  ended(): Promise<number> {
    return this.#ended;
  }

  /** What is still there of it after a while. */
  async leftovers(): Promise<Leftovers> {
    const files = () => readdirSync(this.#folder).filter((name) => !CACHES.test(name));
    await until(
      () => [...this.#seen.keys()].every((pid) => !processIsAlive(pid)) && files().length === 0,
      GONE_WITHIN_MS,
    );
    // What it began after it was last looked at names its folder, too.
    await this.#look();
    const processes = [...this.#seen].filter(([pid]) => processIsAlive(pid)).map(([, args]) => args);
    const segments = sharedMemoryMakers().flatMap((pid) => this.#seen.get(pid) ?? []);
    return { processes, files: files(), segments };
  }

  /** Ends what is left of it, so that a spec which fails leaves nothing either. */
  clear(): void {
    for (const pid of this.#seen.keys()) if (processIsAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Looks for its processes: what descends from its first one, or from one that was seen, and what names its folder. */
  async #look(): Promise<readonly Listed[]> {
    const listed = await listProcesses();
    const own = new Set<number>([this.#process.pid ?? 0]);
    const isOwn = ({ pid, parent, args }: Listed) =>
      own.has(parent) || this.#seen.has(parent) || args.includes(this.#folder) || namesIn(pid, this.#folder);
    for (let before = -1; before < own.size;) {
      before = own.size;
      for (const each of listed) if (isOwn(each)) own.add(each.pid);
    }
    const found = listed.filter(({ pid }) => own.has(pid));
    for (const { pid, args } of found) this.#seen.set(pid, args);
    return found;
  }
}

/** The processes that made the segments of shared memory that there are, where the system tells: they outlive a process that is killed. */
function sharedMemoryMakers(): number[] {
  try {
    const [heads = '', ...lines] = readFileSync('/proc/sysvipc/shm', 'latin1').trim().split('\n');
    const column = heads.trim().split(/\s+/).indexOf('cpid');
    return lines.map((line) => Number(line.trim().split(/\s+/)[column]));
  } catch {
    return [];
  }
}

/** Whether the environment of a process names a folder, where the system tells. */
function namesIn(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(folder);
  } catch {
    return false;
  }
}
