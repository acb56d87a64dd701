import { direct, text, type ApiCall, type Operations } from './operation';

/** One of the changes that a request makes, by the names of the API. */
export interface RecordSetChange {
  readonly Action: string;
  readonly Name: string;
  readonly Type: string;
}

const zoneArn = (call: ApiCall): string => `arn:aws:route53:::hostedzone/${text(call, 'HostedZoneId') ?? ''}`;

const changesOf = (call: ApiCall): readonly RecordSetChange[] =>
  (call.parameters['Changes'] ?? []) as readonly RecordSetChange[];

/** Lower case, without the last dot; what is no letter, digit, hyphen, underscore or dot as `\\` and three octal digits. */
const normalized = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/[^a-z0-9._\\-]/g, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`);

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

/**
 * A zone, its records and how far a change has come. What a request changes is in the context of its condition keys.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
 */
export const ROUTE53: Operations = {
  ListHostedZones: () => [direct('route53:ListHostedZones', '*')],
  ListHostedZonesByName: () => [direct('route53:ListHostedZonesByName', '*')],
  GetHostedZone: (call) => [direct('route53:GetHostedZone', zoneArn(call))],
  ListResourceRecordSets: (call) => [direct('route53:ListResourceRecordSets', zoneArn(call))],
  ListTagsForResource: (call) => [direct('route53:ListTagsForResource', zoneArn(call))],
  GetChange: (call) => [direct('route53:GetChange', `arn:aws:route53:::change/${text(call, 'Id') ?? ''}`)],
  ChangeResourceRecordSets: (call) => [
    direct('route53:ChangeResourceRecordSets', zoneArn(call), {
      'route53:ChangeResourceRecordSetsActions': distinct(changesOf(call).map(({ Action }) => Action)),
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': distinct(
        changesOf(call).map(({ Name }) => normalized(Name)),
      ),
      'route53:ChangeResourceRecordSetsRecordTypes': distinct(changesOf(call).map(({ Type }) => Type)),
    }),
  ],
};
