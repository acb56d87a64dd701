import type { CompositeAction, Job, Step, Workflow } from './model';
import type { Toolkit } from './toolkit';

/** What speaks against a workflow, by a code, and where. */
export interface LintFinding {
  readonly code:
    | 'credentials-persisted'
    | 'expression-in-code'
    | 'job-without-permissions'
    | 'job-without-timeout'
    | 'language'
    | 'permissions-on-top'
    | 'secrets-beside-foreign-code'
    | 'step-of-nobody'
    | 'terraform-wrapped'
    | 'unknown-script'
    | 'unpinned-action';
  readonly where: string;
  readonly detail: string;
}

/** What the rules of this house know of the repository. */
export interface LintContext {
  /** The names of the scripts of package.json. */
  readonly scripts: ReadonlySet<string>;
}

/** A full commit of somebody's action, or an action of this repository. */
const PINNED = /^(?:\.\/[\w./-]+|[\w.-]+\/[\w./-]+@[0-9a-f]{40})$/;

/** npm's own commands that a step may use. */
const OF_NPM = new Set(['ci', 'test']);

/** What a step may be besides a script of ours: what every shell has, and GitHub's own command line. */
const OF_THE_SHELL = /^(?:cat|cp|echo|gh|mkdir|tar|\[|[\w]+(?:\+)?=.*)$/;

/** Checks a workflow by the rules of this house. */
export function lintWorkflow(name: string, workflow: Workflow, context: LintContext): LintFinding[] {
  const { jobs, permissions } = workflow;
  const top: LintFinding[] =
    permissions !== undefined && Object.keys(permissions).length === 0
      ? []
      : [
          {
            code: 'permissions-on-top',
            where: name,
            detail: 'permissions: {} is missing; jobs say the least they need',
          },
        ];
  return [
    ...top,
    ...Object.entries(jobs).flatMap(([id, job]) => lintJob(`${name}/${id}`, workflow, job, context)),
  ];
}

/** Checks the steps of an action by the same rules. */
export const lintAction = (name: string, { runs }: CompositeAction, context: LintContext): LintFinding[] =>
  lintSteps(name, runs.steps, context);

function lintJob(where: string, { on }: Workflow, job: Job, context: LintContext): LintFinding[] {
  const { permissions, steps } = job;
  const findings: LintFinding[] = [];
  if (permissions === undefined)
    findings.push({ code: 'job-without-permissions', where, detail: 'say the least' });
  if (job['timeout-minutes'] === undefined)
    findings.push({ code: 'job-without-timeout', where, detail: 'GitHub would let it run for six hours' });
  // With the rights of the base, and the code of whoever proposes a change.
  const foreign = 'pull_request_target' in on || 'workflow_run' in on;
  const writes = Object.values(permissions ?? {}).includes('write');
  const checksOut = steps.some(
    ({ uses, with: given }) => uses?.startsWith('actions/checkout@') === true && given?.['ref'] !== undefined,
  );
  if (foreign && writes && checksOut)
    findings.push({
      code: 'secrets-beside-foreign-code',
      where,
      detail: 'it would run the code of a pull request with rights to write',
    });
  return [...findings, ...lintSteps(where, steps, context)];
}

function lintSteps(where: string, steps: readonly Step[], context: LintContext): LintFinding[] {
  return steps.flatMap((step, index) => lintStep(`${where}#${index + 1}`, step, context));
}

function lintStep(
  where: string,
  { uses, run, with: given = {} }: Step,
  { scripts }: LintContext,
): LintFinding[] {
  const findings: LintFinding[] = [];
  const add = (code: LintFinding['code'], detail: string) => findings.push({ code, where, detail });
  if (uses !== undefined && !PINNED.test(uses)) add('unpinned-action', `${uses} is no full commit`);
  if (uses?.startsWith('actions/checkout@') === true && given['persist-credentials'] !== false)
    add('credentials-persisted', 'persist-credentials: false is missing');
  if (
    /\/setup-(?:terraform|opentofu)@/.test(uses ?? '') &&
    !['terraform_wrapper', 'tofu_wrapper'].some((key) => given[key] === false)
  )
    add('terraform-wrapped', 'the wrapper hides exit codes');
  // Whoever names a branch would write the program.
  for (const code of [run, uses?.startsWith('actions/github-script@') === true ? given['script'] : undefined])
    if (typeof code === 'string' && code.includes('${{')) add('expression-in-code', 'pass it by env');
  for (const words of commandsOf(run ?? '')) {
    const [program = '', first = '', second = ''] = words.filter((word) => !word.startsWith('--silent'));
    if (program === 'npm' && first === 'run' ? !scripts.has(second) : program === 'npm' && !OF_NPM.has(first))
      add('unknown-script', `${program} ${first} ${second}`.trim());
    else if (program === 'npx' ? first !== 'nx' : program !== 'npm' && !OF_THE_SHELL.test(program))
      add('step-of-nobody', `${program} is no script of package.json and no target of Nx`);
  }
  return findings;
}

/** The commands of a script, each by its words. */
export function commandsOf(run: string): string[][] {
  return run
    .replaceAll(/\\\n\s*/g, ' ')
    .split(/\n|&&|\|\||[;|]/)
    .map((command) => command.trim())
    .filter((command) => command !== '' && !command.startsWith('#'))
    .map((command) => [...command.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) => word));
}

/** What GitHub's language service says of a workflow: unknown keys, jobs, outputs, functions, contexts, schedules. */
export async function languageFindings(
  { languageService, TextDocument }: Toolkit,
  name: string,
  text: string,
): Promise<LintFinding[]> {
  const folder = name.includes('/') ? '.github/actions' : '.github/workflows';
  const file = name.includes('/') ? `${name}/action.yml` : `${folder}/${name}.yml`;
  const document = TextDocument.create(`file:///${file}`, 'yaml', 0, text);
  const diagnostics = await languageService.validate(document);
  return diagnostics.map(({ message, range }) => ({
    code: 'language',
    where: `${name}:${range.start.line + 1}`,
    detail: typeof message === 'string' ? message : message.value,
  }));
}
