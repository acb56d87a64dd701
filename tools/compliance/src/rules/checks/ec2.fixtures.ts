import { tripwire, type CheckFixture } from '../describe-checks';

/** What each check must accept and refuse. */
export const EC2_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'ec2-no-instances': tripwire(
    'aws_instance',
    'aws_spot_instance_request',
    'aws_launch_template',
    'aws_launch_configuration',
    'aws_autoscaling_group',
    'aws_ecs_capacity_provider',
  ),
  'ec2-no-ebs-volumes': tripwire(
    'aws_ebs_volume',
    'aws_volume_attachment',
    'aws_ebs_snapshot',
    'aws_ebs_snapshot_copy',
  ),
};
