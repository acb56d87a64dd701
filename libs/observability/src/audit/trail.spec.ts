import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { expectResource, type Block } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { dev, synthesize } from '../__fixtures__/stacks';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition: unknown;
}

const statementsOf = (block: Block, attribute = 'policy') =>
  (JSON.parse(String(block.attributes[attribute])) as { readonly Statement: readonly Statement[] }).Statement;

const KEY = '${data.aws_ssm_parameter.contract-kms-logsKeyArn.insecure_value}';

describe.each(ROLES)('the trail of the %s Region', (role) => {
  const stack = synthesize(role);
  const { region } = dev[role];
  const trailArn = `arn:aws:cloudtrail:${region}:111111111111:trail/healthcare-audit-${region}-dev`;
  const bucketName = `healthcare-trail-111111111111-${region}-dev`;
  const logGroup = '/aws/cloudtrail/healthcare-audit-dev';
  const trail = expectResource(stack, Cloudtrail);
  const ofTheTrail = { name: `healthcare-trail-${region}-dev` };

  it('logs, over all Regions, validated, with the customer key of its own Region', () => {
    expectResource(stack, Cloudtrail, {
      name: `healthcare-audit-${region}-dev`,
      enable_logging: true,
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      kms_key_id: KEY,
    });
  });

  it('delivers to its own log group, kept for a year and encrypted', () => {
    const group = expectResource(stack, CloudwatchLogGroup, {
      name: logGroup,
      kms_key_id: KEY,
      retention_in_days: 365,
    });
    expect(trail.attributes['cloud_watch_logs_group_arn']).toBe(`\${${group.address}.arn}:*`);
    const role = expectResource(stack, IamRole, ofTheTrail);
    expect(trail.attributes['cloud_watch_logs_role_arn']).toBe(`\${${role.address}.arn}`);
  });

  it('delivers there as a role that this trail alone may take, and that may do nothing else', () => {
    expect(statementsOf(expectResource(stack, IamRole, ofTheTrail), 'assume_role_policy')).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111111111111' },
          ArnEquals: { 'aws:SourceArn': trailArn },
        },
      }),
    ]);
    expect(statementsOf(expectResource(stack, IamPolicy, ofTheTrail))).toEqual([
      expect.objectContaining({
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${region}:111111111111:log-group:${logGroup}:log-stream:111111111111_CloudTrail_${region}*`,
      }),
    ]);
  });

  it('comes after all that CloudTrail asks for before it accepts the role', () => {
    const types = (trail.attributes['depends_on'] as string[]).map((address) => address.split('.')[0]);
    expect(types).toEqual(['aws_iam_role_policy_attachment']);
  });

  it('delivers to a bucket that it knows by its name, and that another tier makes', () => {
    expect(trail.attributes['s3_bucket_name']).toBe(bucketName);
    expect(stack.allResources.filter(({ type }) => type.startsWith('aws_s3_'))).toEqual([]);
  });

  it('stays in production, its log group for as long as audit records are kept', () => {
    const prod = synthesize(role, fixtureEnvironment('prod'));
    const kept = { prevent_destroy: true };
    expectResource(prod, Cloudtrail, { lifecycle: kept });
    expectResource(prod, CloudwatchLogGroup, { lifecycle: kept, retention_in_days: 2192 });
  });

  it('tells at once of a file that somebody deletes', () => {
    const rule = expectResource(stack, 'aws_cloudwatch_event_rule', {
      name: 'healthcare-trail-deletions-dev',
    });
    expect(JSON.parse(String(rule.attributes['event_pattern']))).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Deleted'],
      detail: { bucket: { name: [bucketName] }, reason: ['DeleteObject'] },
    });
    const target = expectResource(stack, 'aws_cloudwatch_event_target', {
      arn: `arn:aws:sns:${region}:111111111111:healthcare-notifications-dev`,
    });
    const { input_template: template } = target.attributes['input_transformer'] as Record<string, string>;
    expect(JSON.parse(String(template))).toMatchObject({ severity: 'page' });
    expect(target.attributes['role_arn']).toMatch(/^\$\{aws_iam_role\.observability_deleted-log-files_/);
  });
});

it.each([
  ['primary', ['eu-west-2', 'eu-west-1']],
  ['dr', ['eu-west-1']],
] as const)(
  '%s records every read and write of the data buckets in %j, and who calls its controller',
  (role, regions) => {
    expectResource(synthesize(role), Cloudtrail, {
      event_selector: [
        {
          read_write_type: 'All',
          include_management_events: true,
          data_resource: [
            {
              type: 'AWS::S3::Object',
              values: regions.map((region) => `arn:aws:s3:::healthcare-data-111111111111-${region}-dev/`),
            },
            {
              type: 'AWS::Lambda::Function',
              values: [`arn:aws:lambda:${dev[role].region}:111111111111:function:healthcare-failover-dev`],
            },
          ],
        },
      ],
    });
  },
);
