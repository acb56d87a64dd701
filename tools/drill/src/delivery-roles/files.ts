import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { POLICIES_FOLDER, readDocuments } from '@healthcare-dr/drctl/bootstrap';
import type { Environment } from '@healthcare-dr/topology';
import type { PolicyDocument, PolicyDocuments } from './documents';
import type { DeliveryRole } from './implied-actions';

/** The files that a drill writes, and whoever wants other policies for them replaces. */
const OF_DEPLOY = /^(?:deploy(?:-\d+)?|destroy)\.json$/;

/**
 * The documents of a role, as they are committed.
 *
 * @throws UserError if there are none, or if IAM would not take one
 */
export function documentsOf(
  workspaceRoot: string,
  environment: Environment,
  role: DeliveryRole,
): PolicyDocuments {
  const documents = readDocuments(workspaceRoot, environment, [role]).of.get(role) ?? [];
  return new Map(documents.map(({ name, text }) => [`${name}.json`, JSON.parse(text) as PolicyDocument]));
}

/** How wide a line of the repository's files is, as Prettier has it. */
const LINE_WIDTH = 110;

/** JSON as Prettier writes it: a list on one line where it fits there. */
const textOf = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replaceAll(
    /^( *".*": )\[\n([^[\]{}]*?)\n *\](,?)$/gm,
    (whole, before: string, items: string, after: string) => {
      const line = `${before}[${items.trim().replaceAll(/\n */g, ' ')}]${after}`;
      return line.length <= LINE_WIDTH ? line : whole;
    },
  )}\n`;

/** Writes the documents of the role that deploys in the place of those that are there. @returns the folder */
export async function writePolicyDocuments(
  workspaceRoot: string,
  documents: PolicyDocuments,
): Promise<string> {
  const folder = join(workspaceRoot, POLICIES_FOLDER);
  await mkdir(folder, { recursive: true });
  for (const name of namesIn(folder).filter((file) => OF_DEPLOY.test(file))) await rm(join(folder, name));
  for (const [name, document] of documents) await writeFile(join(folder, name), textOf(document));
  return folder;
}

/** The file that says which types of resources were made while the documents were recorded. */
const RECORDED_TYPES = 'deploy-recorded.json';

/** Writes down which types of resources were made while the documents were recorded: another one may need what they do not grant. */
export async function writeRecordedTypes(workspaceRoot: string, types: Iterable<string>): Promise<void> {
  const text = textOf({ resourceTypes: [...new Set(types)].sort() });
  await writeFile(join(workspaceRoot, POLICIES_FOLDER, RECORDED_TYPES), text);
}

/** The types of resources that were made while the documents were recorded. */
export function readRecordedTypes(workspaceRoot: string): readonly string[] {
  const text = readFileSync(join(workspaceRoot, POLICIES_FOLDER, RECORDED_TYPES), 'utf8');
  return (JSON.parse(text) as { readonly resourceTypes: readonly string[] }).resourceTypes;
}

/** Lays the committed policies out in another folder, with other documents for the role that deploys. */
export async function policiesElsewhere(
  workspaceRoot: string,
  elsewhere: string,
  documents: PolicyDocuments,
): Promise<void> {
  const [from, to] = [join(workspaceRoot, POLICIES_FOLDER), join(elsewhere, POLICIES_FOLDER)];
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
  await writePolicyDocuments(elsewhere, documents);
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
