import type { RequestHead } from '../gateway/operation';
import type { RestCall } from './rest-call';
import { route53CallOf } from './route53-calls';

/** The operation that a request of REST asks for, by method, path and sub-resource; `undefined` if it is in no table here. */
export function restCallOf(head: RequestHead, body?: Buffer): RestCall | undefined {
  if (head.service === 's3') return s3CallOf(head);
  if (head.service === 'lambda') return lambdaCallOf(head);
  if (head.service === 'route53') return route53CallOf(head, body);
  return undefined;
}

/** `POST /2015-03-31/functions/<name>/invocations` */
function lambdaCallOf({ method, url }: RequestHead): RestCall | undefined {
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? [];
  if (method !== 'POST' || name === undefined) return undefined;
  return { operation: 'Invoke', parameters: { FunctionName: decodeURIComponent(name) } };
}

/** By method; what is asked of an object, and of a bucket, each by the member of the query that tells it from others. */
const S3_OBJECT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GET: { tagging: 'GetObjectTagging', uploadId: 'ListParts', '': 'GetObject' },
  HEAD: { '': 'HeadObject' },
  PUT: { tagging: 'PutObjectTagging', uploadId: 'UploadPart', '': 'PutObject' },
  POST: { uploads: 'CreateMultipartUpload', uploadId: 'CompleteMultipartUpload' },
  DELETE: { uploadId: 'AbortMultipartUpload', '': 'DeleteObject' },
};
const S3_BUCKET: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GET: {
    location: 'GetBucketLocation',
    versions: 'ListObjectVersions',
    uploads: 'ListMultipartUploads',
    'list-type': 'ListObjectsV2',
  },
  HEAD: { '': 'HeadBucket' },
};

/** Members of the query that narrow an operation, or say who asks, without being another. */
const S3_DETAILS =
  /^(?:x-id|versionId|partNumber|prefix|delimiter|max-keys|marker|continuation-token|start-after|fetch-owner|encoding-type|key-marker|upload-id-marker|version-id-marker|response-.+|X-Amz-.+)$/;

/** Headers and members of the query that conditions ask for, by their names in the API. */
const S3_MEMBERS = {
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-server-side-encryption-customer-algorithm': 'SSECustomerAlgorithm',
  'x-amz-acl': 'ACL',
} as const;
const S3_QUERY = { prefix: 'Prefix', delimiter: 'Delimiter', versionId: 'VersionId' } as const;

function s3CallOf({ method, url, headers }: RequestHead): RestCall | undefined {
  const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/');
  const key = rest.join('/');
  const subResource = [...url.searchParams.keys()].filter((name) => !S3_DETAILS.test(name));
  const table = (key === '' ? S3_BUCKET : S3_OBJECT)[method] ?? {};
  // Something that the table does not know would be another operation than the one without it.
  const unknown = subResource.find((name) => table[name] === undefined);
  const operation = unknown === undefined ? table[subResource[0] ?? ''] : undefined;
  if (operation === undefined || bucket === '' || headers['x-amz-copy-source'] !== undefined)
    return undefined;
  const given = [
    ...Object.entries(S3_MEMBERS).map(([header, member]) => [member, headers[header]] as const),
    ...Object.entries(S3_QUERY).map(
      ([name, member]) => [member, url.searchParams.get(name) ?? undefined] as const,
    ),
  ].filter(([, value]) => value !== undefined);
  return {
    operation,
    parameters: { Bucket: bucket, ...(key === '' ? {} : { Key: key }), ...Object.fromEntries(given) },
  };
}
