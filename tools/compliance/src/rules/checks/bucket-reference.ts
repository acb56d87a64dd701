import type { Json } from '@healthcare-dr/testing';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';

/** Whether an attribute of `from` means this bucket: by reference, or by its name, which is unique in the world. */
export function meansBucket(
  model: EnvironmentModel,
  from: Resource,
  value: Json | undefined,
  bucket: Resource,
): boolean {
  return (
    model.refersTo(from, value, bucket) || (bucket.text('bucket') !== '' && bucket.text('bucket') === value)
  );
}
