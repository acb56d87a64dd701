import {
  AddClientIDToOpenIDConnectProviderCommand,
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  NoSuchEntityException,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';

/** A role as IAM keeps it. */
export interface StoredRole {
  readonly arn: string;
  trust: string;
  boundary: string | undefined;
  sessionSeconds: number | undefined;
  attached: string[];
  inline: string[];
}

interface StoredPolicy {
  versions: { id: string; text: string; at: Date }[];
  current: string;
  made: number;
}

/** As much of IAM as bootstrap asks, in memory, with its limits. */
export class FakeIam {
  readonly roles = new Map<string, StoredRole>();
  readonly policies = new Map<string, StoredPolicy>();
  readonly providers = new Map<string, string[]>();
  readonly #mock = mockClient(IAMClient);

  constructor(private readonly accountId: string) {
    this.#answerRoles();
    this.#answerPolicies();
    this.#answerProviders();
  }

  /** The names of the calls that were made. */
  get calls(): string[] {
    return this.#mock.calls().map(({ args: [command] }) => command.constructor.name);
  }

  /** The document of a policy, as it counts now. */
  documentOf(arn: string): string {
    const { versions, current } = found(this.policies, arn);
    return versions.find(({ id }) => id === current)?.text ?? '';
  }

  restore(): void {
    this.#mock.restore();
  }

  #answerRoles(): void {
    const role = (name: string | undefined) => found(this.roles, name ?? '');
    this.#mock
      .on(GetRoleCommand)
      .callsFake(({ RoleName: name }: { RoleName: string }) => ({
        Role: { Arn: role(name).arn, PermissionsBoundary: { PermissionsBoundaryArn: role(name).boundary } },
      }))
      .on(CreateRoleCommand)
      .callsFake((given: CreateRoleCommand['input']) => {
        const arn = `arn:aws:iam::${this.accountId}:role${given.Path}${given.RoleName}`;
        this.roles.set(given.RoleName ?? '', {
          arn,
          trust: given.AssumeRolePolicyDocument ?? '',
          boundary: given.PermissionsBoundary,
          sessionSeconds: given.MaxSessionDuration,
          attached: [],
          inline: [],
        });
        return { Role: { Arn: arn } };
      })
      .on(PutRolePermissionsBoundaryCommand)
      .callsFake((given: PutRolePermissionsBoundaryCommand['input']) => {
        role(given.RoleName).boundary = given.PermissionsBoundary;
      })
      .on(DeleteRolePermissionsBoundaryCommand)
      .callsFake((given: DeleteRolePermissionsBoundaryCommand['input']) => {
        role(given.RoleName).boundary = undefined;
      })
      .on(UpdateAssumeRolePolicyCommand)
      .callsFake((given: UpdateAssumeRolePolicyCommand['input']) => {
        role(given.RoleName).trust = given.PolicyDocument ?? '';
      })
      .on(UpdateRoleCommand)
      .callsFake((given: UpdateRoleCommand['input']) => {
        role(given.RoleName).sessionSeconds = given.MaxSessionDuration;
      })
      .on(TagRoleCommand)
      .resolves({})
      .on(ListAttachedRolePoliciesCommand)
      .callsFake(({ RoleName: name }: { RoleName: string }) => ({
        AttachedPolicies: role(name).attached.map((PolicyArn) => ({ PolicyArn })),
      }))
      .on(AttachRolePolicyCommand)
      .callsFake((given: AttachRolePolicyCommand['input']) => {
        found(this.policies, given.PolicyArn ?? '');
        role(given.RoleName).attached.push(given.PolicyArn ?? '');
      })
      .on(DetachRolePolicyCommand)
      .callsFake((given: DetachRolePolicyCommand['input']) => {
        role(given.RoleName).attached = role(given.RoleName).attached.filter(
          (arn) => arn !== given.PolicyArn,
        );
      })
      .on(ListRolePoliciesCommand)
      .callsFake(({ RoleName: name }: { RoleName: string }) => ({ PolicyNames: role(name).inline }))
      .on(DeleteRolePolicyCommand)
      .callsFake((given: DeleteRolePolicyCommand['input']) => {
        role(given.RoleName).inline = role(given.RoleName).inline.filter((name) => name !== given.PolicyName);
      })
      .on(DeleteRoleCommand)
      .callsFake(({ RoleName: name }: { RoleName: string }) => {
        const { attached, inline } = role(name);
        if (attached.length + inline.length > 0) throw new Error('DeleteConflict');
        this.roles.delete(name);
      });
  }

  #answerPolicies(): void {
    this.#mock
      .on(GetPolicyCommand)
      .callsFake(({ PolicyArn: arn }: { PolicyArn: string }) => ({
        Policy: { DefaultVersionId: found(this.policies, arn).current },
      }))
      .on(GetPolicyVersionCommand)
      .callsFake(({ PolicyArn: arn }: { PolicyArn: string }) => ({
        PolicyVersion: { Document: encodeURIComponent(this.documentOf(arn)) },
      }))
      .on(CreatePolicyCommand)
      .callsFake((given: CreatePolicyCommand['input']) => {
        const first = { id: 'v1', text: given.PolicyDocument ?? '', at: new Date(1) };
        const arn = `arn:aws:iam::${this.accountId}:policy${given.Path}${given.PolicyName}`;
        this.policies.set(arn, { versions: [first], current: 'v1', made: 1 });
      })
      .on(ListPolicyVersionsCommand)
      .callsFake(({ PolicyArn: arn }: { PolicyArn: string }) => ({
        Versions: found(this.policies, arn).versions.map(({ id, at }) => ({
          VersionId: id,
          CreateDate: at,
          IsDefaultVersion: id === found(this.policies, arn).current,
        })),
      }))
      .on(CreatePolicyVersionCommand)
      .callsFake((given: CreatePolicyVersionCommand['input']) => {
        const policy = found(this.policies, given.PolicyArn ?? '');
        if (policy.versions.length >= 5) throw new Error('LimitExceeded');
        policy.made += 1;
        policy.current = `v${policy.made}`;
        policy.versions.push({
          id: policy.current,
          text: given.PolicyDocument ?? '',
          at: new Date(policy.made),
        });
      })
      .on(DeletePolicyVersionCommand)
      .callsFake((given: DeletePolicyVersionCommand['input']) => {
        const policy = found(this.policies, given.PolicyArn ?? '');
        policy.versions = policy.versions.filter(({ id }) => id !== given.VersionId);
      })
      .on(DeletePolicyCommand)
      .callsFake(({ PolicyArn: arn }: { PolicyArn: string }) => {
        const inUse = [...this.roles.values()].some(
          ({ attached, boundary }) => attached.includes(arn) || boundary === arn,
        );
        if (inUse || found(this.policies, arn).versions.length > 1) throw new Error('DeleteConflict');
        this.policies.delete(arn);
      });
  }

  #answerProviders(): void {
    this.#mock
      .on(GetOpenIDConnectProviderCommand)
      .callsFake(({ OpenIDConnectProviderArn: arn }: { OpenIDConnectProviderArn: string }) => ({
        ClientIDList: found(this.providers, arn),
      }))
      .on(CreateOpenIDConnectProviderCommand)
      .callsFake((given: CreateOpenIDConnectProviderCommand['input']) => {
        const arn = `arn:aws:iam::${this.accountId}:oidc-provider/${given.Url?.replace('https://', '')}`;
        this.providers.set(arn, [...(given.ClientIDList ?? [])]);
      })
      .on(AddClientIDToOpenIDConnectProviderCommand)
      .callsFake((given: AddClientIDToOpenIDConnectProviderCommand['input']) => {
        found(this.providers, given.OpenIDConnectProviderArn ?? '').push(given.ClientID ?? '');
      });
  }
}

function found<T>(things: ReadonlyMap<string, T>, key: string): T {
  const thing = things.get(key);
  if (thing !== undefined) return thing;
  throw new NoSuchEntityException({ message: `${key} cannot be found.`, $metadata: {} });
}
