import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { describeAlarm, notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { TierStack } from '@healthcare-dr/platform';
import { peerOf, serviceNames } from '@healthcare-dr/topology';
import { Construct } from 'constructs';

/** When an expiry is announced, in days: ACM renews 60 days before it, so at 45 two weeks of attempts have failed. */
const EXPIRY_ALARM_DAYS = 45;

const DAY_SECONDS = 86_400;

/**
 * The certificate of the Region's load balancer: the given one, or one that is issued for the name of the service and the
 * Region's own.
 *
 * The record that validates a name is the same for every Region of an account, so the primary side writes the
 * records, of the dr side's name too, and the dr side calls nothing but the ACM of its own Region:
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class Certificate extends Construct {
  /** The ARN, once the certificate is issued. */
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    this.arn = stack.topology.certificateArn ?? this.#issue(stack);
    this.#watchExpiry(stack);
  }

  #issue(stack: TierStack): string {
    const { role, environment } = stack;
    const { service, regional } = serviceNames(environment);
    const alternatives = role === 'primary' ? [regional.primary, regional[peerOf(role)]] : [regional.dr];
    const certificate = new AcmCertificate(this, 'certificate', {
      domainName: service,
      subjectAlternativeNames: alternatives,
      validationMethod: 'DNS',
      options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      tags: { Name: stack.naming.name('resource', 'service') },
      lifecycle: { createBeforeDestroy: true },
    });
    const records =
      role === 'primary' ? this.#addRecords(stack, certificate, [service, ...alternatives]) : undefined;
    return new AcmCertificateValidation(this, 'validation', {
      certificateArn: certificate.arn,
      ...(records === undefined ? {} : { validationRecordFqdns: records.map(({ fqdn }) => fqdn) }),
    }).certificateArn;
  }

  #addRecords(stack: TierStack, certificate: AcmCertificate, names: readonly string[]): Route53Record[] {
    const { domainName, hostedZoneId } = stack.environment.dns;
    const provider = stack.hostedZoneProvider;
    const zoneId =
      hostedZoneId ??
      new DataAwsRoute53Zone(this, 'zone', { provider, name: domainName, privateZone: false }).zoneId;
    const options = `${certificate.terraformResourceType}.${certificate.friendlyUniqueId}.domain_validation_options`;
    return names.map((name, index) => {
      // The options are a set, in no order.
      const option = (attribute: string) =>
        `\${one([for option in ${options} : option.${attribute} if option.domain_name == "${name}"])}`;
      return new Route53Record(this, `validation-${index + 1}`, {
        provider,
        zoneId,
        name: option('resource_record_name'),
        type: option('resource_record_type'),
        records: [option('resource_record_value')],
        ttl: 300,
        // An earlier certificate for the same name, in whatever Region, was validated by the same record.
        allowOverwrite: true,
      });
    });
  }

  #watchExpiry(stack: TierStack): void {
    const topic = notificationTopicArn(stack.naming);
    new CloudwatchMetricAlarm(this, 'expiry', {
      alarmName: stack.naming.name('resource', 'certificate-expiry'),
      alarmDescription: describeAlarm(
        'ticket',
        `The certificate of the load balancer in ${stack.topology.region} expires within ${EXPIRY_ALARM_DAYS} days, so ACM could not renew it.`,
        'libs/compute/README.md#certificates',
      ),
      namespace: 'AWS/CertificateManager',
      metricName: 'DaysToExpiry',
      dimensions: { CertificateArn: this.arn },
      statistic: 'Minimum',
      period: DAY_SECONDS,
      evaluationPeriods: 1,
      comparisonOperator: 'LessThanThreshold',
      threshold: EXPIRY_ALARM_DAYS,
      treatMissingData: 'missing',
      alarmActions: [topic],
      okActions: [topic],
      insufficientDataActions: [topic],
      tags: { Name: stack.naming.name('resource', 'certificate-expiry') },
    });
  }
}
