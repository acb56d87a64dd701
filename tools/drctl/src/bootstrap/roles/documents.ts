import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, watchRegionOf, type Environment } from '@healthcare-dr/topology';
import { documentsFor, PURPOSES, type Purpose } from './purposes';

/** Where the policies of the roles are kept, relative to the workspace. */
export const POLICIES_FOLDER = 'docs/reference/policies';

/** The permissions boundary's document. */
export const BOUNDARY = 'boundary';

/** What a managed policy may hold, without white space. */
const LONGEST_POLICY = 6144;
/** How many of them a role takes unless AWS was asked for more. */
const MOST_POLICIES = 10;

/** A policy document, ready for an account. */
export interface PolicyDocument {
  /** Such as `deploy-1`. */
  readonly name: string;
  /** JSON without white space. */
  readonly text: string;
}

/** The documents of an environment's roles. */
export interface RoleDocuments {
  readonly boundary: PolicyDocument;
  readonly of: ReadonlyMap<Purpose, readonly PolicyDocument[]>;
}

/** A file with a document. */
export interface PolicyFile {
  /** Such as `deploy-1`. */
  readonly name: string;
  readonly text: string;
}

/** The policies that are committed, as they are written. */
export function readPolicyFiles(workspaceRoot: string): PolicyFile[] {
  const folder = join(workspaceRoot, POLICIES_FOLDER);
  return (existsSync(folder) ? readdirSync(folder).sort() : [])
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: file.replace(/\.json$/, ''), text: readFileSync(join(folder, file), 'utf8') }));
}

/**
 * Reads the policies of roles. A document is IAM's JSON in which `<accountId>`, `<environment>`, `<primaryRegion>`, `<drRegion>` and
 * `<watchRegion>` stand for the environment's, and `<permissionsBoundary>` and `<hostedZoneRoleArn>` for those that it names; `deploy.json`, or `deploy-1.json` and so on, are
 * those of the role that deploys. In the role that the
 * environments of all pull requests share, `pr*` stands for `<environment>`.
 *
 * @throws UserError if one is missing, is no JSON, has a placeholder that nobody knows, or is too long for IAM
 */
export function readDocuments(
  workspaceRoot: string,
  environment: Environment,
  purposes: readonly Purpose[],
): RoleDocuments {
  const files = readPolicyFiles(workspaceRoot);
  const documentsOf = (document: string, suffix: string): PolicyDocument[] => {
    const own = files.filter(({ name }) => new RegExp(`^${document}(?:-\\d+)?$`).test(name));
    if (own.length === 0) {
      throw new UserError({
        problem: `${POLICIES_FOLDER} has no policy '${document}'. Nothing was done.`,
        allowed: `${document}.json, or ${document}-1.json and so on`,
        fix: 'bring the committed file back, or name the roles that are to be made: --roles plan,watch.',
      });
    }
    return own.map((file) => ({ name: file.name, text: fillIn(file, environment, suffix) }));
  };
  const of = purposes.map((purpose): [Purpose, readonly PolicyDocument[]] => {
    const { suffix = environment.suffix } = PURPOSES[purpose];
    const own = documentsFor(purpose, environment).flatMap((document) => documentsOf(document, suffix));
    if (own.length <= MOST_POLICIES) return [purpose, own];
    throw new UserError({
      problem: `A role would have ${own.length} policies: ${own.map(({ name }) => name).join(', ')}. Nothing was done.`,
      allowed: `at most ${MOST_POLICIES}`,
      fix: 'join some of them.',
    });
  });
  const [boundary] = documentsOf(BOUNDARY, environment.suffix);
  if (boundary === undefined) throw new Error(`No '${BOUNDARY}' although it was found.`);
  return { boundary, of: new Map(of) };
}

/**
 * Puts an environment's values into a document.
 *
 * @param suffix - what stands for `<environment>`
 * @returns JSON without white space
 * @throws UserError if it is no JSON, has a placeholder that nobody knows, or is too long for IAM
 */
export function fillIn({ name, text }: PolicyFile, environment: Environment, suffix: string): string {
  const { accountId, primary, dr, permissionsBoundary } = environment;
  const { hostedZoneRoleArn } = environment.dns;
  const values: Readonly<Record<string, string>> = {
    accountId,
    environment: suffix,
    primaryRegion: primary.region,
    drRegion: dr.region,
    watchRegion: watchRegionOf(environment),
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    ...(hostedZoneRoleArn !== undefined && { hostedZoneRoleArn }),
  };
  const wrong = (problem: string) =>
    new UserError({
      problem: `${POLICIES_FOLDER}/${name}.json ${problem} Nothing was done.`,
      allowed: `a policy document of IAM of at most ${LONGEST_POLICY} characters, with ${Object.keys(values)
        .map((key) => `<${key}>`)
        .join(', ')}`,
      fix: 'correct it.',
    });
  const filled = text.replaceAll(/<(\w+)>/g, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) throw wrong(`holds ${placeholder}, which nobody knows.`);
    return value;
  });
  const short = compact(filled);
  if (short === undefined) throw wrong('is no JSON.');
  if (short.length > LONGEST_POLICY) throw wrong(`has ${short.length} characters.`);
  return short;
}

function compact(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}
