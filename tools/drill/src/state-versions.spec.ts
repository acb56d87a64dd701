import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { stateVersions } from './state-versions';

it('every version of a state is read, over all pages, and nothing else in its bucket', async () => {
  const s3 = mockClient(S3Client);
  s3.on(ListObjectVersionsCommand).resolves({
    IsTruncated: false,
    Versions: [
      { Key: 'a.tfstate', VersionId: '2' },
      { Key: 'a.tfstate.tflock', VersionId: '9' },
    ],
  });
  s3.on(ListObjectVersionsCommand, { KeyMarker: undefined }).resolves({
    IsTruncated: true,
    NextKeyMarker: 'a.tfstate',
    NextVersionIdMarker: '1',
    Versions: [{ Key: 'a.tfstate', VersionId: '1' }],
  });
  s3.on(GetObjectCommand).callsFake(({ VersionId: version }: { VersionId: string }) => ({
    Body: { transformToString: () => Promise.resolve(`state ${version}`) },
  }));

  const versions = await stateVersions(new S3Client({ region: 'eu-west-2' }), 'bucket', 'a.tfstate');

  expect(versions).toEqual([
    { versionId: '1', text: 'state 1' },
    { versionId: '2', text: 'state 2' },
  ]);
});
