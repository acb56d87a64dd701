import { runCommand } from './command';

void runCommand(process.argv.slice(2)).then((exitCode) => (process.exitCode = exitCode));
