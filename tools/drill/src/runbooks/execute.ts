import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import { serviceNames, topologyOf, type Environment } from '@healthcare-dr/topology';
import type { Assertion } from '../assertion-recorder';
import { blocksOf, isSetting, type Block } from './blocks';
import { RUNBOOK_BLOCKS, type Registration } from './registry';

/** How long the blocks of a page may take, in milliseconds. */
const LIMIT_MS = 120_000;

/** How much of what a block printed an assertion keeps, in lines. */
const DETAIL_LINES = 15;

/** Where an operator's shell stands. */
export interface OperatorShell {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  /** Where AWS is and who asks, and all else that programs live with. */
  readonly variables: NodeJS.ProcessEnv;
  /** Absolute path of a folder for what blocks write and print. */
  readonly folder: string;
  /** The time of day, in milliseconds since the epoch, that `date` tells. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** What became of a block. */
export interface ExecutedBlock {
  readonly block: Block;
  /** The exit codes of its commands that failed, in their order. */
  readonly exitCodes: readonly number[];
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the shell came to its end at all. */
  readonly ended: boolean;
}

/** The variables that each page begins with, as they are of an environment. */
const valuesOf = (environment: Environment): Readonly<Record<string, string>> => ({
  E: environment.suffix,
  ACCOUNT: environment.accountId,
  PRIMARY: topologyOf(environment, 'primary').region,
  DR: topologyOf(environment, 'dr').region,
  APP: serviceNames(environment).service,
});

/** The settings of a page with the values of an environment in place of production's. */
export const settingsFor = (settings: string, environment: Environment): string =>
  Object.entries(valuesOf(environment)).reduce(
    (text, [name, value]) => text.replaceAll(new RegExp(`(?<=(?:^|\\s)${name}=)[^\\s'"$]+`, 'gm'), value),
    settings,
  );

/** Tells the time of the drill: GNU's `date` takes it by one option, BSD's by another. */
const dateAt = (now: number): string => {
  const seconds = Math.floor(now / 1000);
  return `#!/bin/sh\n/bin/date -d @${seconds} "$@" 2>/dev/null || /bin/date -r ${seconds} "$@"\n`;
};

/**
 * Runs blocks of one page in their order, in one shell, as a person pastes them: after the settings of the page, each with the variables
 * that those before it have set. What is written to `/tmp` goes into the folder.
 */
export async function executeBlocks(
  blocks: readonly Block[],
  settings: string,
  shell: OperatorShell,
): Promise<ExecutedBlock[]> {
  const { workspaceRoot, environment, variables, folder, now, signal } = shell;
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true, mode: 0o700 });
  await writeFile(join(bin, 'date'), dateAt(now));
  await chmod(join(bin, 'date'), 0o755);
  const file = (index: number, what: string) => join(folder, `${index}.${what}`);
  const here = (text: string) => text.replaceAll('/tmp/', `${folder}/`);
  const script = [
    'set -u -o pipefail',
    settingsFor(settings, environment),
    ...blocks.flatMap(({ text }, index) => [
      `: > '${file(index, 'failed')}'`,
      `trap 'echo $? >> "${file(index, 'failed')}"' ERR`,
      `{\n${here(text)}\necho $? > '${file(index, 'last')}'\n} > '${file(index, 'stdout')}' 2> '${file(index, 'stderr')}'`,
    ]),
  ].join('\n');
  await run('bash', ['-c', script], {
    cwd: workspaceRoot,
    env: { ...variables, PATH: `${bin}:${variables['PATH'] ?? ''}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    interruptGraceMs: 1_000,
  });
  const read = (index: number, what: string) => readFile(file(index, what), 'utf8').catch(() => '');
  return Promise.all(
    blocks.map(async (block, index) => {
      const last = await read(index, 'last');
      const failed = (await read(index, 'failed')).trim().split('\n').filter(Boolean).map(Number);
      // Of what is chained by && the trap sees nothing but the last.
      const unseen = Number(last) === 0 || failed.length > 0 ? [] : [Number(last)];
      return {
        block,
        exitCodes: [...failed, ...unseen],
        stdout: await read(index, 'stdout'),
        stderr: await read(index, 'stderr'),
        ended: last !== '',
      };
    }),
  );
}

/** Whether a block did what its page says. */
export function executedAssertion(
  { block, exitCodes, stdout, stderr, ended }: ExecutedBlock,
  registration: Extract<Registration, { kind: 'look' | 'act' }>,
): Assertion {
  const missing = registration.prints.filter((pattern) => !pattern.test(stdout));
  const ok = ended && missing.length === 0 && exitCodes.join() === registration.exitCodes.join();
  const complaints = [
    ...(ended ? [] : ['the shell has ended, or its time was up, before it']),
    ...(exitCodes.length === 0 ? [] : [`commands failed: exit codes ${exitCodes.join(', ')}`]),
    ...missing.map((pattern) => `it does not print ${String(pattern)}`),
  ];
  const printed = [...stdout.trim().split('\n'), ...stderr.trim().split('\n')].filter(Boolean);
  return {
    id: `runbook-executed/${block.id}`,
    title: `The commands of docs/runbooks/${block.page}, line ${block.line}, do what the page says`,
    ok,
    detail:
      [...complaints, ...printed.slice(0, DETAIL_LINES)].join('\n') || 'it prints nothing, and succeeds',
  };
}

/** Runs what is registered as of a kind on a page. @param canRun - whether the machine has what a block calls */
export async function executePage(
  page: string,
  kind: 'look' | 'act',
  shell: OperatorShell,
  canRun: (block: Block) => boolean = () => true,
): Promise<Assertion[]> {
  const all = blocksOf(page);
  const settings = all.filter(isSetting).map(({ text }) => text);
  const registered = all.flatMap((block) => {
    const registration = RUNBOOK_BLOCKS[block.id];
    return registration?.kind === kind && canRun(block) ? [{ block, registration }] : [];
  });
  if (registered.length === 0) return [];
  const executed = await executeBlocks(
    registered.map(({ block }) => block),
    settings.join('\n'),
    shell,
  );
  return executed.flatMap((each, index) => {
    const registration = registered[index]?.registration;
    return registration?.kind === kind ? [executedAssertion(each, registration)] : [];
  });
}
