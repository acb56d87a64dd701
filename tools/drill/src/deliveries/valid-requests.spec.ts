import { validAssertion } from './valid-requests';

const found = { read: { 'ssm:GetParameter': 2 }, refused: {}, patterns: {}, unmodelled: {}, unread: {} };

describe('validAssertion', () => {
  it('holds if the model refuses nothing, and lists what it does not refuse', () => {
    const assertion = validAssertion({
      ...found,
      patterns: { 'backup:CreateBackupVault BackupVaultName': 1 },
      unmodelled: { 'ssm:MakeUp': 1 },
      unread: { 'monitoring by CBOR': 3 },
    });

    expect(assertion.ok).toBe(true);
    for (const listed of ['BackupVaultName', 'ssm:MakeUp', 'monitoring by CBOR'])
      expect(assertion.detail).toContain(listed);
  });

  it('does not hold if the model refuses a request, which it names', () => {
    const refused = { 'ssm:PutParameter Value: is no text': 1 };

    expect(validAssertion({ ...found, refused })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('ssm:PutParameter Value: is no text'),
    });
  });

  it('does not hold if nothing was read', () => {
    expect(validAssertion({ ...found, read: {} }).ok).toBe(false);
  });
});
