import { run } from './cli';

void run({
  args: process.argv.slice(2),
  variables: process.env,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  now: () => new Date(),
}).then((exitCode) => (process.exitCode = exitCode));
