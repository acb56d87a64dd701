import type { JsonObject } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { computeStack, dev, documentOf, only, reference, withService } from './__fixtures__/stacks';

const rulesOf = (stack: ReturnType<typeof computeStack>) =>
  only(stack, 'aws_wafv2_web_acl').attributes['rule'] as (JsonObject & { name: string })[];

describe.each(ROLES)('the web ACL of the %s Region', (role) => {
  const stack = computeStack(dev, role);
  const acl = only(stack, 'aws_wafv2_web_acl');

  it('stands before the load balancer', () => {
    expect(only(stack, 'aws_wafv2_web_acl_association').attributes).toMatchObject({
      resource_arn: reference(only(stack, 'aws_lb'), 'arn'),
      web_acl_arn: reference(acl, 'arn'),
    });
  });

  it('blocks floods, then asks AWS’s rule groups, in an order without ties', () => {
    expect(rulesOf(stack).map(({ name, priority }) => `${String(priority)} ${name}`)).toEqual([
      '0 rate-limit',
      '1 AWSManagedRulesAmazonIpReputationList',
      '2 AWSManagedRulesKnownBadInputsRuleSet',
      '3 AWSManagedRulesCommonRuleSet',
      '4 AWSManagedRulesSQLiRuleSet',
    ]);
    expect(rulesOf(stack)[0]).toMatchObject({
      action: { block: {} },
      statement: {
        rate_based_statement: { limit: 2000, aggregate_key_type: 'IP', evaluation_window_sec: 300 },
      },
    });
    for (const rule of rulesOf(stack).slice(1)) {
      expect(rule).toMatchObject({
        override_action: { none: {} },
        statement: { managed_rule_group_statement: { vendor_name: 'AWS', name: rule.name } },
      });
    }
  });

  it('keeps no sample of a request: samples are shown unredacted', () => {
    const configurations = [acl.attributes, ...rulesOf(stack)].map(
      (block) => block['visibility_config'] as JsonObject,
    );
    expect(new Set(configurations.map(({ sampled_requests_enabled: sampled }) => sampled))).toEqual(
      new Set([false]),
    );
    const metrics = configurations.map(({ metric_name: name }) => name);
    expect(new Set(metrics).size).toBe(metrics.length);
  });

  it('logs without credentials, sessions and query strings', () => {
    const group = stack
      .resources('aws_cloudwatch_log_group')
      .find(({ attributes }) => attributes['name'] === 'aws-waf-logs-healthcare-alb-dev');
    expect(only(stack, 'aws_wafv2_web_acl_logging_configuration').attributes).toMatchObject({
      resource_arn: reference(acl, 'arn'),
      log_destination_configs: [`\${${String(group?.address)}.arn}`],
      redacted_fields: [
        { single_header: { name: 'authorization' } },
        { single_header: { name: 'cookie' } },
        { query_string: {} },
      ],
    });
  });

  it('lets log delivery of this account write to its group alone', () => {
    const policy = only(stack, 'aws_cloudwatch_log_resource_policy');
    const region = dev[role].region;
    expect(documentOf(policy, 'policy_document')).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Resource: `arn:aws:logs:${region}:111111111111:log-group:aws-waf-logs-healthcare-alb-dev:log-stream:*`,
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    });
  });
});

describe('a rule that only counts', () => {
  it('is overridden in the common rule set, and in no other', () => {
    const stack = computeStack(
      withService({ waf: { countedRules: ['SizeRestrictions_BODY'], requestsPerFiveMinutes: 500 } }),
    );
    const overrides = rulesOf(stack).map(({ name, statement }) => [
      name,
      ((statement as JsonObject)['managed_rule_group_statement'] as JsonObject | undefined)?.[
        'rule_action_override'
      ],
    ]);
    expect(overrides.filter(([, override]) => override !== undefined)).toEqual([
      ['AWSManagedRulesCommonRuleSet', [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }]],
    ]);
    expect(rulesOf(stack)[0]).toMatchObject({ statement: { rate_based_statement: { limit: 500 } } });
  });
});
