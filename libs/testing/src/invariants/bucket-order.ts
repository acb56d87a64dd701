import { stacksBefore } from '@healthcare-dr/platform';
import { EnvironmentModel } from '../model/model';
import type { DefinedStack } from './contracts';

/** Where a resource names a bucket that AWS asks before it takes the resource: whether it is there, and lets it write. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  aws_cloudtrail: ['s3_bucket_name'],
  aws_lb: ['access_logs.bucket', 'connection_logs.bucket'],
  aws_s3_bucket_logging: ['target_bucket'],
  aws_s3_bucket_replication_configuration: ['bucket'],
};

/**
 * Buckets that a stack of another tier names, and that are not sure to stand when it is deployed: Terraform sees no more than a
 * name, so the order of stacks is all that brings the bucket, its policy and its encryption first.
 *
 * @param stacks - all stacks of one environment
 */
export function bucketOrderProblems(stacks: readonly DefinedStack[]): string[] {
  const [first] = stacks;
  if (first === undefined) return [];
  const model = new EnvironmentModel(
    first.stack.environment,
    stacks.map(({ stack }) => stack),
  );
  return model.ofType(...Object.keys(ASKED)).flatMap((resource) => {
    const before = stacks
      .filter(({ stack }) => stack === resource.stack)
      .flatMap(({ definition }) => stacksBefore(definition));
    return (ASKED[resource.type] ?? [])
      .map((path) => resource.text(path))
      .filter((bucket) => bucket !== '' && !bucket.includes('${'))
      .flatMap((bucket) => {
        const where = `${resource.stack.name}: ${resource.address}`;
        const maker = model.ofType('aws_s3_bucket').find((made) => made.text('bucket') === bucket);
        if (maker === undefined) return [`${where}: no stack creates the bucket ${bucket}.`];
        return maker.stack === resource.stack || before.includes(maker.stack.name)
          ? []
          : [`${where}: must be deployed after ${maker.stack.name}, which creates the bucket ${bucket}.`];
      });
  });
}
