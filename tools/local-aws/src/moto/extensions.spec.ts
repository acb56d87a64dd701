import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MOTO_VERSION } from './python';

const FOLDER = resolve(__dirname, '..', '..', 'python', 'extensions');
// Files with a leading underscore are what extensions share.
const extensions = readdirSync(FOLDER).filter((file) => /^[a-z].*\.py$/.test(file));

/** What the file says of itself, before any code. */
const docstringOf = (file: string): string =>
  /^"""([^]*?)"""/.exec(readFileSync(join(FOLDER, file), 'utf8'))?.[1] ?? '';

describe('an extension of moto', () => {
  it.each(extensions)('%s says of which moto it is, and whether it could go upstream', (file) => {
    expect(docstringOf(file)).toContain(`moto ${MOTO_VERSION}`);
    expect(docstringOf(file)).toMatch(/^(?:.*\. )?(?:Could go|Not for) upstream\b/m);
  });
});
