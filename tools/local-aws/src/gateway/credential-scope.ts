import type { IncomingHttpHeaders } from 'node:http';

/** The pseudo Region in which AWS's partition metadata places services that have one endpoint for the whole partition. */
export const GLOBAL_REGION = 'aws-global';

/** The Region of a request that nobody signed. */
export const UNSIGNED = 'unsigned';

/**
 * The signing names of the services whose only endpoint is that of `aws-global`. Source: `endpoints.json` of botocore,
 * partition `aws`, `partitionEndpoint: aws-global` with `isRegionalized: false`.
 *
 * They sign with us-east-1 against AWS, but with their client's Region against a custom endpoint: the service decides, not the
 * Region of the signature.
 */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set([
  'account',
  'billingconductor',
  'budgets',
  'ce',
  'chime',
  'cloudfront',
  'health',
  'iam',
  'importexport',
  'networkmanager',
  'notifications-contacts',
  'organizations',
  'route53',
  'savingsplans',
  'shield',
  'support',
  'tax',
  'waf',
]);

/** STS has an endpoint in each Region and, under this name, one for the partition. */
const STS_GLOBAL_HOST = 'sts.amazonaws.com';

const CREDENTIAL = /^([^/]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9.-]+)\/aws4_request$/i;

/** Whose request it is, from the credential scope of its Signature Version 4. */
export interface CredentialScope {
  /** A Region, `aws-global` for a service without Regions, or `unsigned`. */
  readonly region: string;
  /** The service's signing name (`monitoring` for CloudWatch), or `unsigned`. */
  readonly service: string;
  /** @default - undefined if nobody signed the request */
  readonly accessKeyId?: string;
}

/**
 * Reads the credential scope of a request: from its Authorization header, or from X-Amz-Credential in the query of a presigned
 * URL. A scope that cannot be read counts as unsigned.
 */
export function credentialScopeOf(headers: IncomingHttpHeaders, query: URLSearchParams): CredentialScope {
  const signed = /\bCredential=([^,\s]+)/i.exec(headers.authorization ?? '')?.[1];
  const [, accessKeyId, region, service] =
    CREDENTIAL.exec(signed ?? query.get('X-Amz-Credential') ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) {
    return { region: UNSIGNED, service: UNSIGNED };
  }
  const name = service.toLowerCase();
  const isGlobal = GLOBAL_SERVICES.has(name) || (name === 'sts' && headers.host === STS_GLOBAL_HOST);
  return { region: isGlobal ? GLOBAL_REGION : region.toLowerCase(), service: name, accessKeyId };
}
