import { type Fixture } from '@healthcare-dr/testing';
import { single, type CheckFixture } from '../describe-checks';

const ZONE: Fixture = { aws_route53_zone: { z: { name: 'example.com' } } };
const record = (attributes: Record<string, unknown>): Fixture => ({
  aws_lb: { l: {} },
  aws_route53_record: { r: { type: 'A', ...attributes } },
});

/** What each check must accept and refuse. */
export const DNS_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'route53-dnssec': {
    good: { ...ZONE, aws_route53_hosted_zone_dnssec: { d: { hosted_zone_id: '${aws_route53_zone.z.id}' } } },
    bad: {
      'not signed': ZONE,
      'another zone': { ...ZONE, aws_route53_hosted_zone_dnssec: { d: { hosted_zone_id: 'Z1' } } },
    },
  },
  'route53-query-log': {
    good: { ...ZONE, aws_route53_query_log: { q: { zone_id: '${aws_route53_zone.z.zone_id}' } } },
    bad: { 'not logged': ZONE },
  },
  'route53-record-attached': {
    good: [record({ alias: { name: '${aws_lb.l.dns_name}' } }), record({ records: ['${aws_lb.l.id}'] })],
    bad: {
      'an address': record({ records: ['198.51.100.1'] }),
      'a name': record({ alias: [{ name: 'other.example.com' }] }),
    },
  },
  'route53-transfer-lock': single(
    'aws_route53domains_registered_domain',
    { transfer_lock: true },
    { off: { transfer_lock: false } },
  ),
};
