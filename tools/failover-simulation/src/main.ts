import { resolve } from 'node:path';
import { runCommand } from './cli';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..');

void runCommand(process.argv.slice(2), WORKSPACE_ROOT).then((exitCode) => (process.exitCode = exitCode));
