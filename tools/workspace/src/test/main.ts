import { resolve } from 'node:path';
import { testCommand } from './command';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..');

void testCommand(process.argv.slice(2), WORKSPACE_ROOT).then((exitCode) => (process.exitCode = exitCode));
