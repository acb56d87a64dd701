import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { TierStack, type Naming } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { wafLogGroupName } from './log-groups';

/** AWS's own rule groups, in the order they are asked: the cheapest refusal first. */
const MANAGED_RULE_GROUPS = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesSQLiRuleSet',
] as const;

/** Headers that carry credentials or sessions. */
const REDACTED_HEADERS = ['authorization', 'cookie'] as const;

/** Props of {@link WebAcl}. */
export interface WebAclProps {
  readonly waf: Environment['service']['waf'];
  readonly loadBalancerArn: string;
  readonly logGroupArn: string;
}

/** What AWS WAF refuses before it reaches the load balancer's targets, and the record of what it saw. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { naming, environment } = TierStack.of(this);
    const { waf, loadBalancerArn, logGroupArn } = props;
    const name = naming.name('resource', 'alb');
    const acl = new Wafv2WebAcl(this, 'acl', {
      name,
      description: 'What the load balancer is spared',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: [
        rateRule(naming, waf.requestsPerFiveMinutes),
        ...MANAGED_RULE_GROUPS.map(managedRule(naming, waf)),
      ],
      visibilityConfig: visibility(name),
      tags: { Name: name },
    });
    new Wafv2WebAclAssociation(this, 'association', {
      resourceArn: loadBalancerArn,
      webAclArn: acl.arn,
    });

    // AWS WAF would write one by itself, which nothing would ever take away.
    const policy = new CloudwatchLogResourcePolicy(this, 'log-policy', {
      policyName: naming.name('resource', 'waf-logs'),
      policyDocument: JSON.stringify(deliveryPolicy(naming, environment.accountId)),
    });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [logGroupArn],
      // Query strings may name a patient.
      redactedFields: [
        ...REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
        { queryString: {} },
      ],
      dependsOn: [policy],
    });
  }
}

const visibility = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  // Samples show whole requests in the console, redacted or not.
  sampledRequestsEnabled: false,
});

const rateRule = (naming: Naming, limit: number) => ({
  name: 'rate-limit',
  priority: 0,
  action: { block: {} },
  statement: { rate_based_statement: { limit, aggregate_key_type: 'IP', evaluation_window_sec: 300 } },
  visibilityConfig: visibility(naming.name('resource', 'rate-limit')),
});

const managedRule =
  (naming: Naming, { countedRules }: WebAclProps['waf']) =>
  (group: (typeof MANAGED_RULE_GROUPS)[number], index: number) => ({
    name: group,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name: group,
        ...(group === 'AWSManagedRulesCommonRuleSet' && countedRules.length > 0
          ? { rule_action_override: countedRules.map((name) => ({ name, action_to_use: { count: {} } })) }
          : {}),
      },
    },
    visibilityConfig: visibility(naming.name('resource', kebab(group))),
  });

/** `AWSManagedRulesSQLiRuleSet` as `sqli-rule-set`. */
const kebab = (group: string) =>
  group
    .replace('AWSManagedRules', '')
    .replace('SQLi', 'Sqli')
    .replaceAll(/(?<!^)([A-Z])/g, '-$1')
    .toLowerCase();

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html */
const deliveryPolicy = (naming: Naming, accountId: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DeliverWafLogs',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: naming.arn('logs', `log-group:${wafLogGroupName(naming)}:log-stream:*`),
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': naming.arn('logs', '*') },
      },
    },
  ],
});
