/** The parts of an ARN. Region and account are empty for what stands in no Region, or in no account. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** All that follows the fifth colon, colons included. */
  readonly resource: string;
}

/**
 * Takes an ARN apart.
 *
 * @returns `undefined` for what is none, such as `*`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, accountId, ...resource] = text.split(':');
  if (arn !== 'arn' || partition === undefined || service === undefined) return undefined;
  if (region === undefined || accountId === undefined || resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(':') };
}

/** The segments of an ARN as its comparison takes them: six, the last of which keeps its colons; `undefined` for fewer. */
export function segmentsOf(text: string): readonly string[] | undefined {
  const parts = text.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
