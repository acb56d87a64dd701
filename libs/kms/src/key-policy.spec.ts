import type { KeyPolicyStatement } from '@healthcare-dr/platform';
import { keyPolicy } from './key-policy';
import { KEY_PURPOSES, PURPOSES, type KeyPurpose } from './purposes';

const scope = { accountId: '111111111111', region: 'eu-west-2', suffix: 'pr4' };
const ROOT = { AWS: 'arn:aws:iam::111111111111:root' };

const statementsOf = (purpose: KeyPurpose) => keyPolicy(purpose, scope).Statement;
const statement = (purpose: KeyPurpose, sid: string): KeyPolicyStatement => {
  const found = statementsOf(purpose).find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`The key for ${purpose} has no statement ${sid}.`);
  return found;
};
const servicesOf = (purpose: KeyPurpose) =>
  statementsOf(purpose).flatMap(({ Principal }) => [Principal['Service'] ?? []].flat());
const actionsOf = ({ Action }: KeyPolicyStatement) => [Action].flat();

/** Whether IAM's ArnLike or StringLike would match; both treat `*` as any characters within what these tests compare. */
const like = (patterns: string | readonly string[] | undefined, value: string) =>
  [patterns ?? []]
    .flat()
    .some((pattern) =>
      new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(
        value,
      ),
    );

describe.each(KEY_PURPOSES)('the policy of the key for %s', (purpose) => {
  const statements = statementsOf(purpose);

  it('names its principals, never everybody', () => {
    for (const { Principal } of statements) {
      expect(Object.keys(Principal)).toHaveLength(1);
      expect(JSON.stringify(Principal)).not.toContain('*');
    }
  });

  it('has a statement id of its own for each statement', () => {
    const sids = statements.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
  });

  it('lets services in only under a condition on whom they act for', () => {
    for (const { Principal, Condition } of statements.filter(({ Principal: { Service } }) => Service)) {
      const keys = Object.values(Condition ?? {}).flatMap((condition) => Object.keys(condition));
      expect({
        Principal,
        guarded: keys.some((key) => /^(aws:Source|kms:EncryptionContext:)/.test(key)),
      }).toEqual({ Principal, guarded: true });
    }
  });

  it('lets administrators manage the key and not use it', () => {
    const { Principal, Condition } = statement(purpose, 'Administer');
    const actions = actionsOf(statement(purpose, 'Administer'));
    expect(Principal).toEqual(ROOT);
    expect(Condition).toBeUndefined();
    expect(actions.filter((action) => /\*|Encrypt|Decrypt|DataKey|Sign|CreateGrant/.test(action))).toEqual(
      [],
    );
    expect(actions).toEqual(expect.arrayContaining(['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion']));
  });

  it.each(['UseThroughServices', 'GrantToServices'])(
    'opens %s only through the services of its purpose',
    (sid) => {
      const { Principal, Condition } = statement(purpose, sid);
      expect(Principal).toEqual(ROOT);
      expect(Condition?.['StringEquals']).toEqual({
        'kms:CallerAccount': '111111111111',
        'kms:ViaService': PURPOSES[purpose].viaServices.map(
          (service) => `${service}.eu-west-2.amazonaws.com`,
        ),
      });
    },
  );

  it('creates grants for AWS resources alone', () => {
    expect(statement(purpose, 'GrantToServices').Condition?.['Bool']).toEqual({
      'kms:GrantIsForAWSResource': 'true',
    });
    expect(
      statements
        .filter((candidate) => actionsOf(candidate).includes('kms:CreateGrant'))
        .map(({ Sid }) => Sid),
    ).toEqual(['GrantToServices']);
  });

  it('lets grants be retired where a vault stands on the key, and through its services alone', () => {
    const retiring = statements.filter((candidate) => actionsOf(candidate).includes('kms:RetireGrant'));
    expect(retiring.map(({ Sid }) => Sid)).toEqual(purpose === 'backup' ? ['RetireGrantsOfServices'] : []);
    for (const { Principal, Condition } of retiring) {
      expect(Principal).toEqual(ROOT);
      expect(Condition?.['StringEquals']).toEqual(
        statement(purpose, 'UseThroughServices').Condition?.['StringEquals'],
      );
    }
  });

  it('gives nobody everything', () => {
    expect(statements.flatMap(actionsOf).filter((action) => action === '*' || action === 'kms:*')).toEqual(
      [],
    );
  });

  it('leaves no placeholder unfilled', () => {
    expect(JSON.stringify(statements)).not.toMatch(/\{(region|account|suffix)\}/);
  });
});

describe('the purposes', () => {
  it('share no service principal: a service let in for one opens no other', () => {
    const everywhere = KEY_PURPOSES.flatMap((purpose) => [...new Set(servicesOf(purpose))]);
    expect(new Set(everywhere).size).toBe(everywhere.length);
  });

  it('let patient data, databases and recovery points be used by no service in its own name', () => {
    expect([...servicesOf('data'), ...servicesOf('database'), ...servicesOf('backup')]).toEqual([]);
  });

  it('keep the database’s secret and storage apart from logs and messages', () => {
    expect(PURPOSES.database.viaServices).toEqual(['rds', 'secretsmanager']);
    for (const purpose of ['logs', 'notifications'] as const) {
      expect(PURPOSES[purpose].viaServices).not.toContain('rds');
    }
  });
});

describe('the key for logs', () => {
  const logGroups = () =>
    statement('logs', 'CloudWatchLogs').Condition?.['ArnLike']?.['kms:EncryptionContext:aws:logs:arn'];
  const logGroup = (name: string) => `arn:aws:logs:eu-west-2:111111111111:log-group:${name}`;

  it.each([
    '/aws/vpc/healthcare-flow-logs-pr4',
    '/aws/lambda/healthcare-failover-pr4',
    '/aws/rds/cluster/healthcare-primary-pr4/postgresql',
    '/aws/ecs/containerinsights/healthcare-service-pr4/performance',
    'aws-waf-logs-healthcare-alb-pr4',
  ])('opens for %s', (name) => {
    expect(like(logGroups(), logGroup(name))).toBe(true);
  });

  it.each([
    '/aws/vpc/healthcare-flow-logs-pr42',
    '/aws/vpc/healthcare-flow-logs-dev',
    '/aws/lambda/other-pr4',
  ])('stays shut for %s', (name) => {
    expect(like(logGroups(), logGroup(name))).toBe(false);
  });

  it('belongs to the CloudWatch Logs of its own Region', () => {
    expect(statement('logs', 'CloudWatchLogs').Principal).toEqual({
      Service: ['logs.eu-west-2.amazonaws.com'],
    });
  });

  it('opens for trails of this environment, named twice: as context and as source', () => {
    const { Condition } = statement('logs', 'CloudTrail');
    const trail = 'arn:aws:cloudtrail:eu-west-2:111111111111:trail/healthcare-audit-pr4';
    const stranger = 'arn:aws:cloudtrail:eu-west-2:111111111111:trail/healthcare-audit-pr42';
    const context = Condition?.['StringLike']?.['kms:EncryptionContext:aws:cloudtrail:arn'];
    const source = Condition?.['ArnLike']?.['aws:SourceArn'];
    expect([like(context, trail), like(source, trail)]).toEqual([true, true]);
    expect([like(context, stranger), like(source, stranger)]).toEqual([false, false]);
    expect(statement('logs', 'CloudTrailDescribe').Action).toEqual(['kms:DescribeKey']);
  });

  it('lets trails of this environment, and no others, look into the data key of their bucket', () => {
    const { Action, Principal, Condition } = statement('logs', 'CloudTrailBucketKey');
    expect({ Action, Principal }).toEqual({
      Action: ['kms:Decrypt'],
      Principal: { Service: ['cloudtrail.amazonaws.com'] },
    });
    const source = Condition?.['ArnLike']?.['aws:SourceArn'];
    const trail = (suffix: string) =>
      `arn:aws:cloudtrail:eu-west-2:111111111111:trail/healthcare-audit-eu-west-2-${suffix}`;
    expect([like(source, trail('pr4')), like(source, trail('pr42'))]).toEqual([true, false]);
  });
});

describe('the key for notifications', () => {
  it.each([
    ['CloudWatchAlarms', 'cloudwatch.amazonaws.com'],
    ['EventBridgeToQueues', 'events.amazonaws.com'],
    ['Backup', 'backup.amazonaws.com'],
    ['SnsToSqs', 'sns.amazonaws.com'],
  ])('admits %s on behalf of this account', (sid, principal) => {
    expect(statement('notifications', sid)).toMatchObject({
      Principal: { Service: [principal] },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    });
  });
});
