import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { statusJsonSchema } from '@healthcare-dr/drctl/status-schema';
import { allDefinitions } from '@healthcare-dr/testing';
import { UserError } from '@healthcare-dr/topology';
import {
  environmentsFolder,
  environmentSuffixes,
  existingEnvironments,
} from '@healthcare-dr/topology/loading';
import { fileSchema, referenceMarkdown } from '@healthcare-dr/topology/reference';
import { architectureDiagram, withDiagram } from './architecture-diagram';
import { withEnvironmentNames, withEnvironmentTable } from './runbook-environments';

const USAGE = 'npm run reference -- [--check] [--help]';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

/** `npm run reference`: writes the reference of environments, the diagram of the architecture, and the names of environments in the runbooks, or with `--check` fails if what stands there is stale. */
async function main(args: readonly string[]): Promise<void> {
  const { check, help } = parse(args);
  if (help === true) {
    console.log(`${USAGE}\n  --check  write nothing; exit code 1 if a file is stale`);
    return;
  }
  const { format, resolveConfig } = await import('prettier');
  const folder = environmentsFolder(workspaceRoot, process.env);
  const written = environmentSuffixes(folder);
  const environments = existingEnvironments(folder).flatMap(({ suffix, environment }) =>
    // One that cannot be used is named by the suites over environments; those of pull requests come and go.
    environment !== undefined && written.includes(suffix) ? [environment] : [],
  );
  const runbooks = join(workspaceRoot, 'docs', 'runbooks');
  const stale: string[] = [];
  for (const [file, text] of [
    ['docs/reference/environment.schema.json', JSON.stringify(fileSchema())],
    ['docs/reference/environment.md', referenceMarkdown()],
    ['docs/reference/drctl-status.schema.json', JSON.stringify(statusJsonSchema())],
    [
      'README.md',
      withDiagram(
        readFileSync(join(workspaceRoot, 'README.md'), 'utf8'),
        architectureDiagram(allDefinitions()),
      ),
    ],
    [
      'docs/runbooks/README.md',
      withEnvironmentTable(readFileSync(join(runbooks, 'README.md'), 'utf8'), environments),
    ],
    ...readdirSync(runbooks)
      .filter((name) => name.endsWith('.md') && name !== 'README.md')
      .map(
        (name) =>
          [
            `docs/runbooks/${name}`,
            withEnvironmentNames(readFileSync(join(runbooks, name), 'utf8'), environments),
          ] as const,
      ),
  ] as const) {
    const path = join(workspaceRoot, file);
    const formatted = await format(text, { ...(await resolveConfig(path)), filepath: path });
    if (existsSync(path) && readFileSync(path, 'utf8') === formatted) continue;
    stale.push(file);
    if (check === true) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, formatted);
    console.log(`wrote ${file}`);
  }
  if (check === true && stale.length > 0) {
    throw new UserError({
      problem: `${stale.join(' and ')} ${stale.length === 1 ? 'is' : 'are'} not what the schema, the environments or the stacks say now.`,
      fix: 'run npm run reference, and commit what it writes.',
    });
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })
      .values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n  Allowed: ${USAGE}`);
    process.exit(2);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
