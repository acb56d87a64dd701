import { everyString } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { absent, all, is, isNot, isSet, onEach, onEachWhere, show, type Judge } from '../judge';
import type { Resource } from '@healthcare-dr/testing';

const LISTENER = 'aws_lb_listener';

const redirectsToHttps = (listener: Resource) => {
  const actions = listener.blocks('default_action');
  return (
    actions.length === 1 &&
    listener.at('default_action.type') === 'redirect' &&
    listener.at('default_action.redirect.protocol') === 'HTTPS'
  );
};

const isEncrypted = (listener: Resource) => ['HTTPS', 'TLS'].includes(listener.text('protocol'));

const isNetwork = (balancer: Resource) =>
  ['network', 'gateway'].includes(balancer.text('load_balancer_type'));
const isApplication = (balancer: Resource) => !isNetwork(balancer);

const logsTo =
  (block: string): Judge =>
  (balancer, model) => {
    if (balancer.at(`${block}.enabled`) !== true)
      return `${block}.enabled is ${show(balancer.at(`${block}.enabled`))}`;
    const buckets = model
      .references(balancer, balancer.at(`${block}.bucket`))
      .filter(({ type }) => type === 'aws_s3_bucket');
    if (buckets.some(({ region }) => region !== balancer.region))
      return `${block}.bucket is in another Region`;
    return isSet(`${block}.bucket`)(balancer, model);
  };

/** An HTTPS listener before it encrypts nothing of the hop to the target. */
const judgeTargetProtocol: Judge = (group) =>
  ['HTTPS', 'TLS'].includes(group.text('protocol')) || group.text('target_type') === 'lambda'
    ? undefined
    : `protocol is ${show(group.at('protocol'))}, so the load balancer sends plain text`;

/** Load balancers, their listeners, and the web ACLs before them. */
export const LOAD_BALANCING_CHECKS: readonly Check[] = [
  check(
    'alb-https-listener',
    onEach(LISTENER, (listener) =>
      isEncrypted(listener) || redirectsToHttps(listener) ? undefined : 'serves without TLS',
    ),
  ),
  check(
    'alb-http-redirect',
    onEachWhere(
      LISTENER,
      (listener) => listener.at('port') === 80 || listener.at('protocol') === 'HTTP',
      all(
        (listener) => (redirectsToHttps(listener) ? undefined : 'does not redirect to HTTPS'),
        is('default_action.redirect.status_code', 'HTTP_301'),
      ),
    ),
  ),
  check(
    'alb-tls12',
    onEachWhere(LISTENER, isEncrypted, (listener) =>
      /^ELBSecurityPolicy-TLS13-1-[23]-(?!Ext)/.test(listener.text('ssl_policy'))
        ? undefined
        : `ssl_policy is ${show(listener.at('ssl_policy'))}, which admits old protocols or ciphers`,
    ),
  ),
  check('alb-acm-cert', onEach(LISTENER, isSet('certificate_arn'))),
  check(
    'alb-access-logs',
    onEachWhere('aws_lb', isApplication, all(logsTo('access_logs'), logsTo('connection_logs'))),
  ),
  check('alb-deletion-protection', onEach('aws_lb', is('enable_deletion_protection', true))),
  check(
    'alb-drop-invalid-headers',
    onEachWhere('aws_lb', isApplication, is('drop_invalid_header_fields', true)),
  ),
  check('alb-desync', onEachWhere('aws_lb', isApplication, isNot('desync_mitigation_mode', 'monitor'))),
  check(
    'alb-waf',
    onEachWhere(
      'aws_lb',
      (balancer) => isApplication(balancer) && balancer.at('internal') !== true,
      (balancer, model) =>
        model.companions(balancer, 'aws_wafv2_web_acl_association', 'resource_arn').length > 0
          ? undefined
          : 'is public and has no web ACL',
    ),
  ),
  check(
    'waf-rules',
    onEach('aws_wafv2_web_acl', (acl) => {
      const names = [...everyString(acl.attributes)].map(({ text }) => text);
      return names.includes('AWSManagedRulesKnownBadInputsRuleSet') ||
        names.some((text) => text.includes('"AWSManagedRulesKnownBadInputsRuleSet"'))
        ? undefined
        : 'does not include AWSManagedRulesKnownBadInputsRuleSet';
    }),
  ),
  check(
    'waf-logging',
    onEach('aws_wafv2_web_acl', (acl, model) =>
      model.companions(acl, 'aws_wafv2_web_acl_logging_configuration', 'resource_arn').length > 0
        ? undefined
        : 'has no logging configuration',
    ),
  ),
  check('alb-internal-unless-declared', onEach('aws_lb', is('internal', true))),
  check(
    'tg-healthcheck',
    onEach('aws_lb_target_group', all(isSet('health_check.path'), isSet('health_check.matcher'))),
  ),
  check('tg-https', onEach('aws_lb_target_group', judgeTargetProtocol)),
  check('lb-cross-zone', onEachWhere('aws_lb', isNetwork, is('enable_cross_zone_load_balancing', true))),
  check('elb-no-classic', absent(['aws_elb'], 'use aws_lb')),
];
