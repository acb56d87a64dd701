import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App, TerraformStack } from 'cdktf';
import { limitWaits } from './timeouts';

const limits = { createMinutes: 41, updateMinutes: 42, deleteMinutes: 43 };

/** The resources of a stack that Terraform is told how long to wait for, by type. */
function synthesized() {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'stack');
  new KmsKey(stack, 'key');
  new NatGateway(stack, 'nat', { subnetId: 'subnet-1' });
  new S3Bucket(stack, 'bucket', { timeouts: { read: '5m', create: '1m' } });
  new EcsTaskDefinition(stack, 'task', { family: 'service', containerDefinitions: '[]' });
  limitWaits(stack, limits);
  const { resource } = stack.toTerraform() as { resource: Record<string, Record<string, object>> };
  return (type: string) => (Object.values(resource[type] ?? {})[0] as { timeouts?: object }).timeouts;
}

describe('limitWaits', () => {
  const timeoutsOf = synthesized();

  it('gives each resource the operations that the provider waits for, and no other', () => {
    expect(timeoutsOf('aws_kms_key')).toEqual({ create: '41m' });
    expect(timeoutsOf('aws_nat_gateway')).toEqual({ create: '41m', update: '42m', delete: '43m' });
  });

  it('has the last word, so that there is one place for it', () => {
    expect(timeoutsOf('aws_s3_bucket')).toEqual({ create: '41m', update: '42m', delete: '43m' });
  });

  it('leaves alone what Terraform does not wait for', () => {
    expect(timeoutsOf('aws_ecs_task_definition')).toBeUndefined();
  });
});
