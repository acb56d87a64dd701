import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../errors';
import { parseYaml } from './yaml-file';

/** The file with the names that GitHub knows, relative to the workspace. */
export const REPOSITORY_FILE = 'repository.yaml';

/** Whom everything belongs to that no other entry of `owners` names. */
export const EVERYTHING_ELSE = '*';

/** GitHub's names of organizations and users: letters, digits and single hyphens inside, at most 39 characters. */
const organizationName = z
  .string()
  .regex(/^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$/, 'is no name of an organization');
const repositoryName = z.string().regex(/^(?!\.{1,2}$)[\w.-]{1,100}$/, 'is no name of a repository');
const team = z
  .string()
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'is no team: lower-case letters, digits, hyphens');
const folder = z.string().regex(/^(?:\*|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/, 'is no folder of a project');

const repositorySchema = z.strictObject({
  organization: organizationName,
  repository: repositoryName,
  organizationId: z.int().positive().optional(),
  repositoryId: z.int().positive().optional(),
  owners: z
    .record(folder, team)
    .refine(
      (owners) => EVERYTHING_ELSE in owners,
      `lacks '${EVERYTHING_ELSE}', the owner of everything else`,
    ),
});

/** What GitHub calls this repository, and the team that owns each folder, by the folder's name. */
export type Repository = Readonly<z.output<typeof repositorySchema>>;

/**
 * Reads the names out of the text of {@link REPOSITORY_FILE}.
 *
 * @throws ConfigurationError with the line of what cannot be used
 */
export function parseRepository(text: string, label: string = REPOSITORY_FILE): Repository {
  const file = parseYaml(text, label);
  const result = repositorySchema.safeParse(file.values);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const position = file.positionOf(path);
  throw new ConfigurationError({
    problem: `${label}${position === undefined ? '' : `:${position.line}:${position.column}`} ${[path.join('.'), issue?.message].filter((part) => part !== '').join(': ')}.`,
    allowed:
      'organization, repository, organizationId, repositoryId, and owners: a team by folder, with * for everything else',
    fix: `correct ${label}.`,
  });
}

/** Reads the names of the repository that lies at `workspaceRoot`. */
export const readRepository = (workspaceRoot: string): Repository =>
  parseRepository(readFileSync(join(workspaceRoot, REPOSITORY_FILE), 'utf8'));
