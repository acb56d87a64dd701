import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { suppress, type Suppression } from '@healthcare-dr/platform';
import { addRole, addRolePolicy, type Trust } from '@healthcare-dr/platform/service-role';
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

/** Props of {@link ServiceRole}. */
export interface ServiceRoleProps {
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
    const { what, description, policies } = props;
    const role = addRole(this, 'role', { what, description, trust: TRUST });
    this.arn = role.arn;
    this.attachments = policies.map(({ what: part, description: says, statements, suppressions = [] }) => {
      const { policy, attachment } = addRolePolicy(
        this,
        { policy: `${part}-policy`, attachment: `${part}-attachment` },
        role,
        { what: `${what}-${part}`, description: says, statements },
      );
      for (const suppression of suppressions) suppress(policy, suppression);
      return attachment;
    });
  }
}

/**
 * No condition on aws:SourceAccount: AWS does not document that AWS Backup sends it when it takes a role, and a role it cannot
 * take backs up nothing. The role cannot be passed to AWS Backup from another account (iam:PassRole works within one).
 */
const TRUST: Trust = { sid: 'AwsBackup', service: 'backup.amazonaws.com' };
