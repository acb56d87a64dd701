import { expectResource } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES, type Role } from '@healthcare-dr/topology';
import { computeStack, dev, only, reference } from './__fixtures__/stacks';

describe('the certificate of the primary Region', () => {
  const stack = computeStack(dev, 'primary');
  const certificate = only(stack, 'aws_acm_certificate');
  const records = stack.resources('aws_route53_record');
  const names = [
    'app.dev.healthcare.example',
    'eu-west-2.app.dev.healthcare.example',
    'eu-west-1.app.dev.healthcare.example',
  ];

  it('is for the name of the service, and names both Regions so that their records can be written', () => {
    expect(certificate.attributes).toMatchObject({
      domain_name: names[0],
      subject_alternative_names: names.slice(1),
      validation_method: 'DNS',
      options: { certificate_transparency_logging_preference: 'ENABLED' },
      lifecycle: { create_before_destroy: true },
    });
  });

  it('is validated by one record for each name, in the zone that is given', () => {
    const zone = stack.dataSources('aws_route53_zone');
    expect(zone.map(({ attributes }) => attributes['name'])).toEqual(['dev.healthcare.example']);
    expect(records).toHaveLength(names.length);
    for (const [index, { attributes }] of records.entries()) {
      const of = (attribute: string) =>
        `\${one([for option in ${certificate.address}.domain_validation_options : option.${attribute} if option.domain_name == "${names[index]}"])}`;
      expect(attributes).toMatchObject({
        zone_id: reference(zone[0] ?? certificate, 'zone_id'),
        name: of('resource_record_name'),
        type: of('resource_record_type'),
        records: [of('resource_record_value')],
        allow_overwrite: true,
      });
    }
  });

  it('is waited for, by the records', () => {
    expect(only(stack, 'aws_acm_certificate_validation').attributes).toEqual(
      expect.objectContaining({
        certificate_arn: reference(certificate, 'arn'),
        validation_record_fqdns: records.map((record) => reference(record, 'fqdn')),
        timeouts: { create: '15m' },
      }),
    );
  });
});

describe('the certificate of the dr Region', () => {
  const stack = computeStack(dev, 'dr');

  it('is for the name of the service and its own, and knows no other Region', () => {
    expect(only(stack, 'aws_acm_certificate').attributes).toMatchObject({
      domain_name: 'app.dev.healthcare.example',
      subject_alternative_names: ['eu-west-1.app.dev.healthcare.example'],
    });
  });

  it('is waited for without a call to Route 53, whose control plane may be lost with the primary', () => {
    const { attributes } = only(stack, 'aws_acm_certificate_validation');
    expect(attributes).not.toHaveProperty('validation_record_fqdns');
    expect(stack.text).not.toContain('aws_route53');
  });
});

describe('a certificate whose names are in a zone of another account', () => {
  const environment = parseEnvironment({
    ...dev,
    dns: {
      ...dev.dns,
      hostedZoneRoleArn: 'arn:aws:iam::999999999999:role/hosted-zone',
      queryLogging: { enabled: false, optOutReason: 'The network team logs its zones.' },
    },
  });

  it('is validated by records that are written by the role, and by nothing else that is', () => {
    const stack = computeStack(environment);
    const byRole = [...stack.allResources, ...stack.allDataSources].filter(
      ({ attributes }) => attributes['provider'] === 'aws.hosted_zone',
    );
    expect(byRole.map(({ type }) => type).sort()).toEqual([
      ...stack.resources('aws_route53_record').map(({ type }) => type),
      'aws_route53_zone',
    ]);
    expect(stack.providers()[1]).toMatchObject({
      alias: 'hosted_zone',
      allowed_account_ids: ['999999999999'],
      assume_role: [{ role_arn: environment.dns.hostedZoneRoleArn }],
    });
  });

  it('asks nothing of that account in the dr Region', () => {
    expect(computeStack(environment, 'dr').text).not.toContain('999999999999');
  });
});

describe('no certificate', () => {
  it.each(ROLES)('is for a wildcard: %s', (role: Role) => {
    expect(computeStack(dev, role).text).not.toContain('*.app');
  });
});

describe('a certificate that is given', () => {
  const arn = (region: string) =>
    `arn:aws:acm:${region}:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000`;
  const environment = parseEnvironment({
    ...dev,
    primary: { ...dev.primary, certificateArn: arn('eu-west-2') },
    dr: { ...dev.dr, certificateArn: arn('eu-west-1') },
  });

  it.each(ROLES)('is used as it is in %s, and nothing is issued', (role) => {
    const stack = computeStack(environment, role);
    expectResource(stack, 'aws_lb_listener', { port: 443, certificate_arn: arn(dev[role].region) });
    expect(stack.text).not.toMatch(/aws_route53|aws_acm_certificate/);
  });
});

describe('its expiry', () => {
  it.each(ROLES)('is announced to the people of %s while there is time', (role) => {
    const stack = computeStack(dev, role);
    const topic = `arn:aws:sns:${dev[role].region}:111111111111:healthcare-notifications-dev`;
    expect(only(stack, 'aws_cloudwatch_metric_alarm').attributes).toMatchObject({
      namespace: 'AWS/CertificateManager',
      metric_name: 'DaysToExpiry',
      statistic: 'Minimum',
      comparison_operator: 'LessThanThreshold',
      threshold: 45,
      dimensions: {
        CertificateArn: reference(only(stack, 'aws_acm_certificate_validation'), 'certificate_arn'),
      },
      alarm_actions: [topic],
      insufficient_data_actions: [topic],
    });
  });
});
