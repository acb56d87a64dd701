import { expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { dev, LOGS_KEY_ARN, networkingStack, prod, reference } from './__fixtures__/stacks';

describe.each(ROLES)('the flow logs of the %s Region', (role) => {
  const stack = networkingStack(dev, role);
  const { region } = dev[role];
  const [logGroup] = stack.resources('aws_cloudwatch_log_group');
  const [iamRole] = stack.resources('aws_iam_role');
  const [attachment] = stack.resources('aws_iam_role_policy_attachment');

  it('record all traffic of the VPC in the log group', () => {
    expectResource(stack, 'aws_flow_log', {
      vpc_id: reference(stack.resources('aws_vpc')[0], 'id'),
      traffic_type: 'ALL',
      log_destination_type: 'cloud-watch-logs',
      log_destination: reference(logGroup, 'arn'),
      iam_role_arn: reference(iamRole, 'arn'),
      depends_on: [attachment?.address],
    });
  });

  it('are encrypted with the given key and kept as audit records', () => {
    expect(logGroup?.attributes).toMatchObject({
      name: '/aws/vpc/healthcare-flow-logs-dev',
      kms_key_id: LOGS_KEY_ARN,
      retention_in_days: 365,
    });
  });

  it('are written by a role that only flow logs of this account and Region can take', () => {
    expect(iamRole?.attributes['name']).toBe(`healthcare-flow-logs-${region}-dev`);
    expect(JSON.parse(String(iamRole?.attributes['assume_role_policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'FlowLogsOfThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111111111111' },
            ArnLike: { 'aws:SourceArn': `arn:aws:ec2:${region}:111111111111:vpc-flow-log/*` },
          },
        },
      ],
    });
  });

  it('are all that the role may write, by a managed policy', () => {
    const [policy] = stack.resources('aws_iam_policy');
    expect(JSON.parse(String(policy?.attributes['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DeliverFlowLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: `arn:aws:logs:${region}:111111111111:log-group:/aws/vpc/healthcare-flow-logs-dev:*`,
        },
      ],
    });
    expect(attachment?.attributes).toMatchObject({
      role: reference(iamRole, 'name'),
      policy_arn: reference(policy, 'arn'),
    });
    expect(stack.resources('aws_iam_role_policy')).toEqual([]);
    expect(iamRole?.attributes).not.toHaveProperty('inline_policy');
  });

  it('can be destroyed with an ephemeral environment', () => {
    expect(logGroup?.attributes).not.toHaveProperty('lifecycle');
  });
});

describe('the flow logs of production', () => {
  it('are kept for six years and cannot be destroyed', () => {
    const [logGroup] = networkingStack(prod).resources('aws_cloudwatch_log_group');
    expect(logGroup?.attributes).toMatchObject({
      retention_in_days: 2192,
      lifecycle: { prevent_destroy: true },
    });
  });
});
