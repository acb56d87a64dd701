import { type Fixture } from '@healthcare-dr/testing';
import { single, type CheckFixture } from '../describe-checks';

const CERTIFICATE = 'aws_acm_certificate';
const watched = (certificate: Record<string, unknown>, alarm: Record<string, unknown> = {}): Fixture => ({
  [CERTIFICATE]: { c: certificate },
  aws_cloudwatch_metric_alarm: {
    a: { namespace: 'AWS/CertificateManager', metric_name: 'DaysToExpiry', ...alarm },
  },
});

/** What each check must accept and refuse. */
export const ACM_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'acm-expiry': {
    good: watched({ validation_method: 'DNS' }),
    bad: {
      'by mail': watched({ validation_method: 'EMAIL' }),
      imported: watched({}),
      'no alarm': { [CERTIFICATE]: { c: { validation_method: 'DNS' } } },
      'an alarm on something else': watched({ validation_method: 'DNS' }, { metric_name: 'Other' }),
      'an alarm in another Region': watched({ validation_method: 'DNS' }, { provider: 'aws.dr' }),
    },
  },
  'acm-create-before-destroy': single(
    CERTIFICATE,
    { lifecycle: { create_before_destroy: true } },
    { absent: {} },
  ),
  'acm-ct-logging': single(
    CERTIFICATE,
    {},
    { off: { options: { certificate_transparency_logging_preference: 'DISABLED' } } },
  ),
  'acm-no-wildcard': single(
    CERTIFICATE,
    { domain_name: 'app.example.com', subject_alternative_names: ['api.example.com'] },
    {
      wildcard: { domain_name: '*.example.com' },
      'as another name': { domain_name: 'a.b', subject_alternative_names: ['c.d', '*.e'] },
    },
  ),
};
