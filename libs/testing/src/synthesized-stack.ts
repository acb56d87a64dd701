import { SUPPRESSIONS_KEY, type Suppression } from '@healthcare-dr/platform';
import type { Environment, Role } from '@healthcare-dr/topology';
import { isObject, objectOf, type Json, type JsonObject } from './json';

/** A binding class of the AWS provider, such as `KmsKey`. */
export interface BlockClass {
  readonly tfResourceType: string;
}

/** One resource or data source as Terraform will read it. */
export interface Block {
  /** `aws_kms_key.kms_data_0A1B`, or `data.aws_caller_identity.current`. */
  readonly address: string;
  readonly type: string;
  /** The block's own name within its type. */
  readonly id: string;
  /** What was set, in Terraform's snake case, without CDKTF's own metadata. */
  readonly attributes: JsonObject;
  readonly suppressions: readonly Suppression[];
}

/** The name, role and tier of a stack, and the bytes it was synthesized to. */
export interface SynthesizedStackProps {
  readonly name: string;
  readonly role: Role;
  readonly tier: string;
  readonly environment: Environment;
  /** The text of `cdk.tf.json`. */
  readonly text: string;
}

/** One stack of one environment, synthesized: what `cdktf.out/stacks/<name>/cdk.tf.json` would hold. */
export class SynthesizedStack {
  /** `<role>-<tier>`. */
  readonly name: string;
  readonly role: Role;
  readonly tier: string;
  readonly environment: Environment;
  /** The bytes of `cdk.tf.json`. */
  readonly text: string;
  /** The same, parsed. */
  readonly json: JsonObject;
  /** Every resource, in the order of the file. */
  readonly allResources: readonly Block[];
  /** Every data source, in the order of the file. */
  readonly allDataSources: readonly Block[];

  constructor(props: SynthesizedStackProps) {
    this.name = props.name;
    this.role = props.role;
    this.tier = props.tier;
    this.environment = props.environment;
    this.text = props.text;
    this.json = JSON.parse(props.text) as JsonObject;
    this.allResources = blocksIn(this.json['resource'], '');
    this.allDataSources = blocksIn(this.json['data'], 'data.');
  }

  /** The resources of one type: `aws_kms_key`, or its binding class. */
  resources(type: string | BlockClass): Block[] {
    return ofType(this.allResources, type);
  }

  /** The data sources of one type: `aws_ssm_parameter`, or its binding class. */
  dataSources(type: string | BlockClass): Block[] {
    return ofType(this.allDataSources, type);
  }

  /** The configurations of one provider, the aliased ones included. */
  providers(name = 'aws'): JsonObject[] {
    const configured = objectOf(this.json['provider'])[name];
    return Array.isArray(configured)
      ? (configured as JsonObject[])
      : configured === undefined
        ? []
        : [objectOf(configured)];
  }

  /** The Region of the provider that a block names, or of the stack's default one. */
  regionOf(block: Block): string | undefined {
    const named = block.attributes['provider'];
    const alias = typeof named === 'string' ? named.split('.')[1] : undefined;
    const region = this.providers().find((provider) => provider['alias'] === alias)?.['region'];
    return typeof region === 'string' ? region : undefined;
  }

  /** The S3 backend's configuration; empty if there is none. */
  get backend(): JsonObject {
    const backend = objectOf(objectOf(this.json['terraform'])['backend']);
    return objectOf(backend['s3']);
  }
}

/** The Terraform type that a class or a name stands for. */
export function typeNameOf(type: string | BlockClass): string {
  return typeof type === 'string' ? type : type.tfResourceType;
}

const ofType = (blocks: readonly Block[], type: string | BlockClass) => {
  const name = typeNameOf(type);
  return blocks.filter((block) => block.type === name);
};

function blocksIn(section: Json | undefined, prefix: string): Block[] {
  return Object.entries(objectOf(section)).flatMap(([type, blocks]) =>
    Object.entries(objectOf(blocks)).map(([id, block]): Block => {
      const { '//': metadata, ...attributes } = objectOf(block);
      const suppressions = isObject(metadata) ? (metadata[SUPPRESSIONS_KEY] ?? []) : [];
      return {
        address: `${prefix}${type}.${id}`,
        type,
        id,
        attributes,
        suppressions: suppressions as unknown as Suppression[],
      };
    }),
  );
}
