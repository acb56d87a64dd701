import { evaluate, parsePolicy } from '@healthcare-dr/aws-models/iam';
import { deliveryRoleArn, fillIn, PURPOSES } from '@healthcare-dr/drctl/bootstrap';
import { synthesizeAll } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { deployDocuments } from './documents';

const environment = fixtureEnvironment('dev');
const { accountId } = environment;
const [DOCUMENT] = [
  ...deployDocuments(['iam:PassRole', 'iam:CreateRole', 'iam:CreatePolicy', 'iam:DeletePolicy']).values(),
];
const stacks = synthesizeAll(environment);

/** Whether the role that deploys an environment may do something. */
const may = (action: string, resource: string, context: Readonly<Record<string, string>>, suffix: string) =>
  evaluate(
    {
      principal: {
        kind: 'role',
        accountId,
        roleArn: deliveryRoleArn(environment, 'deploy'),
        sessionName: 's',
      },
      action,
      resource,
      resourceAccountId: accountId,
      context,
    },
    {
      identity: [
        parsePolicy(
          'deploy',
          fillIn({ name: 'deploy', text: JSON.stringify(DOCUMENT) }, environment, suffix),
        ),
      ],
    },
  ).outcome === 'allowed';

const roles = stacks.flatMap((stack) =>
  stack.resources('aws_iam_role').map(({ attributes }) => {
    const trust = JSON.parse(String(attributes['assume_role_policy'])) as {
      readonly Statement: readonly { readonly Principal: { readonly Service: string } }[];
    };
    return {
      stack: stack.name,
      arn: `arn:aws:iam::${accountId}:role/${String(attributes['name'])}`,
      service: trust.Statement[0]?.Principal.Service ?? '',
    };
  }),
);
const passes = (
  { arn, service }: { readonly arn: string; readonly service: string },
  suffix = environment.suffix,
) => may('iam:PassRole', arn, { 'iam:PassedToService': service }, suffix);

describe('the role that deploys', () => {
  it.each(roles)('may make $arn of $stack, and pass it to $service', (role) => {
    expect(may('iam:CreateRole', role.arn, {}, environment.suffix)).toBe(true);
    expect(passes(role)).toBe(true);
  });

  it('may make the policies of every stack', () => {
    const names = stacks.flatMap((stack) =>
      stack.resources('aws_iam_policy').map(({ attributes }) => String(attributes['name'])),
    );

    expect(names).not.toEqual([]);
    for (const name of names)
      expect(
        may('iam:CreatePolicy', `arn:aws:iam::${accountId}:policy/${name}`, {}, environment.suffix),
      ).toBe(true);
  });

  it('passes no role to a service that acts as none of them', () => {
    const [role] = roles;
    expect(role && passes({ ...role, service: 'ec2.amazonaws.com' })).toBe(false);
  });

  it('passes no role of another environment, and none that delivers', () => {
    for (const role of roles) expect(passes(role, 'prod')).toBe(false);
    for (const purpose of Object.keys(PURPOSES) as (keyof typeof PURPOSES)[])
      expect(passes({ arn: deliveryRoleArn(environment, purpose), service: 'lambda.amazonaws.com' })).toBe(
        false,
      );
  });
});
