/**
 * Import this before anything that may load cdktf in a process of Nx.
 *
 * Nx loads local TypeScript through tsconfig-paths with a catch-all on the workspace's root, so a file there wins over a package of
 * the same name: `require('cdktf')` yields cdktf.json, and every class that extends one of cdktf's fails to load.
 * https://github.com/jonaskello/tsconfig-paths/blob/master/README.md (`addMatchAll`)
 */
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The hook that tsconfig-paths uses itself; Node 20 has no public one for `require`. */
interface Resolver {
  _resolveFilename(request: string, ...rest: unknown[]): string;
}

const SHADOWED = 'cdktf';

const folder = dirname(createRequire(__filename).resolve(`${SHADOWED}/package.json`));
const resolver = Module as unknown as Resolver;
const resolveFilename = resolver._resolveFilename;
resolver._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, request === SHADOWED ? folder : request, ...rest);
};
