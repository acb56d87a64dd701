import { SynthesizedStack } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { audit, optOutsOf } from './audit';
import { renderMarkdown, renderText } from './render';

const environment = fixtureEnvironment('dev');
const excused = (reason: string) => ({
  '//': { suppressions: [{ check: 'kms-rotation', reason, owner: 'platform' }] },
});

const REGISTER = {
  approvals: [{ check: 'kms-rotation', tier: 'kms', approver: 'security', expires: '2027-01-31' }],
  today: '2027-01-31',
};

const auditOf = (keys: Record<string, unknown>, chosen = environment) => {
  const json = { provider: { aws: [{ region: 'eu-west-2' }] }, resource: { aws_kms_key: keys } };
  const text = JSON.stringify(json);
  return audit(
    chosen,
    [new SynthesizedStack({ name: 'primary-kms', role: 'primary', tier: 'kms', environment: chosen, text })],
    REGISTER,
  );
};

describe('an audit', () => {
  it('groups exceptions by reason and owner', () => {
    const { exceptions } = auditOf({ a: excused('One.'), b: excused('Two.'), c: excused('One.') });
    expect(exceptions).toMatchObject([
      {
        control: 'kms-rotation',
        reason: 'One.',
        owner: 'platform',
        approver: 'security',
        expires: '2027-01-31',
        resources: [{ address: 'aws_kms_key.a' }, { address: 'aws_kms_key.c' }],
      },
      { control: 'kms-rotation', reason: 'Two.', resources: [{ address: 'aws_kms_key.b' }] },
    ]);
  });

  it('shows what is violated, and is then not compliant', () => {
    const result = auditOf({ a: {} });
    expect(result.compliant).toBe(false);
    const text = renderText(result);
    expect(text).toMatch(
      /^kms-rotation +primary-kms +aws_kms_key\.a +enable_key_rotation is absent, not true$/m,
    );
    expect(text).toContain('Environment dev is not compliant.');
    expect(renderMarkdown(result)).toContain(
      '| kms-rotation | primary-kms | aws_kms_key.a | enable_key_rotation is absent, not true |',
    );
  });

  it('shows suppressions that must go, and is then not compliant', () => {
    const result = auditOf({ a: { enable_key_rotation: true, ...excused('One.') } });
    expect(result.suppressionProblems).toHaveLength(1);
    expect(result.compliant).toBe(false);
    expect(renderText(result)).toContain("aws_kms_key.a suppresses 'kms-rotation', but does not violate it");
  });

  it('says that a control over nothing does not apply yet', () => {
    const text = renderText(auditOf({}));
    expect(text).toMatch(/^rds-cluster-encrypted .* not applicable yet +–$/m);
  });

  it('shows what the environment opts out of, and why', () => {
    const optOutReason = 'One NAT gateway is enough for a demo.';
    const chosen = { ...environment, interfaceEndpoints: { enabled: false as const, optOutReason } };
    expect(optOutsOf(environment)).toEqual([]);
    expect(optOutsOf(chosen)).toEqual([{ setting: 'interfaceEndpoints', reason: optOutReason }]);
    expect(renderText(auditOf({}, chosen))).toMatch(
      /^interfaceEndpoints +One NAT gateway is enough for a demo\.$/m,
    );
  });

  it('lists what is left to the owner of the account', () => {
    const { leftToOwner } = auditOf({});
    expect(leftToOwner).toContainEqual(
      expect.objectContaining({ key: 'iam-password-policy', reason: expect.stringContaining('account') }),
    );
  });

  it('keeps a table whole whatever a reason holds', () => {
    expect(renderMarkdown(auditOf({ a: excused('One | two\nthree') }))).toContain('| One \\| two three |');
  });
});
