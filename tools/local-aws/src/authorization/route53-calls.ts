import { parseXML } from '@aws-sdk/xml-builder';
import { z } from 'zod';
import type { RequestHead } from '../gateway/operation';
import type { RestCall } from './rest-call';

/** By method and path below the version; what is in brackets is the member after which it is named. */
const OPERATIONS: readonly (readonly [method: string, path: RegExp, operation: string])[] = [
  ['GET', /^hostedzone$/, 'ListHostedZones'],
  ['GET', /^hostedzonesbyname$/, 'ListHostedZonesByName'],
  ['GET', /^hostedzone\/(?<HostedZoneId>[^/]+)$/, 'GetHostedZone'],
  ['GET', /^hostedzone\/(?<HostedZoneId>[^/]+)\/rrset$/, 'ListResourceRecordSets'],
  ['POST', /^hostedzone\/(?<HostedZoneId>[^/]+)\/rrset$/, 'ChangeResourceRecordSets'],
  ['GET', /^tags\/hostedzone\/(?<HostedZoneId>[^/]+)$/, 'ListTagsForResource'],
  ['GET', /^change\/(?<Id>[^/]+)$/, 'GetChange'],
];

const change = z.object({
  Action: z.string(),
  ResourceRecordSet: z.object({ Name: z.string(), Type: z.string() }),
});
const changeRequest = z.object({
  ChangeResourceRecordSetsRequest: z.object({
    ChangeBatch: z.object({
      Changes: z.object({ Change: z.union([change.transform((one) => [one]), z.array(change)]) }),
    }),
  }),
});

/**
 * The operation that a request of Route 53 asks for, of those that have to do with a zone and its records.
 *
 * @param body - of a change: what it changes
 * @throws Error for a change whose body is none
 */
export function route53CallOf({ method, url }: RequestHead, body?: Buffer): RestCall | undefined {
  const path = url.pathname.replace(/^\/2013-04-01\//, '').replace(/\/$/, '');
  for (const [verb, form, operation] of OPERATIONS) {
    const named = verb === method ? form.exec(path) : null;
    if (named === null) continue;
    const Changes = operation === 'ChangeResourceRecordSets' ? { Changes: changesOf(body) } : {};
    return { operation, parameters: { ...named.groups, ...Changes } };
  }
  return undefined;
}

const changesOf = (body: Buffer = Buffer.alloc(0)) =>
  changeRequest
    .parse(parseXML(body.toString('utf8')))
    .ChangeResourceRecordSetsRequest.ChangeBatch.Changes.Change.map(({ Action, ResourceRecordSet }) => ({
      Action,
      Name: ResourceRecordSet.Name,
      Type: ResourceRecordSet.Type,
    }));
