import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunction, zip } from '@healthcare-dr/nx-cdktf';

/** A change of one place in the controller's source. */
export interface SourceChange {
  /** Relative to the controller's sources, such as `adapters/clients.ts`. */
  readonly file: string;
  /** The text that is there, once. */
  readonly text: string;
  readonly instead: string;
}

const CONTROLLER = join('libs', 'failover-controller', 'src');

/**
 * The source of a file after a change.
 *
 * @throws Error if the text is not there exactly once: the change would not be what it says
 */
export function changed(source: string, { file, text, instead }: SourceChange): string {
  const found = source.split(text).length - 1;
  if (found !== 1)
    throw new Error(`${file} has '${text}' ${found} times, so it cannot be changed to '${instead}'.`);
  return source.replace(text, () => instead);
}

/** The controller's function as a zip file, bundled as it is for a deployment, but for one change of its source. */
export async function mutatedFunction(workspaceRoot: string, change: SourceChange): Promise<Uint8Array> {
  const path = join(workspaceRoot, CONTROLLER, change.file);
  const contents = changed(readFileSync(path, 'utf8'), change);
  const { files } = await bundleFunction(workspaceRoot, join(CONTROLLER, 'handler', 'handler.ts'), [
    {
      name: 'mutation',
      setup: (build) => {
        build.onLoad({ filter: /\.ts$/ }, (args) =>
          args.path === path ? { contents, loader: 'ts' as const } : undefined,
        );
      },
    },
  ]);
  return zip(files);
}
