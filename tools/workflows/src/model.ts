import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const variables = z.record(z.string(), scalar);

const stepSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.union([z.string(), z.boolean()]).optional(),
  uses: z.string().optional(),
  with: variables.optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  env: variables.optional(),
  'continue-on-error': z.boolean().optional(),
});

const jobSchema = z.object({
  if: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  'runs-on': z.string(),
  'timeout-minutes': z.number().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  environment: z.string().optional(),
  concurrency: z.record(z.string(), scalar).optional(),
  strategy: z
    .object({ 'fail-fast': z.boolean().optional(), matrix: z.record(z.string(), z.array(scalar)) })
    .optional(),
  env: variables.optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z.array(stepSchema),
});

const workflowSchema = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()).optional(),
  concurrency: z.record(z.string(), scalar).optional(),
  env: variables.optional(),
  jobs: z.record(z.string(), jobSchema),
});

const actionSchema = z.object({
  name: z.string(),
  inputs: z.record(z.string(), z.object({ default: z.string().optional() })).default({}),
  runs: z.object({ using: z.literal('composite'), steps: z.array(stepSchema) }),
});

/** A workflow, in the subset of GitHub's language that is used here. */
export type Workflow = z.output<typeof workflowSchema>;
/** A job of it. */
export type Job = z.output<typeof jobSchema>;
/** A step of a job, or of an action. */
export type Step = z.output<typeof stepSchema>;
/** An action made of steps. */
export type CompositeAction = z.output<typeof actionSchema>;

/** Where GitHub looks for workflows. */
export const WORKFLOWS_FOLDER = join('.github', 'workflows');

/** The text of every workflow of a repository, by its file's name without `.yml`. */
export function workflowTexts(workspaceRoot: string): ReadonlyMap<string, string> {
  const folder = join(workspaceRoot, WORKFLOWS_FOLDER);
  return new Map(
    readdirSync(folder)
      .sort()
      .map((file) => [file.replace(/\.ya?ml$/, ''), readFileSync(join(folder, file), 'utf8')]),
  );
}

/**
 * Reads a workflow.
 *
 * @throws ZodError if it uses what is not in the subset
 */
export const parseWorkflow = (text: string): Workflow => workflowSchema.parse(parse(text));

/** Reads an action of this repository, by the path that `uses` names it with. */
export const readAction = (workspaceRoot: string, uses: string): CompositeAction =>
  actionSchema.parse(parse(readFileSync(join(workspaceRoot, uses, 'action.yml'), 'utf8')));
