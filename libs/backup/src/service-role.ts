import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { suppress, type Naming } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import type { PolicyStatement } from './policies';

/** What a {@link ServiceRole} is made from. */
export interface ServiceRoleProps {
  readonly naming: Naming;
  /** What the role is called, such as `backup`. */
  readonly what: string;
  readonly description: string;
  /** Reads that AWS binds to no resource, in a policy of their own. */
  readonly look: PolicyStatement;
  /** All else the role may do, every statement bound to its resources. */
  readonly statements: readonly PolicyStatement[];
}

/** A role that AWS Backup acts as, with managed policies of our own. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** What must stand before the role can do its work. */
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { naming, what, description, look, statements } = props;
    const name = naming.name('role', what);
    const role = new IamRole(this, 'role', {
      name,
      description,
      assumeRolePolicy: JSON.stringify(TRUST_POLICY),
      tags: { Name: name },
    });
    const attach = (
      policyId: string,
      suffix: string,
      says: string,
      Statement: readonly PolicyStatement[],
    ) => {
      const policyName = naming.name('policy', `${what}${suffix}`);
      const policy = new IamPolicy(this, policyId, {
        name: policyName,
        description: says,
        policy: JSON.stringify({ Version: '2012-10-17', Statement }),
        tags: { Name: policyName },
      });
      const attachment = new IamRolePolicyAttachment(this, `${policyId}-attachment`, {
        role: role.name,
        policyArn: policy.arn,
      });
      return { policy, attachment };
    };
    const acting = attach('policy', '', description, statements);
    const looking = attach('look-policy', '-look', `${description}: what it reads first`, [look]);
    if ([look.Action].flat().includes('tag:GetResources')) {
      suppress(looking.policy, {
        check: 'iam-no-star-resource',
        reason:
          'AWS binds tag:GetResources to no resource, and it reads tags alone: AWS Backup asks for it to carry the tags of the cluster over to its recovery points.',
        owner: 'storage',
      });
    }
    this.arn = role.arn;
    this.attachments = [acting.attachment, looking.attachment];
  }
}

/**
 * No condition on aws:SourceAccount: AWS does not document that AWS Backup sends it when it takes a role, and a role it cannot
 * take backs up nothing. The role cannot be passed to AWS Backup from another account (iam:PassRole works within one).
 */
const TRUST_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'AwsBackup',
      Effect: 'Allow',
      Principal: { Service: 'backup.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
};
