// The reaper: a process of its own that outlives ours by as long as cleaning up takes. See reaper.ts.
const { rm } = require('node:fs/promises');
const { createInterface } = require('node:readline');
const { endGroup } = require('./process-groups.cjs');

/** Group id -> how it likes to be ended. */
const groups = new Map();
const folders = new Set();

const COMMANDS = {
  addGroup: ({ groupId, signal, graceMs }) => groups.set(groupId, { signal, graceMs }),
  removeGroup: ({ groupId }) => groups.delete(groupId),
  addFolder: ({ path }) => folders.add(path),
  removeFolder: ({ path }) => folders.delete(path),
};

// The parent's Ctrl-C and a closing terminal are its business; ours begins when the pipe closes.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { command, ...details } = JSON.parse(line);
  COMMANDS[command](details);
});
lines.once('close', async () => {
  await Promise.allSettled(
    [...groups].map(([groupId, { signal, graceMs }]) => endGroup(groupId, signal, graceMs)),
  );
  // After the processes, which might still write there.
  await Promise.allSettled(
    [...folders].map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })),
  );
  process.exit(0);
});
