import { resolve } from 'node:path';
import { processContext } from './cli/common';
import { runDelivery } from './cli/program';

void runDelivery(processContext(resolve(__dirname, '..', '..', '..')), process.argv.slice(2)).then(
  (exitCode) => {
    // What a command has said itself stays.
    if (exitCode !== 0) process.exitCode = exitCode;
  },
);
