import { check, type Check } from '../check';
import { is, onEach, onEachWhere, type Judge } from '../judge';
import type { Resource } from '@healthcare-dr/testing';

const ZONE = 'aws_route53_zone';
const ADDRESSES = ['A', 'AAAA'];

const isPublic = (zone: Resource) => zone.blocks('vpc').length === 0;

const hasCompanion =
  (type: string, attribute: string): Judge =>
  (zone, model) =>
    model.companions(zone, type, attribute).length > 0 ? undefined : `has no ${type}`;

/** Hosted zones and records. */
export const DNS_CHECKS: readonly Check[] = [
  check(
    'route53-dnssec',
    onEachWhere(ZONE, isPublic, hasCompanion('aws_route53_hosted_zone_dnssec', 'hosted_zone_id')),
  ),
  check('route53-query-log', onEachWhere(ZONE, isPublic, hasCompanion('aws_route53_query_log', 'zone_id'))),
  check(
    'route53-record-attached',
    onEachWhere(
      'aws_route53_record',
      (record) => ADDRESSES.includes(record.text('type')),
      (record, model) =>
        model.references(record, [record.text('alias.name'), ...record.strings('records')]).length > 0
          ? undefined
          : 'leads to an address that no resource of this environment holds',
    ),
  ),
  check('route53-transfer-lock', onEach('aws_route53domains_registered_domain', is('transfer_lock', true))),
];
