import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTION_VARIABLES } from '@healthcare-dr/failover-controller/function-variables';
import { bundleFunction, loadedBytes, zip } from '@healthcare-dr/nx-cdktf';
import type { Figure } from './goals';
import { medians, type TimedCommand } from './measure';

const ROUNDS = 9;

/** The function's environment, as the stack sets it: the clients are made while the module loads. */
const ENVIRONMENT = {
  ...FUNCTION_VARIABLES,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  NODE_NO_WARNINGS: '1',
};

/** How much code the failover controller loads, and how long it is until it could take its first event. */
export async function coldStart(options: {
  readonly workspaceRoot: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}): Promise<Figure[]> {
  const { workspaceRoot, signal } = options;
  const folder = join(options.folder, 'function');
  mkdirSync(folder);
  const { files } = await bundleFunction(
    workspaceRoot,
    join('libs', 'failover-controller', 'src', 'handler', 'handler.ts'),
  );
  for (const [name, content] of Object.entries({ ...files, 'empty.mjs': 'export {};' }))
    writeFileSync(join(folder, name), content);
  const load = (name: string): TimedCommand => ({
    name,
    command: process.execPath,
    args: [join(folder, `${name}.mjs`)],
    cwd: folder,
    env: ENVIRONMENT,
  });
  const times = await medians([load('handler'), load('empty')], ROUNDS, signal);
  const [ready, empty] = [times.get('handler') ?? NaN, times.get('empty') ?? NaN];
  return [
    {
      title: 'failover controller: code that a cold start loads',
      value: loadedBytes(files) / 1_000,
      unit: 'kB',
      goal: { atMost: 550 },
      from: `${(zip(files).length / 1_000).toFixed(0)} kB as a zip file, the tracer at need included`,
    },
    {
      title: 'failover controller: handler ready / empty module',
      value: ready / empty,
      unit: '×',
      goal: { atMost: 2 },
      from: `${ready.toFixed(0)} ms / ${empty.toFixed(0)} ms`,
    },
  ];
}
