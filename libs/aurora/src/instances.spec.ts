import { ROLES, type Role } from '@healthcare-dr/topology';
import { auroraStack, dev, devWith, GIVEN, only, prod, reference } from './__fixtures__/stacks';

const instancesOf = (environment = dev, role: Role = 'primary') =>
  auroraStack(environment, role).resources('aws_rds_cluster_instance');

const of = (attribute: string, ...given: Parameters<typeof instancesOf>) =>
  instancesOf(...given).map(({ attributes }) => attributes[attribute]);

describe('the instances', () => {
  it('are two in the primary Region, in different zones', () => {
    expect(of('availability_zone')).toEqual(['eu-west-2a', 'eu-west-2b']);
    expect(of('identifier')).toEqual(['healthcare-aurora-1-dev', 'healthcare-aurora-2-dev']);
  });

  it('are at least one in dr, so that the cluster can be promoted', () => {
    expect(of('identifier', dev, 'dr')).toEqual(['healthcare-aurora-1-dev']);
    expect(of('availability_zone', dev, 'dr')).toEqual(['eu-west-1a']);
  });

  it('are as many as configured, spread over the zones in turn', () => {
    const environment = devWith({ instances: { primary: 3, dr: 2 } });
    expect(of('availability_zone', environment)).toEqual(['eu-west-2a', 'eu-west-2b', 'eu-west-2a']);
    expect(of('availability_zone', environment, 'dr')).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(of('availability_zone', prod, 'dr')).toEqual(['eu-west-1a', 'eu-west-1b']);
  });

  it('excuse a single one in dr from outliving its zone, and only that', () => {
    const checks = (environment = dev, role: Role = 'dr') =>
      only(auroraStack(environment, role), 'aws_rds_cluster').suppressions.map(({ check }) => check);
    expect(checks()).toContain('rds-multi-az');
    expect(checks(dev, 'primary')).not.toContain('rds-multi-az');
    expect(checks(devWith({ instances: { primary: 2, dr: 2 } }))).not.toContain('rds-multi-az');
  });

  it('would be promoted in the order of their numbers', () => {
    expect(of('promotion_tier', devWith({ instances: { primary: 3, dr: 1 } }))).toEqual([0, 1, 1]);
  });

  describe.each(ROLES)('on the %s side', (role) => {
    const stack = auroraStack(dev, role);
    const role_ = only(stack, 'aws_iam_role', '_monitoring_');

    it('are serverless, private, present a certificate that lasts, and take minor versions', () => {
      for (const { attributes } of stack.resources('aws_rds_cluster_instance')) {
        expect(attributes).toMatchObject({
          cluster_identifier: reference(only(stack, 'aws_rds_cluster'), 'id'),
          engine: 'aurora-postgresql',
          instance_class: 'db.serverless',
          publicly_accessible: false,
          ca_cert_identifier: 'rds-ca-rsa2048-g1',
          auto_minor_version_upgrade: true,
          copy_tags_to_snapshot: true,
          preferred_maintenance_window: 'sun:04:00-sun:05:00',
        });
      }
    });

    it('are watched: Performance Insights on the customer key, enhanced monitoring once the role may deliver', () => {
      const attachment = only(stack, 'aws_iam_role_policy_attachment', '_monitoring_');
      for (const { attributes } of stack.resources('aws_rds_cluster_instance')) {
        expect(attributes).toMatchObject({
          performance_insights_enabled: true,
          performance_insights_kms_key_id: GIVEN.databaseKeyArn,
          performance_insights_retention_period: 7,
          monitoring_interval: 60,
          monitoring_role_arn: reference(role_, 'arn'),
          depends_on: [attachment.address],
        });
      }
    });

    it('have a role that only they may take, and that only delivers metrics', () => {
      const region = dev[role].region;
      const instances = stack
        .resources('aws_rds_cluster_instance')
        .map(({ attributes }) => `arn:aws:rds:${region}:111111111111:db:${String(attributes['identifier'])}`);
      expect(JSON.parse(String(role_.attributes['assume_role_policy']))).toMatchObject({
        Statement: [
          {
            Principal: { Service: 'monitoring.rds.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': '111111111111' },
              ArnLike: { 'aws:SourceArn': instances },
            },
          },
        ],
      });
      const policy = JSON.parse(
        String(only(stack, 'aws_iam_policy', '_monitoring_').attributes['policy']),
      ) as {
        Statement: { Effect: string; Action: string[]; Resource: string }[];
      };
      expect(policy.Statement.map(({ Resource }) => Resource)).toEqual([
        // Without the end CreateLogGroup would match nothing.
        `arn:aws:logs:${region}:111111111111:log-group:RDSOSMetrics:*`,
        `arn:aws:logs:${region}:111111111111:log-group:RDSOSMetrics:log-stream:*`,
      ]);
      expect(
        policy.Statement.flatMap(({ Action }) => Action).filter((action) => !action.startsWith('logs:')),
      ).toEqual([]);
      expect(stack.resources('aws_iam_role_policy')).toEqual([]);
    });
  });
});
