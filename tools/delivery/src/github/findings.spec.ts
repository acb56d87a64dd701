import { UserError } from '@healthcare-dr/topology';
import { SUMMARY_VERSION, type PlanSummary, type StackSummary } from '../plan/summary';
import { driftIssues, readinessIssues } from './findings';

const stack = (name: string, changes: StackSummary['changes'] = []): StackSummary => ({
  stack: name,
  owner: '@clinic/database',
  status: changes.length === 0 ? 'unchanged' : 'planned',
  digest: null,
  counts: { create: 0, update: changes.length, replace: 0, destroy: 0, forget: 0, move: 0 },
  because: [],
  after: [],
  findings: [],
  changes,
});
const summary = (...stacks: StackSummary[]): PlanSummary => ({
  schemaVersion: SUMMARY_VERSION,
  environment: 'dev',
  commit: null,
  waves: [{ digest: null, stacks }],
});
const CHANGE: StackSummary['changes'][number] = {
  address: 'aws_rds_cluster.it',
  type: 'aws_rds_cluster',
  actions: ['update'],
  before: { deletion_protection: true },
  after: { deletion_protection: false },
};

describe('the issue of drift', () => {
  it('is one for a side, with its stacks, their owners and what changed', () => {
    const { scope, wanted } = driftIssues(summary(stack('dr-kms'), stack('dr-aurora', [CHANGE])), 'dr');

    expect(scope).toBe('drift:dev:dr');
    expect([...wanted.keys()]).toEqual(['all']);
    expect(wanted.get('all')?.title).toBe('Drift in dev, dr: dr-aurora');
    expect(wanted.get('all')?.body).toContain('@clinic/database');
    expect(wanted.get('all')?.body).toContain('~ aws_rds_cluster.it (deletion_protection)');
  });

  it('is none without drift', () => {
    expect(driftIssues(summary(stack('dr-kms')), 'dr').wanted.size).toBe(0);
  });

  it('fits into what GitHub takes, however much has drifted', () => {
    const stacks = Array.from({ length: 20 }, (_, index) =>
      stack(
        `dr-tier-${index}`,
        Array.from({ length: 500 }, () => CHANGE),
      ),
    );
    const text = driftIssues(summary(...stacks), 'dr').wanted.get('all');

    expect(text?.title.length).toBeLessThanOrEqual(256);
    expect(text?.body.length).toBeLessThanOrEqual(60_000);
  });
});

describe('the issues of readiness', () => {
  const verdict = (id: string, pass: boolean) => ({
    id,
    title: `${id} holds`,
    pass,
    detail: 'found',
    ...(pass ? {} : { fix: 'do this' }),
  });
  const report = (...verdicts: object[]) =>
    JSON.stringify({
      environment: 'dev',
      at: '2026-01-01T00:00:00Z',
      standby: 'dr',
      region: 'eu-west-1',
      ready: false,
      verdicts,
    });

  it('are one for each precondition that does not hold, by its code', () => {
    const { scope, wanted } = readinessIssues(
      report(verdict('no-hold', true), verdict('image-present', false)),
      'r.json',
    );

    expect(scope).toBe('readiness:dev');
    expect([...wanted.keys()]).toEqual(['image-present']);
    expect(wanted.get('image-present')).toMatchObject({
      title: 'Not ready for a failover in dev: image-present',
      body: expect.stringContaining('do this') as string,
    });
  });

  it.each([
    ['nothing', ''],
    ['no verdict at all, which would close every issue', report()],
    ['a code that would end a mark', report({ ...verdict('x', false), id: 'x --> y' })],
  ])('are not made of %s', (_what, text) => {
    expect(() => readinessIssues(text, 'r.json')).toThrow(UserError);
  });
});
