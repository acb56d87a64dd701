import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** One version of a state, as it lies in its bucket. */
export interface StateVersion {
  readonly versionId: string;
  readonly text: string;
}

/** Every version of a state that its bucket keeps: what was in a state once can still be read. */
export async function stateVersions(s3: S3Client, bucket: string, key: string): Promise<StateVersion[]> {
  const versions: StateVersion[] = [];
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: key,
        KeyMarker: page?.NextKeyMarker,
        VersionIdMarker: page?.NextVersionIdMarker,
      }),
    );
    for (const { Key, VersionId: versionId } of page.Versions ?? []) {
      if (Key !== key || versionId === undefined) continue;
      const { Body: body } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
      );
      versions.push({ versionId, text: (await body?.transformToString()) ?? '' });
    }
  } while (page.IsTruncated === true);
  return versions;
}
