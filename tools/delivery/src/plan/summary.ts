import { InputError } from '@healthcare-dr/cli-kit';
import { z } from 'zod';
import { waveDigest } from '../deploy/approval';
import { wavesOf } from '../stacks/order';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { countChanges, type ResourceChange } from './changes';
import { stopping, type GatePolicy } from './gate';
import type { StackReport } from './plan-stacks';

/** The version of the summary's format. */
export const SUMMARY_VERSION = 1;

const countsSchema = z.object({
  create: z.number(),
  update: z.number(),
  replace: z.number(),
  destroy: z.number(),
  forget: z.number(),
  move: z.number(),
});

const changeSchema = z.object({
  address: z.string(),
  type: z.string(),
  actions: z.array(z.enum(['create', 'update', 'delete', 'forget', 'no-op', 'read'])),
  before: z.json(),
  after: z.json(),
  previousAddress: z.string().optional(),
});

const findingSchema = z.object({
  code: z.enum([
    'stateful-destroyed',
    'stateful-replaced',
    'protection-lost',
    'membership-cleared',
    'too-many-destroyed',
    'dr-writes',
  ]),
  stack: z.string(),
  name: z.string(),
  detail: z.string(),
  never: z.boolean(),
});

const stackSchema = z.object({
  stack: z.string(),
  owner: z.string(),
  status: z.enum(['unchanged', 'not-deployed', 'planned', 'blocked', 'failed']),
  /** The digest of its plan; null if there is none. */
  digest: z.string().nullable(),
  counts: countsSchema,
  because: z.array(z.string()),
  /** Stacks that are applied before it: its plan may be another then, or cannot be made before. */
  after: z.array(z.string()),
  /** What the gate stops: neither allowed nor allowable. */
  findings: z.array(findingSchema),
  changes: z.array(changeSchema),
  /** What it costs more or less than at a base, in USD a month. Absent if it was not asked for. */
  costDifference: z.number().optional(),
  message: z.string().optional(),
});

const summarySchema = z.object({
  schemaVersion: z.literal(SUMMARY_VERSION),
  environment: z.string(),
  commit: z.string().nullable(),
  waves: z.array(
    z.object({
      /** What the wave is approved by; null if it is not known yet, or if nothing of it changes. */
      digest: z.string().nullable(),
      stacks: z.array(stackSchema),
    }),
  ),
});

/** What a set of stacks would change, by wave. Nothing in it must not be shown. */
export type PlanSummary = Readonly<z.output<typeof summarySchema>>;

/** One stack of a summary. */
export type StackSummary = PlanSummary['waves'][number]['stacks'][number];

/** What a summary is made from. */
export interface SummaryInput {
  readonly environment: string;
  readonly commit: string | null;
  readonly stacks: readonly SynthesizedStack[];
  readonly reports: ReadonlyMap<string, StackReport>;
  readonly policy: Pick<GatePolicy, 'allowed'>;
  readonly ownerOf: (stack: SynthesizedStack) => string;
  /** By stack, in USD a month. @default - nothing is said of costs */
  readonly costs?: ReadonlyMap<string, number>;
}

/** Sums up what was planned. */
export function summarize(input: SummaryInput): PlanSummary {
  const { environment, commit, stacks, reports } = input;
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const waves = wavesOf(stacks, new Set(reports.keys())).map((names) => {
    const members = names.flatMap((name) => {
      const [stack, report] = [byName.get(name), reports.get(name)];
      return stack === undefined || report === undefined ? [] : [summaryOf(stack, report, input)];
    });
    const certain = members.every(
      ({ status, after }) =>
        ['unchanged', 'not-deployed'].includes(status) || (status === 'planned' && after.length === 0),
    );
    const plans = members.flatMap(({ stack, digest, changes }) =>
      digest === null || changes.length === 0 ? [] : [{ stack, digest }],
    );
    return { digest: certain && plans.length > 0 ? waveDigest(plans) : null, stacks: members };
  });
  return { schemaVersion: SUMMARY_VERSION, environment, commit, waves };
}

function summaryOf(
  stack: SynthesizedStack,
  report: StackReport,
  { ownerOf, policy, costs }: SummaryInput,
): StackSummary {
  const changes: ResourceChange[] = report.status === 'planned' ? [...report.plan.changes] : [];
  return {
    stack: stack.name,
    owner: ownerOf(stack),
    status: report.status,
    digest: report.status === 'planned' ? report.plan.digest : null,
    counts: countChanges(changes),
    because:
      report.status === 'planned'
        ? [...report.because]
        : report.status === 'blocked'
          ? [...report.absent]
          : [],
    after:
      report.status === 'planned' ? [...report.after] : report.status === 'blocked' ? [...report.before] : [],
    findings: report.status === 'planned' ? stopping(report.plan.findings, policy) : [],
    changes: changes.map((change) => changeSchema.parse(change)),
    ...(costs === undefined ? {} : { costDifference: costs.get(stack.name) ?? 0 }),
    ...(report.status === 'failed' ? { message: report.message } : {}),
  };
}

/** The stacks of a summary, in the order of deployment. */
export const stacksOf = ({ waves }: PlanSummary): StackSummary[] => waves.flatMap(({ stacks }) => stacks);

/**
 * Reads a summary that was written as JSON.
 *
 * @throws InputError if it is none
 */
export function parseSummary(text: string, source: string): PlanSummary {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const result = summarySchema.safeParse(value);
  if (result.success) return result.data;
  throw new InputError({
    problem: `${source} holds no plan summary that can be read here.`,
    allowed: `the JSON that npm run plan:summary -- --json prints, of schema version ${SUMMARY_VERSION}`,
    fix: 'make it anew.',
  });
}
