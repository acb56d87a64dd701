/** Where an image is pulled to. */
export interface ImageScope {
  readonly accountId: string;
  readonly region: string;
}

const ECR =
  /^(?<account>\d{12})\.dkr\.ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^:@]+)/;

/** The image as the Region pulls it: `{region}` and `{account}` filled in. */
export function imageIn(image: string, { accountId, region }: ImageScope): string {
  return image.replaceAll('{region}', region).replaceAll('{account}', accountId);
}

/** The ARN of the private repository that an image is in; `undefined` for an image that anybody may pull. */
export function repositoryArn(image: string): string | undefined {
  const { account, region, repository } = ECR.exec(image)?.groups ?? {};
  return repository === undefined ? undefined : `arn:aws:ecr:${region}:${account}:repository/${repository}`;
}
