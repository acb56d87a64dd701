// Starts the supervisor and ends at once, so that the supervisor is nobody's descendant. See supervised.ts.
'use strict';
const { spawn } = require('node:child_process');
const { join } = require('node:path');

spawn(
  process.execPath,
  [join(__dirname, 'supervise-main.cjs'), String(process.pid), ...process.argv.slice(2)],
  {
    detached: true,
    stdio: 'ignore',
  },
).unref();
