import { describeChecks, tripwire } from '../describe-checks';
import { EC2_CHECKS } from './ec2';

describeChecks(EC2_CHECKS, {
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
});
