// The supervisor: a process of its own that runs one command to its end, whatever becomes of who asked for it. See supervised.ts.
'use strict';
const { spawn } = require('node:child_process');
const { createConnection } = require('node:net');
const { constants, getPriority, setPriority } = require('node:os');
const { createInterface } = require('node:readline');
const { killGroup, signalIfAlive, until } = require('./process-groups.cjs');

const [, , launcher = '', socketPath = '', text = '{}'] = process.argv;
/** @type {import('./supervised').SupervisedJob} */
const job = JSON.parse(text);

const socket = createConnection(socketPath);
let reachable = true;
let interruptedAt = 0;
/** @type {import('node:child_process').ChildProcess | undefined} */
let child;

/** @param {import('./supervised').SupervisorMessage} message */
function tell(message) {
  if (reachable) socket.write(`${JSON.stringify(message)}\n`);
}

function interrupt() {
  if (interruptedAt > 0) return;
  interruptedAt = Date.now();
  const pid = child?.pid;
  if (pid === undefined) process.exit(0);
  // The command alone: what it started ends by its word, as the providers of Terraform do.
  signalIfAlive(pid, 'SIGINT');
  setTimeout(() => signalIfAlive(-pid, 'SIGKILL'), job.interruptGraceMs).unref();
}

// Who asked for it is gone, or wants it to end: for the command it is the same.
socket.on('error', () => undefined);
socket.on('close', () => {
  reachable = false;
  interrupt();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
const words = createInterface({ input: socket });
words.on('error', () => undefined);
words.on('line', (line) => {
  if (line === 'interrupt') interrupt();
});

socket.once('connect', async () => {
  // As long as the launcher lives this is its child, and whoever ends a whole tree of processes would find it.
  if (!(await until(() => process.ppid !== Number(launcher), 10_000))) process.exit(1);
  if (interruptedAt > 0) process.exit(0);
  const started = spawn(job.command, job.args, {
    cwd: job.cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  started.once('error', (error) => {
    tell({ kind: 'error', message: error.message });
    socket.end(() => process.exit(1));
  });
  const { pid } = started;
  if (pid === undefined) return;
  if (job.niceness !== undefined) {
    try {
      setPriority(pid, Math.min(getPriority() + job.niceness, constants.priority.PRIORITY_LOW));
    } catch {
      // A courtesy: what the command does is the same without.
    }
  }
  tell({ kind: 'started', pid });
  for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
    started[stream].on('data', (data) => tell({ kind: stream, data: data.toString('base64') }));
  }
  started.once('close', async (code, signal) => {
    await killGroup(pid);
    tell({ kind: 'exited', exitCode: code ?? 128 + constants.signals[signal ?? 'SIGKILL'] });
    if (!reachable) process.exit(0);
    socket.end(() => process.exit(0));
  });
});
