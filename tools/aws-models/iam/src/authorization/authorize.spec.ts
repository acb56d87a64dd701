import { account } from '../__fixtures__/inventory';
import { ACCOUNT, allow, deny, policy, SESSION, TOPIC } from '../__fixtures__/policies';
import { authorize } from './authorize';
import type { Caller } from './caller';

const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k`;
const call = {
  service: 'sns',
  operation: 'Publish',
  region: 'eu-west-1',
  accountId: ACCOUNT,
  parameters: { TopicArn: TOPIC },
};
const caller = (...statements: readonly ReturnType<typeof allow>[]): Caller => ({
  principal: SESSION,
  identity: [policy(...statements)],
  context: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111111111111:function:f' },
});
const publishes = allow();
const usesKey = allow({ Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: KEY });
const openKey = policy(allow({ Principal: { AWS: ACCOUNT }, Action: 'kms:*' }));
const encrypted = account({ keys: { [TOPIC]: KEY }, policies: { [KEY]: openKey } });

describe('a call', () => {
  it('is allowed if all that it requires is', () => {
    const { judgements, denial } = authorize(call, caller(publishes, usesKey), encrypted);

    expect(denial).toBeUndefined();
    expect(judgements.map(({ requirement: { action }, decision: { outcome } }) => [action, outcome])).toEqual(
      [
        ['sns:Publish', 'allowed'],
        ['kms:GenerateDataKey', 'allowed'],
        ['kms:Decrypt', 'allowed'],
      ],
    );
  });

  it('is denied by the first of its requirements that is not', () => {
    const { judgements, denial } = authorize(call, caller(publishes), encrypted);

    expect(judgements).toHaveLength(2);
    expect(denial).toEqual({
      action: 'kms:GenerateDataKey',
      resource: KEY,
      implied: true,
      message:
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/reader/i-1 is not authorized to perform: kms:GenerateDataKey on resource: ${KEY} ` +
        'because no identity-based policy allows the kms:GenerateDataKey action',
    });
  });

  it('is denied where the key’s policy leaves nothing to the account', () => {
    const closed = account({ keys: { [TOPIC]: KEY } });

    expect(authorize(call, caller(publishes, usesKey), closed).denial?.message).toMatch(
      /because no resource-based policy allows the kms:GenerateDataKey action$/,
    );
  });

  it('is denied by the policy of its resource', () => {
    const policies = { [TOPIC]: policy(deny({ Principal: '*' })) };

    expect(authorize(call, caller(publishes), account({ policies })).denial?.message).toMatch(
      /with an explicit deny in a resource-based policy$/,
    );
  });

  it('comes through the endpoint of its network, and what its service does for it does not', () => {
    const through = (Action: string) =>
      authorize(
        call,
        caller(publishes, usesKey),
        account({
          keys: { [TOPIC]: KEY },
          policies: { [KEY]: openKey },
          endpoints: { 'eu-west-1 sns': policy(allow({ Principal: '*', Action })) },
        }),
      ).denial?.message;

    expect(through('sns:Publish')).toBeUndefined();
    expect(through('sns:Subscribe')).toMatch(/because no VPC endpoint policy allows the sns:Publish action$/);
  });

  it('carries where its caller runs', () => {
    const never = deny({
      Action: '*',
      Condition: {
        ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111111111111:function:f' },
      },
    });

    expect(authorize(call, caller(publishes, never), account()).denial?.message).toMatch(
      /explicit deny in an identity-based policy$/,
    );
  });

  it('of an operation in no table is denied, and named', () => {
    const { judgements, denial } = authorize(
      { ...call, operation: 'Unheard' },
      caller(allow({ Action: '*' })),
      account(),
    );

    expect(judgements).toEqual([]);
    expect(denial?.action).toBe('sns:Unheard');
  });
});
