import { ACCOUNT, publish, TOPIC, USER } from '../__fixtures__/policies';
import type { PolicyKind } from '../policy/policy';
import { denialMessage } from './denial-message';

const WHO = `User: arn:aws:sts::${ACCOUNT}:assumed-role/reader/i-1 is not authorized to perform: sns:Publish on resource: ${TOPIC}`;

describe('the message of a denial', () => {
  it.each<[PolicyKind, string]>([
    ['identity', 'because no identity-based policy allows the sns:Publish action'],
    ['resource', 'because no resource-based policy allows the sns:Publish action'],
    ['permissions-boundary', 'because no permissions boundary allows the sns:Publish action'],
    ['session', 'because no session policy allows the sns:Publish action'],
    ['vpc-endpoint', 'because no VPC endpoint policy allows the sns:Publish action'],
  ])('where no %s policy allows', (missing, why) => {
    expect(denialMessage(publish(), { outcome: 'implicit-deny', missing })).toBe(`${WHO} ${why}`);
  });

  it('where one denies', () => {
    const by = { kind: 'resource', policy: TOPIC, index: 0, sid: 'No' } as const;

    expect(denialMessage(publish(), { outcome: 'explicit-deny', by })).toBe(
      `${WHO} with an explicit deny in a resource-based policy`,
    );
  });

  it('names a user by their own ARN, and says nothing of what is allowed', () => {
    expect(
      denialMessage(publish({ principal: USER }), { outcome: 'implicit-deny', missing: 'identity' }),
    ).toContain(`User: arn:aws:iam::${ACCOUNT}:user/bob is not`);
    expect(denialMessage(publish(), { outcome: 'allowed', by: [] })).toBe('');
  });
});
