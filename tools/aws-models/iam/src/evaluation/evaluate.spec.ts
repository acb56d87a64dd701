import {
  ACCOUNT,
  allow,
  deny,
  OTHER_ACCOUNT,
  policies,
  policy,
  publish,
  SESSION,
  TOPIC,
  USER,
} from '../__fixtures__/policies';
import { evaluate } from './evaluate';
import type { AccessRequest, PolicySet } from './request';

/** `allowed`, `explicit-deny <kind>` or `implicit-deny <kind>`. */
function outcome(given: Partial<PolicySet>, request: Partial<AccessRequest> = {}): string {
  const decision = evaluate(publish(request), policies(given));
  if (decision.outcome === 'allowed') return 'allowed';
  return decision.outcome === 'explicit-deny'
    ? `explicit-deny ${decision.by.kind}`
    : `implicit-deny ${decision.missing}`;
}

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/service/reader`;
const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/i-1`;
const foreign = { resource: `arn:aws:sns:eu-west-1:${OTHER_ACCOUNT}:topic` };
const yes = [policy(allow())];
const resource = (Principal: unknown, more = {}) => policy(allow({ Principal, ...more }));

describe('within one account', () => {
  it.each<[string, Partial<PolicySet>]>([
    ['implicit-deny identity', {}],
    ['allowed', { identity: yes }],
    ['implicit-deny identity', { identity: [policy(allow({ Action: 'sns:Subscribe' }))] }],
    ['allowed', { identity: [policy(allow({ Action: 'SNS:publish' }))] }],
    ['allowed', { identity: [policy(allow({ Action: ['sns:Pub*'] }))] }],
    ['implicit-deny identity', { identity: [policy(allow({ Resource: `${TOPIC}-other` }))] }],
    ['implicit-deny identity', { identity: [policy(allow({ Resource: TOPIC.toUpperCase() }))] }],
    ['allowed', { identity: [policy({ NotAction: 'sqs:*', Resource: '*' })] }],
    ['implicit-deny identity', { identity: [policy({ NotAction: ['sns:*', 'sqs:*'], Resource: '*' })] }],
    ['allowed', { identity: [policy({ Action: '*', NotResource: `${TOPIC}-other` })] }],
    ['implicit-deny identity', { identity: [policy({ Action: '*', NotResource: [TOPIC, 'x'] })] }],
    ['explicit-deny identity', { identity: [policy(allow(), deny())] }],
    ['explicit-deny identity', { identity: [...yes, policy(deny({ Action: '*' }))] }],
    ['allowed', { identity: [policy(allow(), deny({ Resource: `${TOPIC}-other` }))] }],
  ])('%s by identity policies alone: %#', (expected, given) => {
    expect(outcome(given)).toBe(expected);
  });

  it.each<[string, Partial<PolicySet>]>([
    ['allowed', { identity: yes, permissionsBoundary: policy(allow()) }],
    [
      'implicit-deny permissions-boundary',
      { identity: yes, permissionsBoundary: policy(allow({ Action: 's3:*' })) },
    ],
    ['implicit-deny identity', { permissionsBoundary: policy(allow()) }],
    [
      'explicit-deny permissions-boundary',
      { identity: yes, permissionsBoundary: policy(allow({ Action: '*' }), deny()) },
    ],
    ['allowed', { identity: yes, session: yes }],
    ['implicit-deny session', { identity: yes, session: [policy(allow({ Action: 's3:*' }))] }],
    ['implicit-deny session', { identity: yes, session: [] }],
    ['explicit-deny session', { identity: yes, session: [policy(allow(), deny())] }],
    [
      'implicit-deny vpc-endpoint',
      { identity: yes, vpcEndpoint: policy(allow({ Principal: '*', Action: 's3:*' })) },
    ],
    ['allowed', { identity: yes, vpcEndpoint: policy(allow({ Principal: '*' })) }],
    [
      'explicit-deny vpc-endpoint',
      { identity: yes, vpcEndpoint: policy(allow({ Principal: '*' }), deny({ Principal: '*' })) },
    ],
  ])('%s within boundary, session and endpoint: %#', (expected, given) => {
    expect(outcome(given)).toBe(expected);
  });

  const narrow = policy(allow({ Action: 's3:*' }));
  it.each<[string, string, unknown]>([
    // The session itself and everybody: neither boundary nor session policy limits it.
    ['allowed', 'allowed', { AWS: SESSION_ARN }],
    ['allowed', 'allowed', '*'],
    ['allowed', 'allowed', { AWS: '*' }],
    // Its role: both do.
    ['allowed', 'implicit-deny permissions-boundary', { AWS: ROLE_ARN }],
    // Its account: left to its identity policies.
    ['implicit-deny identity', 'implicit-deny identity', { AWS: ACCOUNT }],
    ['implicit-deny identity', 'implicit-deny identity', { AWS: `arn:aws:iam::${ACCOUNT}:root` }],
    ['implicit-deny identity', 'implicit-deny identity', { AWS: `arn:aws:iam::${ACCOUNT}:role/other` }],
    ['implicit-deny identity', 'implicit-deny identity', { Service: 'sns.amazonaws.com' }],
  ])(
    '%s, under a boundary without it %s, by the resource’s policy for %j',
    (expected, bounded, principal) => {
      expect(outcome({ resource: resource(principal) })).toBe(expected);
      expect(outcome({ resource: resource(principal), permissionsBoundary: narrow })).toBe(bounded);
      expect(outcome({ resource: resource(principal), session: [narrow] })).toBe(
        bounded.replace('permissions-boundary', 'session'),
      );
    },
  );

  it('a user is not limited by the boundary where the resource’s policy names them', () => {
    const given = {
      resource: resource({ AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }),
      permissionsBoundary: narrow,
    };

    expect(outcome(given, { principal: USER })).toBe('allowed');
  });

  it.each([
    ['explicit-deny resource', { AWS: ROLE_ARN }],
    ['explicit-deny resource', { AWS: SESSION_ARN }],
    ['explicit-deny resource', { AWS: ACCOUNT }],
    ['explicit-deny resource', '*'],
    ['allowed', { AWS: OTHER_ACCOUNT }],
    ['allowed', { Service: 'sns.amazonaws.com' }],
  ])('%s where the resource’s policy denies %j', (expected, principal) => {
    expect(outcome({ identity: yes, resource: policy(deny({ Principal: principal })) })).toBe(expected);
  });

  it.each([
    ['allowed', { AWS: [ACCOUNT, ROLE_ARN, SESSION_ARN] }],
    ['explicit-deny resource', { AWS: [ROLE_ARN, SESSION_ARN] }],
    ['explicit-deny resource', { AWS: [ACCOUNT, ROLE_ARN] }],
    ['explicit-deny resource', { AWS: [ACCOUNT] }],
  ])('%s where all but %j are denied', (expected, NotPrincipal) => {
    expect(outcome({ identity: yes, resource: policy(deny({ NotPrincipal })) })).toBe(expected);
  });

  it('the root of the account may do what nothing denies', () => {
    const principal = { kind: 'account-root', accountId: ACCOUNT } as const;

    expect(outcome({}, { principal })).toBe('allowed');
    expect(outcome({ resource: policy(deny({ Principal: '*' })) }, { principal })).toBe(
      'explicit-deny resource',
    );
  });
});

describe('a KMS key, and the trust of a role', () => {
  const closed = (more: Partial<PolicySet>) => outcome({ resourceMustAllow: true, ...more });

  it.each<[string, Partial<PolicySet>]>([
    ['implicit-deny resource', { identity: yes }],
    [
      'implicit-deny resource',
      { identity: yes, resource: resource({ AWS: `arn:aws:iam::${ACCOUNT}:role/other` }) },
    ],
    ['implicit-deny identity', { resource: resource({ AWS: ACCOUNT }) }],
    ['allowed', { identity: yes, resource: resource({ AWS: `arn:aws:iam::${ACCOUNT}:root` }) }],
    ['allowed', { resource: resource({ AWS: ROLE_ARN }) }],
    // It is left to the account for another action, or under a condition that does not hold.
    [
      'implicit-deny resource',
      { identity: yes, resource: resource({ AWS: ACCOUNT }, { Action: 'sns:Subscribe' }) },
    ],
    [
      'implicit-deny resource',
      {
        identity: yes,
        resource: resource(
          { AWS: ACCOUNT },
          { Condition: { StringEquals: { 'kms:ViaService': 'rds.eu-west-1.amazonaws.com' } } },
        ),
      },
    ],
  ])('%s: %#', (expected, given) => {
    expect(closed(given)).toBe(expected);
  });
});

describe('across accounts', () => {
  it.each<[string, Partial<PolicySet>]>([
    ['implicit-deny resource', { identity: yes }],
    ['implicit-deny identity', { resource: resource({ AWS: ROLE_ARN }) }],
    ['allowed', { identity: yes, resource: resource({ AWS: ACCOUNT }) }],
    ['allowed', { identity: yes, resource: resource('*') }],
    ['implicit-deny resource', { identity: yes, resource: resource({ AWS: OTHER_ACCOUNT }) }],
    [
      'implicit-deny permissions-boundary',
      {
        identity: yes,
        resource: resource({ AWS: SESSION_ARN }),
        permissionsBoundary: policy(allow({ Action: 's3:*' })),
      },
    ],
  ])('%s: %#', (expected, given) => {
    expect(outcome(given, foreign)).toBe(expected);
  });

  it('knows the account of a bucket only if it is told', () => {
    const bucket = { action: 's3:GetObject', resource: 'arn:aws:s3:::theirs/x' };
    const identity = [policy(allow({ Action: 's3:*' }))];

    expect(outcome({ identity }, bucket)).toBe('allowed');
    expect(outcome({ identity }, { ...bucket, resourceAccountId: OTHER_ACCOUNT })).toBe(
      'implicit-deny resource',
    );
  });
});

describe('a service', () => {
  const principal = { kind: 'service', service: 'events.amazonaws.com' } as const;
  const events = (more = {}) => resource({ Service: principal.service }, more);

  it('may what the resource’s policy says, and nothing else', () => {
    expect(outcome({ resource: events() }, { principal })).toBe('allowed');
    expect(outcome({}, { principal })).toBe('implicit-deny resource');
    expect(outcome({ resource: resource({ AWS: ACCOUNT }) }, { principal })).toBe('implicit-deny resource');
  });

  it('is held to the account that it acts for', () => {
    const given = { resource: events({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }) };

    expect(outcome(given, { principal, context: { 'aws:SourceAccount': ACCOUNT } })).toBe('allowed');
    expect(outcome(given, { principal, context: { 'aws:SourceAccount': OTHER_ACCOUNT } })).toBe(
      'implicit-deny resource',
    );
    expect(outcome(given, { principal })).toBe('implicit-deny resource');
  });
});

describe('the context of a request', () => {
  it('says who asks: of a session the ARN of the role', () => {
    const only = (key: string, value: string) => [
      policy(allow({ Condition: { StringEquals: { [key]: value } } })),
    ];

    expect(outcome({ identity: only('aws:PrincipalArn', ROLE_ARN) })).toBe('allowed');
    expect(outcome({ identity: only('aws:PrincipalArn', SESSION_ARN) })).toBe('implicit-deny identity');
    expect(outcome({ identity: only('aws:PrincipalAccount', ACCOUNT) })).toBe('allowed');
    expect(outcome({ identity: only('aws:ResourceAccount', ACCOUNT) })).toBe('allowed');
    expect(outcome({ identity: only('aws:username', 'bob') }, { principal: USER })).toBe('allowed');
  });
});

describe('a decision', () => {
  it('names the statements that allowed', () => {
    const decision = evaluate(
      publish(),
      policies({
        identity: [policy(deny({ Action: 'sqs:*' }), allow({ Sid: 'Tell' }))],
        permissionsBoundary: policy(allow({ Action: '*' })),
      }),
    );

    expect(decision).toEqual({
      outcome: 'allowed',
      by: [
        { kind: 'identity', policy: 'policy', index: 1, sid: 'Tell' },
        { kind: 'permissions-boundary', policy: 'policy', index: 0, sid: undefined },
      ],
    });
  });

  it('names the statement that denied', () => {
    expect(
      evaluate(
        publish({ principal: SESSION }),
        policies({ identity: [policy(allow(), deny({ Sid: 'Never' }))] }),
      ),
    ).toEqual({
      outcome: 'explicit-deny',
      by: { kind: 'identity', policy: 'policy', index: 1, sid: 'Never' },
    });
  });
});
