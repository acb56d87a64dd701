import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Synthesized } from './__fixtures__/synthesize';
import { defineStack } from './definition';
import { addServiceRole, type ServiceRoleProps } from './service-role';

const statements = [
  { Sid: 'Write', Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: 'arn-of-the-log-group' },
] as const;

const resourcesWith = (patch: Pick<ServiceRoleProps, 'part'> & { condition?: object } = {}) => {
  const { condition, ...rest } = patch;
  const { resource = {} } = new Synthesized(
    defineStack({
      role: 'primary',
      tier: 'app',
      build: (tier) =>
        addServiceRole(tier, {
          what: 'app',
          description: 'Lets the app work',
          trust: {
            sid: 'TheApp',
            service: 'app.amazonaws.com',
            ...(condition && { condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }),
          },
          policy: { description: 'What the app does, and nothing else', statements },
          ...rest,
        }),
    }),
    fixtureEnvironment('dev'),
  ).json;
  return resource;
};

describe('a role of a service', () => {
  const resource = resourcesWith();
  const role = resource['aws_iam_role']?.['role'];
  const policy = resource['aws_iam_policy']?.['policy'];

  it('names role and policy alike, with the Region, because IAM has none', () => {
    expect(role).toMatchObject({
      name: 'healthcare-app-eu-west-2-dev',
      description: 'Lets the app work',
      tags: { Name: 'healthcare-app-eu-west-2-dev' },
    });
    expect(policy).toMatchObject({
      name: 'healthcare-app-eu-west-2-dev',
      description: 'What the app does, and nothing else',
      tags: { Name: 'healthcare-app-eu-west-2-dev' },
    });
  });

  it('is bounded by its own policy alone, unless the environment names a boundary', () => {
    expect(role).not.toHaveProperty('permissions_boundary');
  });

  it('may be assumed by the service alone, and do what its policy says', () => {
    expect(JSON.parse(String(role?.['assume_role_policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TheApp',
          Effect: 'Allow',
          Principal: { Service: 'app.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    });
    expect(JSON.parse(String(policy?.['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: statements,
    });
    expect(resource['aws_iam_role_policy_attachment']?.['role-policy']).toMatchObject({
      role: '${aws_iam_role.role.name}',
      policy_arn: '${aws_iam_policy.policy.arn}',
    });
  });

  it('is assumed only as its condition says', () => {
    const guarded = resourcesWith({ condition: {} })['aws_iam_role']?.['role'];
    expect(JSON.parse(String(guarded?.['assume_role_policy']))).toHaveProperty('Statement.0.Condition', {
      StringEquals: { 'aws:SourceAccount': '111111111111' },
    });
  });

  it('stands beside others of its scope', () => {
    const several = resourcesWith({ part: 'task' });
    expect(several['aws_iam_role']).toHaveProperty('task-role');
    expect(several['aws_iam_policy']).toHaveProperty('task-policy');
    expect(several['aws_iam_role_policy_attachment']).toHaveProperty('task-role-policy');
  });
});
