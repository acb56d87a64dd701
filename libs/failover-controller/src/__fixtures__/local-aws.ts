import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..');
const RUN = resolve(WORKSPACE_ROOT, 'tools', 'run.cjs');

/**
 * Starts the local AWS as its command line does: this library's code stands on contracts alone, so its specs reach the tool as an
 * operator would.
 */
export async function startLocalAws(): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const main = resolve(WORKSPACE_ROOT, 'tools', 'local-aws', 'src', 'main.ts');
  const child = spawn(process.execPath, [RUN, main, '--account-id', '111111111111', '--json'], {
    cwd: WORKSPACE_ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  return {
    endpoint,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A `describe` whose tests need moto: skipped with the reason where no Python with moto can be had. */
export function describeWithMoto(name: string, tests: () => void): void {
  const find = resolve(WORKSPACE_ROOT, 'tools', 'local-aws', 'src', '__fixtures__', 'find-moto.ts');
  const { stdout } = spawnSync(process.execPath, [RUN, find], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (stdout === '') return describe(name, tests);
  process.stderr.write(`\nSKIPPED: ${name}. ${stdout}\n\n`);
  describe.skip(name, tests);
}
