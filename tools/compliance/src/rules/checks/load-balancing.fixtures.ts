import { type Fixture } from '@healthcare-dr/testing';
import { single, tripwire, type CheckFixture } from '../describe-checks';

const LISTENER = 'aws_lb_listener';
const redirect = (attributes: Record<string, unknown> = {}) => ({
  port: 80,
  protocol: 'HTTP',
  default_action: [
    {
      type: 'redirect',
      redirect: { port: '443', protocol: 'HTTPS', status_code: 'HTTP_301', ...attributes },
    },
  ],
});
const FORWARD = {
  port: 80,
  protocol: 'HTTP',
  default_action: [{ type: 'forward', target_group_arn: 'arn' }],
};
const TLS = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';
const LOGS: Fixture = { aws_s3_bucket: { b: {} } };
const logs = (attributes: Record<string, unknown> = {}) => ({
  access_logs: { enabled: true, bucket: '${aws_s3_bucket.b.bucket}' },
  connection_logs: { enabled: true, bucket: '${aws_s3_bucket.b.bucket}' },
  ...attributes,
});
const balancer = (attributes: Record<string, unknown>, beside: Fixture = LOGS): Fixture => ({
  ...beside,
  aws_lb: { l: attributes },
});
const association: Fixture = {
  aws_wafv2_web_acl_association: { a: { resource_arn: '${aws_lb.l.arn}', web_acl_arn: 'arn' } },
};
const acl = (statement: Record<string, unknown>) => ({ rule: [{ name: 'known', statement }] });
/** What each check must accept and refuse. */
export const LOAD_BALANCING_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'alb-https-listener': {
    good: [{ [LISTENER]: { l: { port: 443, protocol: 'HTTPS' } } }, { [LISTENER]: { l: redirect() } }],
    bad: {
      'HTTP that serves': { [LISTENER]: { l: FORWARD } },
      'a redirect to HTTP': { [LISTENER]: { l: redirect({ protocol: 'HTTP' }) } },
    },
  },
  'alb-http-redirect': single(LISTENER, redirect(), {
    serves: FORWARD,
    temporary: redirect({ status_code: 'HTTP_302' }),
    'HTTP elsewhere': { ...FORWARD, port: 8080 },
  }),
  'alb-tls12': single(
    LISTENER,
    { protocol: 'HTTPS', ssl_policy: TLS },
    {
      'AWS’s default': { protocol: 'HTTPS' },
      old: { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' },
      'weak ciphers': { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06' },
      'TLS 1.0': { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' },
    },
  ),
  'alb-acm-cert': single(LISTENER, { certificate_arn: 'arn' }, { absent: redirect() }),
  'alb-access-logs': {
    good: balancer(logs()),
    bad: {
      absent: balancer({}),
      'access off': balancer(logs({ access_logs: { enabled: false, bucket: 'b' } })),
      'connections off': balancer(logs({ connection_logs: undefined })),
      'no bucket': balancer(logs({ access_logs: { enabled: true } })),
      'another Region’s bucket': balancer(logs(), { aws_s3_bucket: { b: { provider: 'aws.dr' } } }),
    },
  },
  'alb-deletion-protection': single('aws_lb', { enable_deletion_protection: true }, { absent: {} }),
  'alb-drop-invalid-headers': single('aws_lb', { drop_invalid_header_fields: true }, { absent: {} }),
  'alb-desync': single('aws_lb', {}, { monitor: { desync_mitigation_mode: 'monitor' } }),
  'alb-waf': {
    good: balancer({ internal: false }, association),
    bad: {
      none: balancer({}),
      'another’s': { ...balancer({}, association), aws_lb: { l: { internal: true }, m: {} } },
    },
  },
  'waf-rules': single(
    'aws_wafv2_web_acl',
    acl({
      managed_rule_group_statement: { name: 'AWSManagedRulesKnownBadInputsRuleSet', vendor_name: 'AWS' },
    }),
    { none: {}, others: acl({ managed_rule_group_statement: { name: 'AWSManagedRulesCommonRuleSet' } }) },
  ),
  'waf-logging': {
    good: {
      aws_wafv2_web_acl: { w: {} },
      aws_wafv2_web_acl_logging_configuration: { l: { resource_arn: '${aws_wafv2_web_acl.w.arn}' } },
    },
    bad: { none: { aws_wafv2_web_acl: { w: {} } } },
  },
  'alb-internal-unless-declared': single(
    'aws_lb',
    { internal: true },
    { public: { internal: false }, 'not said': {} },
  ),
  'tg-healthcheck': single(
    'aws_lb_target_group',
    { health_check: { path: '/health', matcher: '200' } },
    {
      absent: {},
      'no path': { health_check: { matcher: '200' } },
      'no matcher': { health_check: { path: '/health' } },
    },
  ),
  'tg-https': single(
    'aws_lb_target_group',
    { protocol: 'HTTPS' },
    { 'HTTP, whatever its listener speaks': { protocol: 'HTTP' }, absent: {} },
  ),
  'lb-cross-zone': single(
    'aws_lb',
    { load_balancer_type: 'network', enable_cross_zone_load_balancing: true },
    { off: { load_balancer_type: 'network' } },
  ),
  'elb-no-classic': tripwire('aws_elb'),
};
