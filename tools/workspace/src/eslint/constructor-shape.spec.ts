import { RuleTester } from 'eslint';
import { join } from 'node:path';
import { parser } from 'typescript-eslint';
import rule from './constructor-shape.cjs';

const tester = new RuleTester({ languageOptions: { parser, sourceType: 'module' } });

const filename = join(__dirname, '__fixtures__', 'linted.ts');
const source = (
  parameters: string,
  base = 'Construct',
  imports = "import { Construct } from 'constructs';",
) => `${imports}\nclass Topic extends ${base} { constructor(${parameters}) { super(scope, id); } }`;
const valid = (...args: Parameters<typeof source>) => ({ filename, code: source(...args) });
const invalid = (...args: Parameters<typeof source>) => ({
  ...valid(...args),
  errors: [{ messageId: 'shape', data: { name: 'Topic', given: args[0] } }],
});

const SECOND_SHAPE = 'stack: TierStack, id: string, props: TopicProps';
const fromBase = "import { Base, Plain } from './base';";
const fromBarrel = "import { Base as Own, Renamed } from './barrel';";

tester.run('constructor-shape', rule, {
  valid: [
    valid('scope: Construct, id: string, props: TopicProps'),
    valid('scope: Construct, id: string, { name, keyArn }: TopicProps'),
    valid('scope: Construct, id: string, props: TopicProps = {}'),
    valid('scope: Construct, id: string, props?: TopicProps'),
    valid('scope: Construct, id: string'),
    valid('scope: TierStack<R>, id: string, props: PropsFor<R, TopicProps>'),
    { filename, code: "import { Construct } from 'constructs';\nclass Topic extends Construct {}" },
    // What is no construct is made as it likes.
    valid(SECOND_SHAPE, 'Plain', fromBase),
    valid(
      'details: Details, scope: Construct',
      'UserError',
      "import { UserError } from '@healthcare-dr/topology';",
    ),
    valid(SECOND_SHAPE, 'Unknown', ''),
    valid(SECOND_SHAPE, 'Error', ''),
    { filename, code: 'class Topic { constructor(stack: TierStack) {} }' },
    { filename, code: 'class A extends B { constructor(x) { super(x); } }\nclass B extends A {}' },
  ],
  invalid: [
    invalid(SECOND_SHAPE),
    invalid('stack: TierStack, scope: Construct, id: string, props: TopicProps'),
    invalid('scope: Construct, id: string, stack: TierStack'),
    invalid('scope: Construct, id: string, stack: TierStack, props: TopicProps'),
    invalid('scope: Construct, id: string, kmsKeyArn: string'),
    invalid('scope: Construct, props: TopicProps'),
    invalid('scope: Construct'),
    invalid(''),
    invalid('scope: Construct, id = "topic"'),
    invalid('scope: Construct, id?: string'),
    invalid('scope: Construct, id: Id'),
    invalid('scope, id: string'),
    invalid('parent: Construct, id: string'),
    invalid('scope: App, id: string'),
    invalid('private readonly scope: Construct, id: string'),
    invalid('scope: Construct, id: string, ...props: TopicProps[]'),
    // Whatever way a construct is one.
    invalid(SECOND_SHAPE, 'TerraformStack', "import { TerraformStack } from 'cdktf';"),
    invalid(SECOND_SHAPE, 'SnsTopic', "import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';"),
    invalid(SECOND_SHAPE, 'Base', fromBase),
    invalid(SECOND_SHAPE, 'Own', fromBarrel),
    invalid(SECOND_SHAPE, 'Renamed', fromBarrel),
    invalid(SECOND_SHAPE, 'TierStack', "import { TierStack } from '@healthcare-dr/platform';"),
    invalid(SECOND_SHAPE, 'C', "import { Construct as C } from 'constructs';"),
    invalid(
      SECOND_SHAPE,
      'Middle',
      "import { Construct } from 'constructs';\nclass Middle extends Construct {}",
    ),
  ],
});
