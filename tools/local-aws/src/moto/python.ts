import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findExecutable, reaper, run, type LineListener } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';

/** The moto this project is tested with. Another 5.x that is installed is taken too, with a note. */
export const MOTO_VERSION = '5.2.1';

/** The oldest Python that moto runs on. Source: `Requires-Python` of moto 5.2.1. */
const MINIMUM_PYTHON = { major: 3, minor: 10 };

/** Names a Python that has moto, where the one that would be found is not the one to use. */
export const PYTHON_VARIABLE = 'LOCAL_AWS_PYTHON';

const PROBE_TIMEOUT_MS = 30_000;

/** Says of an interpreter, in one line of JSON, where and what it is and whether it has moto with its server. */
const PROBE = `
import importlib.metadata, importlib.util, json, sys
try:
    moto = importlib.metadata.version('moto')
except importlib.metadata.PackageNotFoundError:
    moto = None
server = all(importlib.util.find_spec(name) for name in ('flask', 'flask_cors', 'werkzeug'))
print(json.dumps({'executable': sys.executable, 'version': sys.version_info[:2], 'moto': moto if server else None}))
`;

/** A Python that can serve moto. */
export interface MotoPython {
  /** The interpreter itself, no shim. */
  readonly executable: string;
  readonly motoVersion: string;
}

/** Where a Python is looked for. */
export interface FindPythonOptions {
  /** @default - the environment of this process */
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Takes what is worth a line to whoever waits. @default - nobody is told */
  readonly log?: (message: string) => void;
}

interface Probed {
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly moto: string | null;
}

/**
 * Finds a Python with moto and its server: the one that `LOCAL_AWS_PYTHON` names; else the virtual environment made here before,
 * the interpreter of a `moto_server` on PATH, `python3`, `python`; else makes a virtual environment in the user's cache folder.
 *
 * @throws UserError saying what to install and how, if there is none and none can be made
 */
export async function findMotoPython(options: FindPythonOptions = {}): Promise<MotoPython> {
  const { environment = process.env, log = () => undefined } = options;
  const chosen = environment[PYTHON_VARIABLE];
  const cached = join(cacheFolder(environment), `moto-${MOTO_VERSION}`);
  const candidates = chosen ? [chosen] : interpreters(environment, cached);
  const probed: Probed[] = [];
  for (const candidate of candidates) {
    const found = await probe(candidate, options);
    if (found === undefined) continue;
    if (found.moto === MOTO_VERSION) return { executable: found.executable, motoVersion: found.moto };
    probed.push(found);
  }
  for (const { executable, moto } of probed) {
    if (moto?.startsWith('5.') !== true) continue;
    log(`Using moto ${moto} of ${executable}; the version this project is tested with is ${MOTO_VERSION}.`);
    return { executable, motoVersion: moto };
  }
  if (chosen) {
    throw missing(`${PYTHON_VARIABLE} names '${chosen}', which is no Python with moto 5 and its server.`);
  }
  const base = probed.find(({ version }) => isRecent(version));
  if (base === undefined) {
    throw missing('There is no Python 3.10 or newer on this machine, which the local AWS (moto) needs.');
  }
  return install(base.executable, cached, { ...options, log });
}

function interpreters(environment: NodeJS.ProcessEnv, cached: string): string[] {
  const own = join(cached, 'bin', 'python');
  const server = findExecutable('moto_server', environment['PATH'] ?? '');
  const candidates = [
    existsSync(own) ? own : undefined,
    server && interpreterOf(server),
    'python3',
    'python',
  ];
  return [...new Set(candidates.filter((candidate) => candidate !== undefined))];
}

/** The interpreter in the first line of a Python script; a shim in another language has none. */
function interpreterOf(script: string): string | undefined {
  const [firstLine = ''] = readFileSync(script, 'latin1').split('\n', 1);
  return /^#!\s*(\/\S*\/python[\d.]*)\s*$/.exec(firstLine)?.[1];
}

async function probe(command: string, options: FindPythonOptions): Promise<Probed | undefined> {
  const timeout = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const { environment, signal } = options;
  try {
    const { exitCode, stdout } = await run(command, ['-c', PROBE], {
      env: environment,
      interruptGraceMs: 0,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    signal?.throwIfAborted();
    return exitCode === 0 ? (JSON.parse(stdout) as Probed) : undefined;
  } catch (error) {
    if (error instanceof UserError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function install(
  base: string,
  target: string,
  options: FindPythonOptions & { readonly log: (message: string) => void },
): Promise<MotoPython> {
  const { environment, signal, log } = options;
  log(`Installing moto ${MOTO_VERSION} in ${target}; this happens once and takes about a minute.`);
  // Made aside and moved into place when it is whole: an interrupted one is never taken for it, nor two that are made at once.
  const draft = `${target}.${process.pid}`;
  const lines: string[] = [];
  const onLine: LineListener = (line) => void lines.push(line);
  reaper.addFolder(draft);
  try {
    await mkdir(draft, { recursive: true });
    const commands = [
      [base, '-m', 'venv', draft],
      [join(draft, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', `moto[server]==${MOTO_VERSION}`],
    ] as const;
    for (const [command, ...args] of commands) {
      const { exitCode } = await run(command, args, {
        env: environment,
        signal,
        onLine,
        interruptGraceMs: 5_000,
      });
      signal?.throwIfAborted();
      if (exitCode !== 0) throw missing(['moto could not be installed:', ...lines.slice(-10)].join('\n    '));
    }
    // One that was made at the same time is as good.
    if (!existsSync(target)) await rename(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
    reaper.removeFolder(draft);
  }
  return { executable: join(target, 'bin', 'python'), motoVersion: MOTO_VERSION };
}

function isRecent([major, minor]: readonly [number, number]): boolean {
  return major === MINIMUM_PYTHON.major && minor >= MINIMUM_PYTHON.minor;
}

/** The user's folder for what can be made again, as the XDG base directory specification has it. */
function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'healthcare-dr');
}

function missing(problem: string): UserError {
  return new UserError({
    problem,
    allowed: `Python 3.10 or newer with moto ${MOTO_VERSION} and its server, or with venv and pip and a package index to install it from`,
    fix:
      `install Python (on Debian and Ubuntu: apt install python3-venv), then python3 -m pip install 'moto[server]==${MOTO_VERSION}'; ` +
      `if that Python is not the first on PATH, name it with ${PYTHON_VARIABLE}.`,
  });
}
