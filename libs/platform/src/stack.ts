import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, S3Backend, TerraformStack, type TerraformProvider } from 'cdktf';
import {
  isEphemeral,
  peerOf,
  ROLES,
  topologyOf,
  type Environment,
  type RegionTopology,
  type Role,
} from '@healthcare-dr/topology';
import type { Construct, IConstruct } from 'constructs';
import type { Contract, ContractKeys, ContractValues } from './contract';
import { ValidationError } from './errors';
import { namingOf, stateBackend, watchNamingOf, type Naming } from './naming';
import { addProvider, GLOBAL_SERVICES_REGION } from './providers';
import type { PropsFor, RoleProps } from './role-props';
import { suppress } from './suppression';
import { limitWaits } from './timeouts';

/** The Terraform (and OpenTofu) versions the stacks need: native S3 locking came with 1.10, write-only arguments with 1.11. */
export const REQUIRED_TERRAFORM_VERSION = '>= 1.11';

/** Props of a {@link TierStack}. */
export interface TierStackProps<R extends Role = Role> {
  readonly environment: Environment;
  readonly role: R;
  readonly tier: string;
  /** The contracts the stack may read in its own Region. */
  readonly reads: readonly Contract[];
  /** The contracts it may read in the dr Region: for a primary stack only, a dr stack never needs the other side. */
  readonly readsDr: readonly Contract[];
}

/**
 * One tier in one Region: a Terraform root with its own state, kept in the Region it describes.
 *
 * The type carries the role, so that a tier's construct takes the props of that role: see {@link PropsFor}.
 *
 * @see docs/adr/0001-deployable-unit.md
 */
export class TierStack<R extends Role = Role> extends TerraformStack {
  readonly environment: Environment;
  readonly role: R;
  readonly tier: string;
  /** Where this stack stands and how it is addressed. */
  readonly topology: RegionTopology;
  readonly naming: Naming;
  /** Whether everything here may be destroyed, data included. */
  readonly ephemeral: boolean;

  readonly #props: TierStackProps<R>;
  readonly #provider: AwsProvider;
  #drProvider: AwsProvider | undefined;
  #globalProvider: AwsProvider | undefined;
  #watchProvider: AwsProvider | undefined;
  #hostedZoneProvider: AwsProvider | undefined;

  /**
   * The stack a construct stands in.
   *
   * @throws ValidationError if none of its scopes is a TierStack
   */
  static override of(construct: IConstruct): TierStack {
    const stack = construct.node.scopes.findLast((scope) => scope instanceof TierStack);
    if (stack !== undefined) return stack;
    throw new ValidationError(
      {
        problem: 'It stands in no TierStack.',
        allowed: 'a TierStack among its scopes: names, tags, Region and environment come from there',
        fix: 'make it in the build of a defineStack, as apps/<role>/<tier>/stack.ts do.',
      },
      construct,
    );
  }

  constructor(scope: Construct, id: string, props: TierStackProps<R>) {
    const { environment, role, tier } = props;
    super(scope, id);
    this.#props = props;
    this.environment = environment;
    this.role = role;
    this.tier = tier;
    this.topology = topologyOf(environment, role);
    this.ephemeral = isEphemeral(environment);
    this.naming = this.namingFor(role);
    if (role === 'dr' && props.readsDr.length > 0) {
      throw new ValidationError(
        {
          problem: `The dr stack of '${tier}' declares readsDr.`,
          allowed: 'readsDr in a primary stack; in a dr stack its own Region is the dr Region',
          fix: 'move these contracts to reads.',
        },
        this,
      );
    }
    this.#provider = addProvider(this);
    this.#addBackend();
  }

  /** The provider of the dr Region, for what a primary stack creates there to join the two sides. */
  get drProvider(): TerraformProvider {
    this.#refuseInDr();
    this.#drProvider ??= addProvider(this, 'dr');
    return this.#drProvider;
  }

  /**
   * The provider of {@link GLOBAL_SERVICES_REGION}, for what a service without Regions takes from there alone. In a stack that
   * stands in that Region it is the stack's own.
   *
   * @throws ValidationError in a dr stack
   */
  get globalProvider(): TerraformProvider {
    this.#refuseInDr();
    if (this.topology.region === GLOBAL_SERVICES_REGION) return this.#provider;
    this.#globalProvider ??= addProvider(this, 'global');
    return this.#globalProvider;
  }

  /**
   * The provider of the watch Region, which is no Region of the pair: for what watches both from outside.
   *
   * @throws ValidationError in a dr stack
   */
  get watchProvider(): TerraformProvider {
    this.#refuseInDr();
    this.#watchProvider ??= addProvider(this, 'watch');
    return this.#watchProvider;
  }

  /**
   * The provider of a hosted zone in another account, by the role that the environment names: for its records and its look-up, and for
   * nothing else. `undefined`, which stands for the stack's own, where the zone is in the environment's account.
   *
   * @throws ValidationError in a dr stack
   */
  get hostedZoneProvider(): TerraformProvider | undefined {
    this.#refuseInDr();
    if (this.environment.dns.hostedZoneRoleArn === undefined) return undefined;
    this.#hostedZoneProvider ??= addProvider(this, 'hosted_zone');
    return this.#hostedZoneProvider;
  }

  /** Names for the watch Region. */
  get watchNaming(): Naming {
    return watchNamingOf(this.environment);
  }

  #refuseInDr(): void {
    if (this.role !== 'dr') return;
    throw new ValidationError(
      {
        problem: 'A dr stack asked for a provider in another Region.',
        allowed:
          'only primary stacks reach into another Region: the dr side must work while the primary is gone',
        fix: 'create this resource in the primary stack, or in this stack with its own provider.',
      },
      this,
    );
  }

  /** Called by cdktf before anything is written: what holds of every resource is said here, once. */
  override prepareStack(): void {
    super.prepareStack();
    limitWaits(this, this.environment.timeouts);
  }

  /**
   * The props of a tier's construct together with the role of this stack, which tells the arms of `Props` apart:
   *
   * @example
   * const props = scope.withRole<DnsProps>(given);
   * if (props.role === 'primary') new Records(this, 'records', { loadBalancers: props.loadBalancers });
   */
  withRole<Props extends RoleProps>(props: PropsFor<R, Props>): Props {
    // The one place where the compiler is told what it cannot follow: PropsFor<R, Props> is the arm of R without its role.
    return { ...(props as object), role: this.role } as Props;
  }

  /** Names for the given side; this stack's own are {@link naming}. */
  namingFor(role: Role): Naming {
    return namingOf(this.environment, role);
  }

  /** Publishes every key of this tier's contract in this Region. */
  publish<Keys extends ContractKeys>(contract: Contract<Keys>, values: ContractValues<Keys>): void {
    this.#publishIn(this.role, contract, values);
  }

  /**
   * Publishes every key of a contract of the pair in both Regions, each with the values that are true there.
   *
   * @throws ValidationError in a dr stack
   */
  publishPair<Keys extends ContractKeys>(
    contract: Contract<Keys>,
    values: Readonly<Record<Role, ContractValues<Keys>>>,
  ): void {
    for (const role of ROLES) this.#publishIn(role, contract, values[role]);
  }

  #publishIn<Keys extends ContractKeys>(
    role: Role,
    contract: Contract<Keys>,
    values: ContractValues<Keys>,
  ): void {
    const own = role === this.role;
    for (const key of Object.keys(contract.keys)) {
      const value = values[key] as string | string[];
      const parameter = new SsmParameter(this, own ? `contract-${key}` : `contract-${role}-${key}`, {
        ...(own ? {} : { provider: this.drProvider }),
        name: this.namingFor(role).parameter(contract.tier, key),
        description: `Contract of the ${contract.tier} tier: ${key}`,
        type: contract.keys[key] === 'list' ? 'StringList' : 'String',
        // Not `value`, which Terraform marks sensitive: an id in a plan is there to be read.
        insecureValue: typeof value === 'string' ? value : Fn.join(',', value),
      });
      suppress(parameter, {
        check: 'ssm-param-encrypted',
        reason:
          'A contract holds ids and ARNs, nothing secret, and readers in other tiers need no key to read it.',
        owner: 'platform',
      });
    }
  }

  /**
   * The values another tier published in this stack's Region. A key costs a data source only once it is used.
   *
   * @throws ValidationError if the stack does not declare that it reads this contract
   */
  read<Keys extends ContractKeys>(contract: Contract<Keys>): ContractValues<Keys> {
    this.#assertDeclared(contract, this.#props.reads, 'reads');
    return this.#reader(contract, this.role);
  }

  /**
   * The values a tier published in the dr Region, for a primary stack.
   *
   * @throws ValidationError if the stack does not declare that it reads this contract there
   */
  readDr<Keys extends ContractKeys>(contract: Contract<Keys>): ContractValues<Keys> {
    this.#assertDeclared(contract, this.#props.readsDr, 'readsDr');
    return this.#reader(contract, peerOf(this.role));
  }

  #assertDeclared(contract: Contract, declared: readonly Contract[], field: 'reads' | 'readsDr'): void {
    if (declared.includes(contract)) return;
    const names = declared.map(({ tier }) => tier).join(', ');
    throw new ValidationError(
      {
        problem: `The contract of '${contract.tier}' is read but not declared in ${field}.`,
        allowed: names === '' ? `nothing: ${field} is empty` : names,
        fix: `add it to ${field} in apps/${this.role}/${this.tier}/stack.ts, from which the order of deployment is inferred.`,
      },
      this,
    );
  }

  #reader<Keys extends ContractKeys>(contract: Contract<Keys>, from: Role): ContractValues<Keys> {
    const parameter = (key: string) => {
      const id = `${from === this.role ? 'contract' : `contract-${from}`}-${contract.tier}-${key}`;
      return (
        (this.node.tryFindChild(id) as DataAwsSsmParameter | undefined) ??
        new DataAwsSsmParameter(this, id, {
          name: this.namingFor(from).parameter(contract.tier, key),
          ...(from === this.role ? {} : { provider: this.drProvider }),
        })
      );
    };
    const values = {};
    for (const [key, kind] of Object.entries(contract.keys)) {
      // `value` is marked sensitive and would hide every plan that uses it; `insecure_value` is the same String in the clear.
      const get = () => {
        const text = parameter(key).insecureValue;
        return kind === 'list' ? Fn.split(',', text) : text;
      };
      Object.defineProperty(values, key, { enumerable: true, get });
    }
    return values as ContractValues<Keys>;
  }

  #addBackend(): void {
    const { region } = this.topology;
    const { suffix, accountId } = this.environment;
    const { bucket, keyAlias } = stateBackend({ suffix, accountId, region });
    new S3Backend(this, {
      bucket,
      key: `${this.role}-${this.tier}.tfstate`,
      region,
      encrypt: true,
      kmsKeyId: this.naming.arn('kms', keyAlias),
    });
    this.addOverride('terraform.backend.s3.use_lockfile', true);
    this.addOverride('terraform.backend.s3.allowed_account_ids', [accountId]);
    this.addOverride('terraform.required_version', REQUIRED_TERRAFORM_VERSION);
  }
}
