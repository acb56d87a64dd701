import { SynthesizedStack, synthesizeAll } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { audit, type AuditedControl } from '../audit';
import { APPROVALS } from '../cli';
import { CONTROLS, readApprovals } from '../rules';
import { evidenceFiles } from './files';
import { bySection, titleOf } from './hipaa-sections';
import { oscalSchema, uuidOf } from './oscal-model';
import { proofLines, proofsOf } from './proof';

const environment = fixtureEnvironment('prod');
const register = { approvals: readApprovals(APPROVALS), today: '2026-01-02' };
const provenance = {
  commit: '0123456789abcdef0123456789abcdef01234567',
  versions: { node: '20.19.0', 'hashicorp/aws': '5.100.0' },
  at: '2026-01-02T03:04:05.000Z',
};

const APPROVAL = {
  check: 'kms-rotation',
  tier: 'kms',
  approver: 'security',
  expires: '2026-06-30',
  ticket: 'RISK-7',
};

/** An audit of two keys: one as it should be, one as the case has it. */
const auditOfKeys = (key: Record<string, unknown>) => {
  const aws_kms_key = { good: { enable_key_rotation: true }, other: key };
  const text = JSON.stringify({ provider: { aws: [{ region: 'eu-west-2' }] }, resource: { aws_kms_key } });
  return audit(
    environment,
    [new SynthesizedStack({ name: 'primary-kms', role: 'primary', tier: 'kms', environment, text })],
    { ...register, approvals: [APPROVAL] },
  );
};
const suppression = { check: 'kms-rotation', reason: '=Because <b>|`it`</b>.', owner: 'platform' };
const excepted = () => auditOfKeys({ '//': { suppressions: [suppression] } });
const controlOf = ({ controls }: { readonly controls: readonly AuditedControl[] }, key: string) => {
  const control = controls.find((each) => each.key === key);
  if (control === undefined) throw new Error(`no ${key}`);
  return control;
};
const oscalOf = (files: Record<string, string>) =>
  oscalSchema.parse(JSON.parse(files['oscal-assessment-results.json'] ?? ''))['assessment-results']
    .results[0];

describe('the evidence of the stacks of prod', () => {
  const whole = audit(environment, synthesizeAll(environment), register);
  const files = evidenceFiles({ audit: whole, provenance });

  it('proves each finding by attributes and values, or says what is not there', () => {
    const unproven = whole.controls.flatMap(({ key, findings }) =>
      findings
        .filter(({ evidence, note, violation }) => evidence.length === 0 && (note ?? violation) === undefined)
        .map(({ stack, address }) => `${key}: ${stack}: ${address}`),
    );
    expect(unproven).toEqual([]);
    const encryption = controlOf(whole, 'rds-cluster-encrypted').findings.map(proofLines);
    expect(encryption).toEqual([['storage_encrypted = true'], ['storage_encrypted = true']]);
  });

  it('follows a key through the contract to the resource that is the key', () => {
    const [first] = controlOf(whole, 'rds-cluster-cmk').findings;
    expect(first?.evidence).toEqual([
      expect.objectContaining({ stack: 'dr-aurora', attribute: 'kms_key_id' }),
      { stack: 'dr-kms', address: expect.stringMatching(/^aws_kms_key\./) as string },
    ]);
  });

  it('shows what a search found, not all that it looked through', () => {
    const [first] = controlOf(whole, 'metric-root-usage').findings;
    expect(first?.evidence.filter(({ attribute }) => attribute === 'pattern')).toHaveLength(1);
  });

  it('counts what it lists: each state by its controls, each control by its resources', () => {
    expect(whole.controls.filter(({ examined, findings }) => examined !== findings.length)).toEqual([]);
    const of = (state: string) => whole.controls.filter((each) => each.state === state).length;
    expect(files['compliance.md']).toContain(
      `- ${whole.controls.length} controls: ${of('met')} met, ${of('excepted')} excepted, ${of('not applicable yet')} not applicable yet, ${of('violated')} violated`,
    );
    for (const { key, findings } of whole.controls) {
      const lines = (files['compliance.md'] ?? '').split('\n');
      const row = lines.find((line) => line.startsWith(`| ${key} |`));
      expect(row?.split(' | ').at(-1)).toBe(`${findings.length === 0 ? '–' : String(findings.length)} |`);
    }
  });

  it('is the same in every form: each control, each resource, each exception', () => {
    const csv = (files['compliance.csv'] ?? '').split('\r\n');
    const looked = whole.controls.reduce((sum, { findings }) => sum + Math.max(1, findings.length), 0);
    // Values have line breaks of their own only as \n.
    expect(csv).toHaveLength(1 + looked + whole.leftToOwner.length + 1);
    for (const { key } of whole.controls) {
      expect(files['compliance.md']).toContain(`\n### ${key}\n`);
      expect(files['compliance.html']).toContain(`<h3 id="${key}">`);
    }
    const result = oscalOf(files);
    expect(result?.findings).toHaveLength(
      whole.controls.filter(({ findings }) => findings.length > 0).length,
    );
    expect(result?.risks).toHaveLength(whole.exceptions.length);
  });

  it('is the same bytes for the same stacks at the same time', () => {
    expect(
      evidenceFiles({ audit: audit(environment, synthesizeAll(environment), register), provenance }),
    ).toEqual(files);
  });

  it('names commit, versions, account and date', () => {
    for (const file of [
      'compliance.md',
      'compliance.html',
      'compliance.json',
      'oscal-assessment-results.json',
    ]) {
      for (const fact of [provenance.commit, '5.100.0', '222222222222', provenance.at]) {
        expect(files[file]).toContain(fact);
      }
    }
  });
});

describe('an exception', () => {
  const files = evidenceFiles({ audit: excepted(), provenance });

  it('is a risk that is accepted, and its control is not satisfied', () => {
    const result = oscalOf(files);
    expect(result?.findings?.find(({ target }) => target['target-id'] === 'kms-rotation')).toMatchObject({
      target: { status: { state: 'not-satisfied', reason: 'other' } },
      'related-risks': [{ 'risk-uuid': result?.risks?.[0]?.uuid }],
    });
    expect(result?.risks?.[0]).toMatchObject({
      status: 'deviation-approved',
      statement: suppression.reason,
      props: [
        { value: 'kms-rotation' },
        { name: 'owner', value: 'platform' },
        { name: 'approver', value: 'security' },
        { name: 'ticket', value: 'RISK-7' },
      ],
      deadline: '2026-06-30T00:00:00.000Z',
    });
  });

  it('does nothing by what it is worded like', () => {
    expect(files['compliance.html']).toContain('=Because &lt;b&gt;|`it`&lt;/b&gt;.');
    expect(files['compliance.csv']).toContain('"\'=Because');
  });
});

/** What makes a key one that rotates. */
const UNSET = 'customer_master_key_spec = absent';

it('tells a violation as an open risk, with what was read', () => {
  const violated = auditOfKeys({ enable_key_rotation: false });
  const result = oscalOf(evidenceFiles({ audit: violated, provenance }));
  expect(result?.risks?.[0]).toMatchObject({ status: 'open', props: [{ value: 'kms-rotation' }] });
  expect(proofsOf(controlOf(violated, 'kms-rotation'))).toMatchObject([
    { result: 'violated', lines: [UNSET, 'enable_key_rotation = false'], count: 1 },
    { result: 'met', lines: [UNSET, 'enable_key_rotation = true'], count: 1 },
  ]);
});

describe('sections of HIPAA', () => {
  it('have a title, each that a control cites', () => {
    const untitled = CONTROLS.flatMap(({ hipaa }) => hipaa).filter(
      (section) => titleOf(section) === undefined,
    );
    expect(untitled).toEqual([]);
  });

  it('hold every control, those without a citation last', () => {
    const sections = bySection(CONTROLS);
    expect(new Set(sections.flatMap(({ controls }) => controls)).size).toBe(CONTROLS.length);
    expect(sections.at(-1)?.controls.every(({ hipaa }) => hipaa.length === 0)).toBe(true);
  });
});

it('names things by UUIDs of version 5', () => {
  expect(uuidOf('a', 'b')).toBe(uuidOf('a', 'b'));
  expect(uuidOf('a', 'b')).not.toBe(uuidOf('ab'));
  expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
