import type { Environment } from '@healthcare-dr/topology';
import { Testing } from 'cdktf';
import type { StackDefinition } from '../definition';
import type { Suppression } from '../suppression';

type Attributes = Readonly<Record<string, unknown>>;
type Section = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

interface TerraformJson {
  readonly provider: Readonly<Record<'aws', readonly Attributes[]>>;
  readonly terraform: { readonly backend: { readonly s3: Attributes }; readonly required_version: string };
  readonly data?: Section;
  readonly resource?: Section;
}

/** A stack as Terraform will read it. The testing library builds on the platform, so the platform's own specs do without it. */
export class Synthesized {
  readonly json: TerraformJson;

  constructor(definition: StackDefinition, environment: Environment) {
    const stack = definition.create(Testing.app({ stackTraces: false }), environment);
    stack.prepareStack();
    this.json = stack.toTerraform() as TerraformJson;
  }

  get text(): string {
    return JSON.stringify(this.json);
  }

  get providers(): readonly Attributes[] {
    return this.json.provider.aws;
  }

  get backend(): Attributes {
    return this.json.terraform.backend.s3;
  }

  /** The SSM parameter resources by their names, without CDKTF's metadata. */
  get parameters(): Readonly<Record<string, Attributes>> {
    return byName(this.json.resource);
  }

  /** The SSM parameter data sources by their names, without CDKTF's metadata. */
  get parameterSources(): Readonly<Record<string, Attributes>> {
    return byName(this.json.data);
  }

  /** The suppressions of the SSM parameter of this name. */
  suppressions(name: string): readonly Suppression[] {
    const parameters = Object.values(this.json.resource?.['aws_ssm_parameter'] ?? {});
    const metadata = parameters.find((parameter) => parameter['name'] === name)?.['//'];
    return (metadata as { suppressions?: Suppression[] } | undefined)?.suppressions ?? [];
  }
}

const byName = (section: Section | undefined) =>
  Object.fromEntries(
    Object.values(section?.['aws_ssm_parameter'] ?? {}).map((block) => [
      String(block['name']),
      Object.fromEntries(Object.entries(block).filter(([key]) => key !== '//')),
    ]),
  );
