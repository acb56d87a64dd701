import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type * as expressions from '@actions/expressions';
import type * as languageService from '@actions/languageservice';
import { temporaryFolder } from '@healthcare-dr/processes';
import { build } from 'esbuild';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** GitHub's own packages for workflows. */
export interface Toolkit {
  readonly expressions: typeof expressions;
  readonly languageService: typeof languageService;
  readonly TextDocument: typeof TextDocument;
}

const ENTRY = `
export * as expressions from '@actions/expressions';
export * as languageService from '@actions/languageservice';
export { TextDocument } from 'vscode-languageserver-textdocument';
`;

/**
 * Loads GitHub's packages. They import JSON without saying so, which Node does not take: so they are bundled first.
 *
 * @see https://github.com/actions/languageservices
 */
export async function loadToolkit(): Promise<Toolkit> {
  const folder = await temporaryFolder('healthcare-workflows-');
  try {
    const outfile = join(folder.path, 'toolkit.cjs');
    await build({
      stdin: { contents: ENTRY, resolveDir: resolve(__dirname) },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
      outfile,
    });
    return createRequire(outfile)(outfile) as Toolkit;
  } finally {
    await folder.remove();
  }
}
