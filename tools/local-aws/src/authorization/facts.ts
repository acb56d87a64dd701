import {
  parsePolicy,
  type Caller,
  type Inventory,
  type Policy,
  type ResourcePolicies,
} from '@healthcare-dr/aws-models/iam';
import { z } from 'zod';

const policySchema = z.object({ id: z.string(), document: z.string() });

const factsSchema = z.object({
  accountId: z.string(),
  sessions: z.array(
    z.object({
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
      sessionToken: z.string(),
      roleArn: z.string(),
      sessionName: z.string(),
      policy: z.string().nullable(),
      functionArn: z.string().nullable(),
      vpcId: z.string().nullable(),
    }),
  ),
  roles: z.record(
    z.string(),
    z.object({ trust: z.string(), policies: z.array(policySchema), boundary: policySchema.nullable() }),
  ),
  policies: z.record(z.string(), z.string()),
  keys: z.record(z.string(), z.string()),
  aliases: z.record(z.string(), z.array(z.string())),
  secrets: z.record(z.string(), z.string()),
  members: z.record(z.string(), z.array(z.string())),
  endpoints: z.array(
    z.object({
      region: z.string(),
      vpcId: z.string(),
      id: z.string(),
      service: z.string(),
      policy: z.string(),
    }),
  ),
});

/** What stands in the account, of all that decides who may do what: the answer of the extension `authorization_facts`. */
export type AuthorizationFacts = z.infer<typeof factsSchema>;

/** @throws z.ZodError if it is none */
export const parseFacts = (answer: unknown): AuthorizationFacts => factsSchema.parse(answer);

/** A session of a role, with what it was given and where it runs. */
export interface Session {
  readonly caller: Caller;
  readonly roleArn: string;
  readonly accountId: string;
  readonly vpcId: string | undefined;
}

/** Names that endpoints of a VPC have, by the signing name of the service where it is another. */
const ENDPOINT_NAMES: Readonly<Record<string, string>> = { ecr: 'ecr.api' };

/** Policies are compiled once for each text: most of them never change. */
const compiled = new Map<string, Policy>();

function compile(id: string, document: string): Policy {
  const key = `${id}\n${document}`;
  const policy = compiled.get(key) ?? parsePolicy(id, document);
  compiled.set(key, policy);
  return policy;
}

/** The facts of one moment, for a caller in a VPC or in none. */
export class Account implements Inventory, ResourcePolicies {
  constructor(
    private readonly facts: AuthorizationFacts,
    private readonly vpcId: string | undefined = undefined,
  ) {}

  get accountId(): string {
    return this.facts.accountId;
  }

  /** The same account, seen from within a VPC. */
  from(vpcId: string | undefined): Account {
    return new Account(this.facts, vpcId);
  }

  /** Who signs with an access key; `undefined` if nobody does. A role that is gone may do nothing. */
  session(accessKeyId: string): Session | undefined {
    const found = this.facts.sessions.find((session) => session.accessKeyId === accessKeyId);
    if (found === undefined) return undefined;
    const { roleArn, sessionName, functionArn, vpcId, policy } = found;
    const role = this.facts.roles[roleArn];
    const [, , , , accountId = this.accountId] = roleArn.split(':');
    const caller: Caller = {
      principal: { kind: 'role', accountId, roleArn, sessionName },
      identity: (role?.policies ?? []).map(({ id, document }) => compile(id, document)),
      ...(role?.boundary && { permissionsBoundary: compile(role.boundary.id, role.boundary.document) }),
      ...(policy !== null && { session: [compile('the session', policy)] }),
      context: {
        ...(functionArn !== null && { 'lambda:SourceFunctionArn': functionArn }),
        ...(vpcId !== null && { 'aws:SourceVpc': vpcId }),
      },
    };
    return { caller, roleArn, accountId, vpcId: vpcId ?? undefined };
  }

  /** What a session signs with; `undefined` if there is none of this key and token. */
  secretOf(accessKeyId: string, sessionToken: string | undefined): string | undefined {
    return this.facts.sessions.find(
      (session) => session.accessKeyId === accessKeyId && session.sessionToken === sessionToken,
    )?.secretAccessKey;
  }

  /** A service that acts in a role, under a name of its own; `undefined` if there is no such role. */
  inRole(roleArn: string, sessionName: string): Caller | undefined {
    const role = this.facts.roles[roleArn];
    if (role === undefined) return undefined;
    const [, , , , accountId = this.accountId] = roleArn.split(':');
    return {
      principal: { kind: 'role', accountId, roleArn, sessionName },
      identity: role.policies.map(({ id, document }) => compile(id, document)),
      ...(role.boundary && { permissionsBoundary: compile(role.boundary.id, role.boundary.document) }),
      context: {},
    };
  }

  /** Who may take a role; `undefined` if there is no such role. */
  trustOf(roleArn: string): Policy | undefined {
    const role = this.facts.roles[roleArn];
    return role && compile(roleArn, role.trust);
  }

  keyOf(resourceArn: string): string | undefined {
    return this.facts.keys[resourceArn];
  }

  keyArn(region: string, reference: string): string | undefined {
    const name = reference
      .split(':')
      .at(-1)
      ?.replace(/^key\//, '');
    return Object.entries(this.facts.aliases).find(
      ([arn, aliases]) =>
        arn === reference ||
        (arn.split(':')[3] === region &&
          name !== undefined &&
          (arn.endsWith(`/${name}`) || aliases.includes(name))),
    )?.[0];
  }

  aliasesOf(keyArn: string): readonly string[] {
    return this.facts.aliases[keyArn] ?? [];
  }

  secretArn(region: string, name: string): string | undefined {
    return this.facts.secrets[`${region} ${name}`];
  }

  membersOf(globalClusterArn: string): readonly string[] {
    return this.facts.members[globalClusterArn] ?? [];
  }

  policyOf(resourceArn: string): Policy | undefined {
    if (resourceArn.startsWith('arn:aws:iam:')) return this.trustOf(resourceArn);
    // What is in a bucket is under the bucket's policy.
    const [holder = resourceArn] = resourceArn.startsWith('arn:aws:s3:::')
      ? resourceArn.split('/')
      : [resourceArn];
    const document = this.facts.policies[holder];
    return document === undefined ? undefined : compile(holder, document);
  }

  endpointPolicy(region: string, service: string): Policy | undefined {
    const name = ENDPOINT_NAMES[service] ?? service;
    const endpoint = this.facts.endpoints.find(
      (candidate) =>
        candidate.vpcId === this.vpcId && candidate.region === region && candidate.service === name,
    );
    return endpoint && compile(endpoint.id, endpoint.policy);
  }
}
