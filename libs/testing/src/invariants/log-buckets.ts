import type { EnvironmentModel, Resource } from '../model';

/** Where a service names the bucket that it delivers access logs to. */
const DELIVERED: Readonly<Record<string, readonly string[]>> = {
  aws_lb: ['access_logs.bucket', 'connection_logs.bucket'],
  aws_s3_bucket_logging: ['target_bucket'],
};

/** What load balancers and S3 deliver access logs to: keys of S3, and nothing else. */
const DELIVERABLE = 'AES256';

/**
 * Access logs that lead to a bucket which does not take them: of another Region, encrypted with KMS by default, or with a default of Object
 * Lock. A load balancer is refused when it is made; S3 drops the logs of a bucket without a word.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function logBucketProblems(model: EnvironmentModel): string[] {
  return model.ofType(...Object.keys(DELIVERED)).flatMap((source) =>
    (DELIVERED[source.type] ?? []).flatMap((path) =>
      bucketsAt(model, source, path)
        .flatMap((bucket) => refusals(model, source, bucket))
        .map((refusal) => `${source.stack.name}: ${source.address}: ${path}: ${refusal}`),
    ),
  );
}

/** The bucket at a path, by reference or by its name. */
const bucketsAt = (model: EnvironmentModel, source: Resource, path: string): Resource[] =>
  model
    .ofType('aws_s3_bucket')
    .filter(
      (bucket) =>
        bucket.text('bucket') === source.text(path) || model.refersTo(source, source.at(path), bucket),
    );

function refusals(model: EnvironmentModel, source: Resource, bucket: Resource): string[] {
  const name = bucket.text('bucket');
  const part = (type: string) => model.companions(bucket, type, 'bucket', 'bucket');
  const algorithms = part('aws_s3_bucket_server_side_encryption_configuration').map((encryption) =>
    encryption.text('rule.apply_server_side_encryption_by_default.sse_algorithm'),
  );
  const locked = part('aws_s3_bucket_object_lock_configuration').some(
    (lock) => lock.at('rule.default_retention') !== undefined,
  );
  return [
    ...(bucket.region === source.region
      ? []
      : [`${name} is in ${String(bucket.region)}, not in ${String(source.region)}.`]),
    ...(algorithms.every((algorithm) => algorithm === DELIVERABLE)
      ? []
      : [`${name} encrypts with ${algorithms.join(', ')}; allowed: ${DELIVERABLE}.`]),
    ...(locked ? [`${name} locks what is delivered; allowed: no default of Object Lock.`] : []),
  ];
}
