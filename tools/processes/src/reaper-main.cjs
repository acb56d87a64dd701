// The reaper: a process of its own that outlives ours by as long as cleaning up takes. See reaper.ts.
'use strict';
const { rm } = require('node:fs/promises');
const { createInterface } = require('node:readline');
const { endGroup } = require('./process-groups.cjs');

/** @type {Map<number, import('./reaper').GroupEnding>} */
const groups = new Map();
/** @type {Set<string>} */
const folders = new Set();

/** @param {import('./reaper').ReaperCommand} command */
function obey(command) {
  switch (command.command) {
    case 'addGroup':
      groups.set(command.groupId, command.ending);
      break;
    case 'removeGroup':
      groups.delete(command.groupId);
      break;
    case 'addFolder':
      folders.add(command.path);
      break;
    case 'removeFolder':
      folders.delete(command.path);
      break;
  }
}

// The parent's Ctrl-C and a closing terminal are its business; ours begins when the pipe closes.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => obey(JSON.parse(line)));
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
