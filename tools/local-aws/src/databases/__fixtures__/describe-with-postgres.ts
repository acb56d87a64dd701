import { embeddedFolder, usualFolders } from '../installation';

/** The major version that environments are configured with. */
const MAJOR = 15;

/** A `describe` whose tests need a PostgreSQL. Where there is none on the machine and none of npm they are skipped, and it is said. */
export function describeWithPostgres(name: string, tests: () => void): void {
  if (embeddedFolder() !== undefined || usualFolders(MAJOR).length > 0) return describe(name, tests);
  process.stderr.write(
    `\nSKIPPED: ${name}. There is no PostgreSQL ${MAJOR} here: run npm ci without --omit=optional.\n\n`,
  );
  describe.skip(name, tests);
}
