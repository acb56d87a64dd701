import { run } from './cli';

process.exitCode = run({
  args: process.argv.slice(2),
  variables: process.env,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
