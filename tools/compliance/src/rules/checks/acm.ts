import { check, type Check } from '../check';
import { is, isNot, onEach, type Judge } from '../judge';

const CERTIFICATE = 'aws_acm_certificate';

const judgeExpiry: Judge = (certificate, model) => {
  if (certificate.at('validation_method') !== 'DNS')
    return 'is not validated by DNS, so it does not renew by itself';
  const watched = model
    .ofType('aws_cloudwatch_metric_alarm')
    .some(
      (alarm) =>
        alarm.region === certificate.region &&
        alarm.at('namespace') === 'AWS/CertificateManager' &&
        alarm.at('metric_name') === 'DaysToExpiry',
    );
  return watched ? undefined : 'no alarm watches its DaysToExpiry';
};

/** Certificates. */
export const ACM_CHECKS: readonly Check[] = [
  check('acm-expiry', onEach(CERTIFICATE, judgeExpiry)),
  check('acm-create-before-destroy', onEach(CERTIFICATE, is('lifecycle.create_before_destroy', true))),
  check(
    'acm-ct-logging',
    onEach(CERTIFICATE, isNot('options.certificate_transparency_logging_preference', 'DISABLED')),
  ),
  check(
    'acm-no-wildcard',
    onEach(CERTIFICATE, (certificate) =>
      [certificate.text('domain_name'), ...certificate.strings('subject_alternative_names')].some((name) =>
        name.startsWith('*'),
      )
        ? 'is for a wildcard'
        : undefined,
    ),
  ),
];
