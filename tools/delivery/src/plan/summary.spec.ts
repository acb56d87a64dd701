import { change } from '../__fixtures__/plans';
import { StackWorkspace } from '../__fixtures__/workspace';
import { waveDigest } from '../deploy/approval';
import { approveSummary } from '../deploy/render';
import { driftExitCode } from '../cli/plans';
import { digestOf, type ResourceChange } from './changes';
import { findingsOf } from './gate';
import type { StackReport } from './plan-stacks';
import { commentMarker, formatMarkdown, formatSummary } from './render';
import { parseSummary, stacksOf, summarize } from './summary';

const workspace = new StackWorkspace();
afterAll(() => workspace.remove());
const kms = workspace.stack('dr-kms');
const networking = workspace.stack('dr-networking', { dependsOn: ['dr-kms'] });

const planned = (
  stack: string,
  changes: readonly ResourceChange[],
  after: readonly string[] = [],
): StackReport => ({
  status: 'planned',
  plan: {
    stack,
    digest: digestOf(changes),
    changes,
    findings: findingsOf(stack, changes, { production: true, maxDestroyed: 10 }),
  },
  because: ['cdk.tf.json'],
  after,
});
const summaryOf = (reports: Readonly<Record<string, StackReport>>) =>
  summarize({
    environment: 'prod',
    commit: 'c'.repeat(40),
    stacks: [kms, networking],
    reports: new Map(Object.entries(reports)),
    policy: { allowed: new Set() },
    ownerOf: ({ tier }) => `@org/${tier}`,
  });
const key = change('aws_kms_key.data', { actions: ['delete'], after: null });
const vpc = change('aws_vpc.vpc');

describe('summarize', () => {
  it('counts by stack, in waves, with owner and what the gate stops', () => {
    const summary = summaryOf({
      'dr-networking': planned('dr-networking', [vpc]),
      'dr-kms': planned('dr-kms', [key]),
    });

    expect(summary.waves.map(({ stacks }) => stacks)).toMatchObject([
      [{ stack: 'dr-kms', owner: '@org/kms', counts: { destroy: 1 }, findings: [{ never: true }] }],
      [{ stack: 'dr-networking', owner: '@org/networking', counts: { update: 1 }, findings: [] }],
    ]);
  });

  it('shows what each stack costs more or less, if it was asked for', () => {
    const given = {
      environment: 'dev',
      commit: null,
      stacks: [kms, networking],
      reports: new Map([
        ['dr-kms', planned('dr-kms', [vpc])],
        ['dr-networking', planned('dr-networking', [vpc])],
      ]),
      policy: { allowed: new Set<string>() },
      ownerOf: () => '@org/team',
    };
    const costs = new Map([['dr-kms', -12.5]]);
    const priced = parseSummary(JSON.stringify(summarize({ ...given, costs })), 'summary');

    expect(stacksOf(priced).map(({ costDifference }) => costDifference)).toEqual([-12.5, 0]);
    expect(formatMarkdown(priced)).toMatch(/\| Cost a month \|[^]*\| -\$12\.50 \|/);
    expect(formatSummary(priced)).toContain('-$12.50');
    expect(formatMarkdown(summarize(given))).not.toContain('Cost a month');
  });

  it('gives a wave a digest once all its plans are certain', () => {
    const certain = summaryOf({ 'dr-kms': planned('dr-kms', [key]) });
    const uncertain = summaryOf({ 'dr-networking': planned('dr-networking', [vpc], ['dr-kms']) });
    const standing = summaryOf({ 'dr-kms': { status: 'unchanged' } });

    expect(certain.waves[0]?.digest).toBe(waveDigest([{ stack: 'dr-kms', digest: digestOf([key]) }]));
    expect(uncertain.waves[0]?.digest).toBeNull();
    expect(standing.waves[0]?.digest).toBeNull();
  });

  it('says what cannot be planned before what', () => {
    const [blocked] = stacksOf(
      summaryOf({ 'dr-networking': { status: 'blocked', before: ['dr-kms'], absent: ['eu-west-1:/key'] } }),
    );

    expect(blocked).toMatchObject({ status: 'blocked', after: ['dr-kms'], digest: null });
  });

  it('is read again as it was written, and nothing else is', () => {
    const summary = summaryOf({ 'dr-kms': planned('dr-kms', [key]) });

    expect(parseSummary(JSON.stringify(summary), 'a file')).toEqual(summary);
    expect(() => parseSummary('{"schemaVersion":2}', 'a file')).toThrow('a file holds no plan summary');
    expect(() => parseSummary('no JSON', 'a file')).toThrow('a file holds no plan summary');
  });
});

describe('formatMarkdown', () => {
  const many = Array.from({ length: 4_000 }, (_, index) => change(`aws_route.route_${index}`));
  const summary = summaryOf({
    'dr-kms': planned('dr-kms', [key]),
    'dr-networking': planned('dr-networking', many),
  });

  it('stays within its limit whatever the plan is, and counts what it leaves out', () => {
    const text = formatMarkdown(summary);

    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain('4000 further lines');
    expect(text.startsWith(commentMarker('prod'))).toBe(true);
    for (const { stack, owner } of stacksOf(summary)) expect(text).toContain(`\`${stack}\` | ${owner}`);
    expect(formatMarkdown(summary, { limit: 500 }).length).toBeLessThanOrEqual(500);
  });

  it('says what the gate stops, and takes what else belongs to it', () => {
    const text = formatMarkdown(summary, { notes: ['Costs $5 more.'] });

    expect(text).toContain('`stateful-destroyed` `dr-kms/aws_kms_key.data`');
    expect(text).toContain('Costs $5 more.');
  });

  it('lets nothing of a plan close its block or its cell', () => {
    const nasty = formatMarkdown(
      summaryOf({ 'dr-kms': { status: 'failed', message: 'a | <b>\n```\n</details>' } }),
    );

    expect(nasty).toContain('a \\| &lt;b>');
    expect(nasty.match(/^```$/gm)).toHaveLength(2);
  });
});

describe('formatSummary', () => {
  it('shows each stack with its state and each change with its attributes', () => {
    const text = formatSummary(
      summaryOf({ 'dr-kms': { status: 'unchanged' }, 'dr-networking': planned('dr-networking', [vpc]) }),
    );

    expect(text).toMatch(/dr-kms +@org\/kms +stands/);
    expect(text).toContain('~ aws_vpc.vpc (a)');
  });
});

describe('driftExitCode', () => {
  it.each<[Readonly<Record<string, StackReport>>, number]>([
    [{ 'dr-kms': { status: 'unchanged' }, 'dr-networking': { status: 'not-deployed' } }, 0],
    [{ 'dr-kms': planned('dr-kms', [vpc]) }, 2],
    [{ 'dr-kms': planned('dr-kms', [vpc]), 'dr-networking': { status: 'failed', message: 'x' } }, 1],
    [{ 'dr-networking': { status: 'blocked', before: [], absent: [] } }, 1],
  ])('of %j is %d', (reports, exitCode) => {
    expect(driftExitCode(summaryOf(reports))).toBe(exitCode);
  });
});

describe('approveSummary', () => {
  const reviewed = summaryOf({ 'dr-networking': planned('dr-networking', [vpc]) });
  const decide = (changes: readonly ResourceChange[]) =>
    approveSummary(
      reviewed,
      (_, digest) => digest,
    )([{ stack: 'dr-networking', digest: digestOf(changes), changes, findings: [] }]);

  it('approves the very plan that was reviewed', async () => {
    expect(await decide([vpc])).toEqual({ approved: true });
  });

  it('shows how another plan differs, and stops', async () => {
    const decision = await decide([vpc, change('aws_vpc.more')]);

    expect(decision).toMatchObject({
      approved: false,
      message: expect.stringContaining('new: update aws_vpc.more') as string,
    });
  });
});
