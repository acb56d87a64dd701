import { check, type Check } from '../check';
import { absent } from '../judge';

/** The families of rules about servers and their disks, all met by having none. */
export const EC2_CHECKS: readonly Check[] = [
  check(
    'ec2-no-instances',
    absent(
      [
        'aws_instance',
        'aws_spot_instance_request',
        'aws_launch_template',
        'aws_launch_configuration',
        'aws_autoscaling_group',
        'aws_ecs_capacity_provider',
      ],
      'run it on Fargate, or add the whole family of instance rules with it',
    ),
  ),
  check(
    'ec2-no-ebs-volumes',
    absent(
      ['aws_ebs_volume', 'aws_volume_attachment', 'aws_ebs_snapshot', 'aws_ebs_snapshot_copy'],
      'a volume needs a customer key and a backup plan, and rules that say so',
    ),
  ),
];
