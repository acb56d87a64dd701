import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A command line as a person or a workflow is told to give it. */
export interface DocumentedCommand {
  /** The document or the workflow, relative to the workspace. */
  readonly file: string;
  /** The command, see {@link normalize}. */
  readonly command: string;
}

/** What a command line of this workspace begins with, where it stands within a sentence. */
const WITHIN_A_SENTENCE = /^(?:[A-Z_]+=\S+ )*(?:npm|npx|nx|node [\w./]+\.cjs)(?: |$)/;

/** What a workflow or a script calls of this workspace. */
const OF_THIS_WORKSPACE = /^(?:npm|npx) /;

/**
 * A command line without what does not change it: a prompt, a comment, where its output goes, `npx` before `nx`, `--silent`.
 */
export const normalize = (line: string): string =>
  line
    .replace(/^\$ /, '')
    .replace(/(?:^|\s+)# .*$/, '')
    .replace(/ >>? \S+$/, '')
    .replaceAll(/\s+/g, ' ')
    // eslint-disable-next-line workspace/no-sentence-matching -- a command line, which is no sentence
    .replace(/\bnpx nx\b/, 'nx')
    // eslint-disable-next-line workspace/no-sentence-matching -- as above
    .replace(/(?<=npm run )--silent /, '')
    .trim();

const commandsOfLines = (text: string): string[] =>
  text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) =>
      line
        .trim()
        .replace(/(?:^|\s+)# .*$/, '')
        .split(/ (?:&&|\|\|) /),
    )
    .map(normalize)
    .filter((line) => line !== '');

/**
 * The command lines of a page: those of its blocks of shell commands, and those of this workspace within its sentences. In a block with
 * prompts the other lines are output.
 */
export function commandsOfPage(markdown: string): string[] {
  const found: string[] = [];
  const prose = markdown.replaceAll(
    /^( *)```(\w*)\n([^]*?)^ *```$/gm,
    (_block, _indent, language: string, text: string) => {
      if (!['sh', 'console'].includes(language)) return '';
      const lines = text.split('\n');
      const prompted = lines.filter((line) => line.trim().startsWith('$ '));
      found.push(...commandsOfLines((prompted.length > 0 ? prompted : lines).join('\n')));
      return '';
    },
  );
  for (const [, span = ''] of prose.matchAll(/`([^`]+)`/g)) {
    const command = normalize(span.replaceAll('\n', ' '));
    if (WITHIN_A_SENTENCE.test(command)) found.push(command);
  }
  return found;
}

/** The command lines of this workspace in a script of a shell. */
export const commandsOfScript = (script: string): string[] =>
  commandsOfLines(script)
    .map((line) => line.replace(/^count /, ''))
    .filter((line) => OF_THIS_WORKSPACE.test(line));

/** The pages that tell people what to do now: neither runbooks, which have a register of their own, nor what records the past. */
function pages(workspaceRoot: string): string[] {
  const below = (folder: string) =>
    readdirSync(join(workspaceRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('README.md') && !/node_modules|templates/.test(path))
      .map((path) => `${folder}/${path}`);
  return [
    '.github/pull_request_template.md',
    'CONTRIBUTING.md',
    'README.md',
    'SECURITY.md',
    'docs/reference/policies/README.md',
    ...['libs', 'services', 'tools'].flatMap(below).sort(),
  ];
}

interface Steps {
  readonly steps?: readonly { readonly run?: string }[];
}

/** Every command line of every page, of the workflows and of what proves a checkout. */
export function documentedCommands(workspaceRoot: string): DocumentedCommand[] {
  const read = (file: string) => readFileSync(join(workspaceRoot, file), 'utf8');
  const of = (file: string, commands: readonly string[]) => commands.map((command) => ({ file, command }));
  const workflows = readdirSync(join(workspaceRoot, '.github', 'workflows')).map(
    (name) => `.github/workflows/${name}`,
  );
  return [
    ...pages(workspaceRoot).flatMap((file) => of(file, commandsOfPage(read(file)))),
    ...workflows.flatMap((file) => {
      const { jobs } = parse(read(file)) as { readonly jobs: Readonly<Record<string, Steps>> };
      const scripts = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run));
      return of(file, scripts.flatMap(commandsOfScript));
    }),
    ...of('.ci/run', commandsOfScript(read('.ci/run'))),
  ];
}
