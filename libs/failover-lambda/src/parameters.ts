import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { Policy } from '@healthcare-dr/failover-controller';
import { policyOf } from '@healthcare-dr/failover-lambda/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/** Props of {@link Parameters}. */
export interface ParametersProps {
  readonly policyParameter: string;
  readonly holdParameter: string;
}

/** What the hold switch says until an operator says otherwise. */
const NOT_HELD = { held: false, reason: '' };

/** The controller's policy, which Terraform keeps as configured, and its hold switch, which belongs to the operators. */
export class Parameters extends Construct {
  constructor(scope: Construct, id: string, props: ParametersProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const policy = new SsmParameter(this, 'policy', {
      name: props.policyParameter,
      description:
        'What the failover controller may do, and when; durations in milliseconds. Changed by Terraform.',
      type: 'String',
      // Not `value`, which Terraform marks sensitive: a change of the policy is there to be read in a plan.
      insecureValue: JSON.stringify(policyOf(stack.environment.failover) satisfies Policy),
    });
    const hold = new SsmParameter(this, 'hold', {
      name: props.holdParameter,
      description:
        'While held is true, the failover controller changes nothing. Changed by operators, by drctl hold.',
      type: 'String',
      insecureValue: JSON.stringify(NOT_HELD),
      // A deployment in the middle of an outage must not resume what somebody holds.
      lifecycle: { ignoreChanges: ['insecure_value', 'value'] },
    });
    for (const parameter of [policy, hold]) {
      suppress(parameter, {
        check: 'ssm-param-encrypted',
        reason:
          'It holds thresholds and a switch, nothing secret; a key would be one more thing that a failover needs to work.',
        owner: 'resilience',
      });
    }
  }
}
