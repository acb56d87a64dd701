import { join } from 'node:path';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  clientConfiguration,
  deliveryRoleArn,
  destroyRoles,
  ensureRoles,
} from '@healthcare-dr/drctl/bootstrap';
import type { RoleOutcome } from '@healthcare-dr/drctl/bootstrap';
import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { readRepository } from '@healthcare-dr/topology/loading';
import { without, type PolicyDocuments } from './documents';
import { policiesElsewhere } from './files';
import { DELIVERY_ROLES, type DeliveryRole } from './implied-actions';

/** The variables that make whoever runs with them a session of a role. */
export type SessionVariables = Readonly<
  Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN', string>
>;

/** What the roles that deliver are made with. */
export interface DeliveryRolesProps {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  /** Absolute path of a folder for policies that are not the committed ones. */
  readonly folder: string;
  /** The variables that lead an administrator to the local AWS. */
  readonly variables: NodeJS.ProcessEnv;
  /** The documents of the role that deploys. */
  readonly documents: PolicyDocuments;
  /** Whether these are not the committed ones. */
  readonly recording: boolean;
}

/** The roles that Terraform runs under, as `npm run bootstrap -- --roles` makes them: policies, boundary and all. */
export class StandingRoles {
  constructor(private readonly props: DeliveryRolesProps) {}

  /** The documents of the role that deploys. */
  get documents(): PolicyDocuments {
    return this.props.documents;
  }

  /** Makes them, or brings them back to what they are. */
  async ensure(): Promise<RoleOutcome[]> {
    const { workspaceRoot, recording, documents } = this.props;
    return recording ? this.#ensureElsewhere(documents) : this.#ensureFrom(workspaceRoot);
  }

  /** Deletes them. */
  destroy(): Promise<RoleOutcome[]> {
    return destroyRoles(this.#options(this.props.workspaceRoot));
  }

  /** Signs in as each. */
  async signIn(): Promise<Readonly<Record<DeliveryRole, SessionVariables>>> {
    const [deploy, plan] = [await this.#signIn('deploy'), await this.#signIn('plan')];
    return { deploy, plan };
  }

  /**
   * Takes one action from the role that deploys for as long as something takes.
   *
   * @throws Error if it has not got it
   */
  async withoutAction<T>(action: string, work: () => Promise<T>): Promise<T> {
    await this.#ensureElsewhere(without(this.props.documents, action));
    try {
      return await work();
    } finally {
      await this.ensure();
    }
  }

  async #ensureElsewhere(documents: PolicyDocuments): Promise<RoleOutcome[]> {
    const elsewhere = join(this.props.folder, 'policies');
    await policiesElsewhere(this.props.workspaceRoot, elsewhere, documents);
    return this.#ensureFrom(elsewhere);
  }

  #ensureFrom(root: string): Promise<RoleOutcome[]> {
    return ensureRoles(this.#options(root));
  }

  #options(root: string) {
    const { workspaceRoot, environment, variables } = this.props;
    return {
      workspaceRoot: root,
      environment,
      repository: readRepository(workspaceRoot),
      // A fork that has no numbers yet can be drilled.
      subject: 'names',
      purposes: DELIVERY_ROLES,
      variables,
    } as const;
  }

  async #signIn(role: DeliveryRole): Promise<SessionVariables> {
    const { environment, variables } = this.props;
    const sts = new STSClient(clientConfiguration(variables, GLOBAL_SERVICES_REGION));
    try {
      const { Credentials: given } = await sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: deliveryRoleArn(environment, role),
          RoleSessionName: 'drill',
          WebIdentityToken: 'what-github-would-sign',
        }),
      );
      return {
        AWS_ACCESS_KEY_ID: given?.AccessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey ?? '',
        AWS_SESSION_TOKEN: given?.SessionToken ?? '',
      };
    } finally {
      sts.destroy();
    }
  }
}
