/**
 * Runs a TypeScript command of this workspace in this very process, so that a signal reaches it and nothing stands between:
 * `node tools/run.cjs tools/drctl/src/main.ts drill`.
 */
'use strict';
const { join, resolve } = require('node:path');

process.env['TSX_TSCONFIG_PATH'] = join(__dirname, '..', 'tsconfig.base.json');
// The pinned SDK runs on Node 20; that later versions will not is for whoever moves the pin.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
// @ts-expect-error -- the hook is published without types
require('tsx/cjs');

const [, , command, ...args] = process.argv;
if (command === undefined) {
  console.error('Usage: node tools/run.cjs <file.ts> [argument ...]');
  process.exit(2);
}
const file = resolve(command);
process.argv = [process.execPath, file, ...args];
require(file);
