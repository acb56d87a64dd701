import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { suppress, type Naming, type Suppression } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import type { PolicyStatement } from './policies';

/** A managed policy of a {@link ServiceRole}. */
export interface ServiceRolePolicy {
  /** What it is for, such as `cluster`: part of its name. */
  readonly what: string;
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
  /**
   * Checks it is excused from.
   * @default - none
   */
  readonly suppressions?: readonly Suppression[];
}

/** What a {@link ServiceRole} is made from. */
export interface ServiceRoleProps {
  readonly naming: Naming;
  /** What the role is called, such as `backup`. */
  readonly what: string;
  readonly description: string;
  readonly policies: readonly ServiceRolePolicy[];
}

/** A role that AWS Backup acts as, with managed policies of our own. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** What must stand before the role can do its work. */
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { naming, what, description, policies } = props;
    const name = naming.name('role', what);
    const role = new IamRole(this, 'role', {
      name,
      description,
      assumeRolePolicy: JSON.stringify(TRUST_POLICY),
      tags: { Name: name },
    });
    this.arn = role.arn;
    this.attachments = policies.map(({ what: part, description: says, statements, suppressions = [] }) => {
      const policyName = naming.name('policy', `${what}-${part}`);
      const policy = new IamPolicy(this, `${part}-policy`, {
        name: policyName,
        description: says,
        policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        tags: { Name: policyName },
      });
      for (const suppression of suppressions) suppress(policy, suppression);
      return new IamRolePolicyAttachment(this, `${part}-attachment`, {
        role: role.name,
        policyArn: policy.arn,
      });
    });
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
