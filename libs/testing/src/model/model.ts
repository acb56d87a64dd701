import { PARAMETER_ROOT } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { blocksOf, everyString, isObject, stringsOf, type Json, type JsonObject } from '../json';
import type { Block, SynthesizedStack } from '../synthesized-stack';
import { noteRead, searching } from './reading';

/** A resource or data source in its stack. */
export class Resource {
  readonly address: string;
  readonly type: string;
  /** The Region of the provider that makes it. */
  readonly region: string | undefined;

  constructor(
    readonly block: Block,
    readonly stack: SynthesizedStack,
  ) {
    this.address = block.address;
    this.type = block.type;
    this.region = stack.regionOf(block);
  }

  /** All that was set. A rule that wants one attribute asks {@link at}, so that its evidence is that one. */
  get attributes(): JsonObject {
    noteRead({ resource: this, path: '*', value: this.block.attributes });
    return this.block.attributes;
  }

  /** The attribute at a path through nested blocks, such as `lifecycle.prevent_destroy`; of repeated blocks, the first. */
  at(path: string): Json | undefined {
    let value: Json | undefined = this.block.attributes;
    for (const key of path.split('.')) {
      const here: Json | undefined = Array.isArray(value) ? (value as readonly Json[])[0] : value;
      value = isObject(here) ? here[key] : undefined;
    }
    noteRead({ resource: this, path, value });
    return value;
  }

  /** The nested blocks at a path. */
  blocks(path: string): JsonObject[] {
    return blocksOf(this.at(path));
  }

  /** The strings at a path. */
  strings(path: string): string[] {
    return stringsOf(this.at(path));
  }

  /** The text at a path; empty if there is none. */
  text(path: string): string {
    const value = this.at(path);
    return typeof value === 'string' ? value : '';
  }
}

const EXPRESSION = /\$\{[^}]*\}/g;
const REFERENCE = /(?:data\.)?\baws_[a-z0-9_]+\.[A-Za-z0-9_-]+/g;

/**
 * All stacks of one environment as one graph: what a stack publishes through a contract and another reads is one edge, so a
 * control can follow a key from the log group that uses it to the tier that made it.
 */
export class EnvironmentModel {
  /** Every resource of every stack. */
  readonly resources: readonly Resource[];
  readonly #byAddress = new Map<SynthesizedStack, Map<string, Resource>>();
  readonly #published = new Map<string, Resource>();
  #referrers: Map<Resource, Set<Resource>> | undefined;

  constructor(
    readonly environment: Environment,
    readonly stacks: readonly SynthesizedStack[],
  ) {
    this.resources = stacks.flatMap((stack) => stack.allResources.map((block) => this.#index(stack, block)));
    for (const stack of stacks) stack.allDataSources.forEach((block) => this.#index(stack, block));
    for (const resource of this.ofType('aws_ssm_parameter')) {
      if (resource.text('name').startsWith(PARAMETER_ROOT))
        this.#published.set(parameterId(resource), resource);
    }
  }

  /** The resources of these types, over all stacks. */
  ofType(...types: string[]): Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resource or data source at an address of a stack. */
  find(stack: string, address: string): Resource | undefined {
    for (const [{ name }, blocks] of this.#byAddress) if (name === stack) return blocks.get(address);
    return undefined;
  }

  /** What the expressions in `value` refer to, followed through contracts into the stack that publishes. */
  references(from: Resource, value: Json | undefined): Resource[] {
    const found = searching(() => this.#targetsOf(from, value));
    found.forEach((resource) => noteRead({ resource }));
    return [...found];
  }

  #targetsOf(from: Resource, value: Json | undefined): Set<Resource> {
    const found = new Set<Resource>();
    for (const { text } of everyString(value)) {
      for (const expression of text.match(EXPRESSION) ?? []) {
        for (const address of expression.match(REFERENCE) ?? []) {
          const target = this.#byAddress.get(from.stack)?.get(address);
          if (target !== undefined) this.#follow(target).forEach((end) => found.add(end));
        }
      }
    }
    return found;
  }

  /** Whether `value`, an attribute of `from`, refers to `target`. */
  refersTo(from: Resource, value: Json | undefined, target: Resource): boolean {
    return this.references(from, value).includes(target);
  }

  /** The resources with an attribute that refers to `target`, in whatever stack. */
  referrersOf(target: Resource): Resource[] {
    this.#referrers ??= searching(() => this.#findReferrers());
    const found = [...(this.#referrers.get(target) ?? [])];
    found.forEach((resource) => noteRead({ resource }));
    return found;
  }

  /**
   * The resources of `type` whose attribute means `target`, such as the versioning of a bucket: by reference, or by the name
   * that `nameAttribute` of the target holds, since names of our own are computed and not looked up.
   */
  companions(target: Resource, type: string, attribute: string, nameAttribute?: string): Resource[] {
    const found = searching(() => {
      const name = nameAttribute === undefined ? '' : target.text(nameAttribute);
      return this.ofType(type).filter(
        (resource) =>
          (name !== '' && resource.text(attribute) === name && resource.region === target.region) ||
          this.refersTo(resource, resource.at(attribute), target),
      );
    });
    found.forEach((resource) => noteRead({ resource, path: attribute, value: resource.at(attribute) }));
    return found;
  }

  /** The data sources of a type, over all stacks. */
  dataOfType(type: string): Resource[] {
    return [...this.#byAddress.values()]
      .flatMap((blocks) => [...blocks.values()])
      .filter(({ address }) => address.startsWith(`data.${type}.`));
  }

  /** Whether a key reference is a customer key in the Region of the resource that uses it, rather than AWS's own. */
  isCustomerKey(user: Resource, value: Json | undefined): boolean {
    return typeof value === 'string' && this.isCustomerKeyIn(user, value, user.region);
  }

  /** Whether a key reference is a customer key in this Region. */
  isCustomerKeyIn(user: Resource, value: string, region: string | undefined): boolean {
    const keys = this.references(user, value).filter(({ type }) =>
      /^aws_kms_(?:replica_)?(?:key|alias)$/.test(type),
    );
    if (keys.length > 0) return keys.every((key) => key.region === region);
    return new RegExp(`^arn:aws[a-z-]*:kms:${region ?? ''}:\\d{12}:(?:key/|alias/(?!aws/))`).test(value);
  }

  #index(stack: SynthesizedStack, block: Block): Resource {
    const resource = new Resource(block, stack);
    const blocks = this.#byAddress.get(stack) ?? new Map<string, Resource>();
    this.#byAddress.set(stack, blocks.set(block.address, resource));
    return resource;
  }

  #follow(target: Resource): Resource[] {
    const parameter =
      target.address.startsWith('data.aws_ssm_parameter.') && this.#published.get(parameterId(target));
    return parameter ? this.references(parameter, publishedValue(parameter)) : [target];
  }

  #findReferrers(): Map<Resource, Set<Resource>> {
    const referrers = new Map<Resource, Set<Resource>>();
    for (const resource of this.resources) {
      for (const target of this.#targetsOf(resource, resource.block.attributes)) {
        referrers.set(target, (referrers.get(target) ?? new Set()).add(resource));
      }
    }
    return referrers;
  }
}

const parameterId = (parameter: Resource) => `${String(parameter.region)} ${parameter.text('name')}`;

/** A parameter's text, whichever of its two attributes holds it: Terraform hides `value` in plans, `insecure_value` not. */
const publishedValue = (parameter: Resource) => parameter.at('insecure_value') ?? parameter.at('value');
