import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import type { Audit } from './audit';
import { run, type CliContext } from './cli';
import type { Provenance } from './evidence';

const folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-compliance-'));
afterAll(() => rmSync(folder, { recursive: true }));

const invoke = async (args: readonly string[], more: Partial<CliContext> = {}) => {
  let [out, error] = ['', ''];
  const { variables = { ENVIRONMENT_SUFFIX: 'prod' }, ...others } = more;
  const code = await run({
    args,
    now: () => new Date('2026-01-02T03:04:05Z'),
    variables: { ENVIRONMENTS_DIR: FIXTURES_DIRECTORY, ...variables },
    out: (text) => (out += text),
    error: (text) => (error += text),
    ...others,
  });
  return { code, out, error };
};

describe('npm run compliance', () => {
  it('shows an auditor every control with its citation, state and resources', async () => {
    const { code, out, error } = await invoke([]);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toContain('Compliance of environment prod');
    expect(out).toMatch(
      /^kms-rotation +Every symmetric customer key rotates +164\.312\(a\)\(2\)\(iv\) +high +met +\d+$/m,
    );
    expect(out).toMatch(/^vpc-eip-attached .* good practice /m);
    expect(out).toMatch(
      /^ssm-param-encrypted +platform +security +2027-11-30 +\d+ aws_ssm_parameter in .*dr-kms, .*primary-kms.* A contract holds ids/m,
    );
    expect(out).toContain('Environment prod violates no control.');
  });

  it('is not compliant on the day after an exception expired', async () => {
    const { code, out } = await invoke([], { now: () => new Date('2027-12-01T00:00:00Z') });
    expect(code).toBe(1);
    expect(out).toContain('its exception expired on 2027-11-30; security has to approve it again');
    expect((await invoke([], { now: () => new Date('2027-11-30T23:59:59Z') })).code).toBe(0);
  });

  it.each([
    ['is not there', undefined, 'cannot be read'],
    ['is no list', 'check: x\n', 'is no register of exceptions'],
    [
      'has a day that is none',
      '- { check: a, tier: b, approver: c, expires: 2027-02-30 }\n',
      '0.expires is no day',
    ],
    ['lacks an approver', '- { check: a, tier: b, expires: 2027-02-28 }\n', '0.approver'],
    [
      'has an entry twice',
      '- { check: a, tier: b, approver: c, expires: 2027-02-28 }\n'.repeat(2),
      'has a of b twice',
    ],
  ])('refuses a register that %s', async (_, content, problem) => {
    const approvals = join(folder, 'exceptions.yaml');
    rmSync(approvals, { force: true });
    if (content !== undefined) writeFileSync(approvals, content);
    const { code, error } = await invoke([], { approvals });
    expect(code).toBe(1);
    expect(error).toContain(problem);
  });

  it('gives machines the same as JSON, byte for byte each time', async () => {
    const { code, out } = await invoke(['--json']);
    const result = JSON.parse(out) as Audit;
    expect(code).toBe(0);
    expect(result).toMatchObject({ environment: 'prod', accountId: '222222222222', compliant: true });
    expect(result.controls.find(({ key }) => key === 'kms-rotation')).toMatchObject({ state: 'met' });
    expect((await invoke(['--json'])).out).toBe(out);
  });

  it('writes a Markdown document beside', async () => {
    const file = join(folder, 'report.md');
    const { code, out } = await invoke(['--markdown', file]);
    expect(code).toBe(0);
    expect(out).toContain('Compliance of environment prod');
    expect(readFileSync(file, 'utf8')).toMatch(/^# Compliance of environment prod\n[^]*\| kms-rotation \|/);
  });

  it('files the evidence in a folder, with a manifest of it', async () => {
    const out = join(folder, 'evidence');
    const { code, error } = await invoke(['--out', out]);
    expect({ code, error }).toEqual({ code: 0, error: `Filed in ${out}\n` });
    expect(readdirSync(out).sort()).toEqual([
      'SHA256SUMS',
      'compliance.csv',
      'compliance.html',
      'compliance.json',
      'compliance.md',
      'oscal-assessment-results.json',
    ]);
    const filed = JSON.parse(readFileSync(join(out, 'compliance.json'), 'utf8')) as Audit & Provenance;
    expect(filed).toMatchObject({
      environment: 'prod',
      accountId: '222222222222',
      at: '2026-01-02T03:04:05.000Z',
    });
    expect(filed.versions).toMatchObject({ cdktf: '0.21.0', 'hashicorp/aws': '5.100.0' });
    const again = await invoke(['--out', out]);
    expect(again).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining('not written over') as string,
    });
  });

  it('takes the environment from cdktf.json, and CDKTF_CONTEXT_JSON over it', async () => {
    writeFileSync(join(folder, 'cdktf.json'), '{"context": {"environmentSuffix": "us"}}');
    const chosen = async (variables: Record<string, string>) =>
      (await invoke([], { variables, root: folder })).out.split('\n')[0];
    expect(await chosen({})).toBe('Compliance of environment us');
    expect(await chosen({ CDKTF_CONTEXT_JSON: '{"environmentSuffix": "pr7"}' })).toBe(
      'Compliance of environment pr7',
    );
  });

  it.each([
    [
      'an unknown environment',
      [],
      { variables: { ENVIRONMENT_SUFFIX: 'nope' } },
      "There is no environment 'nope'.",
    ],
    ['no environment', [], { variables: {}, root: join(folder, 'nowhere') }, 'No environment is chosen.'],
    [
      'context that is no object',
      [],
      { variables: { CDKTF_CONTEXT_JSON: '[]' } },
      'CDKTF_CONTEXT_JSON holds no JSON object.',
    ],
    ['an unknown option', ['--jsn'], {}, "Unknown option '--jsn'", 2],
    [
      'a file that cannot be written',
      ['--markdown', join(folder, 'no', 'such', 'folder.md')],
      {},
      'cannot be written',
    ],
  ])('answers %s with one message', async (_what, args, more, message, expected = 1) => {
    const { code, out, error } = await invoke(args, more);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(error).toContain(message);
    expect(error).toContain('Fix:');
    expect(error).not.toMatch(/^\s+at /m);
  });
});
