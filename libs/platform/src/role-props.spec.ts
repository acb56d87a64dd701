import { ROLES, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Synthesized } from './__fixtures__/synthesize';
import { defineStack } from './definition';
import { ValidationError } from './errors';
import type { PropsFor } from './role-props';
import { TierStack } from './stack';

type AppProps = { readonly keyArn: string } & (
  { readonly role: 'primary'; readonly drKeyArn: string } | { readonly role: 'dr' }
);

/** A tier's construct, as they all are: it shows what it was given and where it stands. */
class App<R extends Role> extends Construct {
  readonly seen: Readonly<Record<string, string>>;

  constructor(scope: TierStack<R>, id: string, props: PropsFor<R, AppProps>) {
    super(scope, id);
    const side = scope.withRole<AppProps>(props);
    this.seen = {
      role: side.role,
      keyArn: side.keyArn,
      drKeyArn: side.role === 'primary' ? side.drKeyArn : 'none',
    };
  }
}

type AloneProps = { readonly role: 'primary'; readonly arn: string } | { readonly role: 'dr' };

/** A tier whose dr side is given nothing. */
class Alone<R extends Role> extends Construct {
  constructor(scope: TierStack<R>, id: string, props: PropsFor<R, AloneProps>) {
    super(scope, id);
    scope.withRole<AloneProps>(props);
  }
}

/** The stack of a role, and what the construct in it sees. */
function seenIn<R extends Role>(role: R, make: (stack: TierStack<R>) => App<R>) {
  const seen: App<R>['seen'][] = [];
  const build = (stack: TierStack<R>) => void seen.push(make(stack).seen);
  new Synthesized(defineStack({ role, tier: 'app', build }), dev);
  return seen[0];
}

const dev = fixtureEnvironment('dev');
const keyArn = 'arn-of-the-key';
const drKeyArn = 'arn-of-the-dr-key';
const both = { keyArn, drKeyArn };

describe('the props of a construct that stands on both sides', () => {
  it('are those of the role that the stack says', () => {
    expect(seenIn('primary', (stack) => new App(stack, 'app', both))).toEqual({ role: 'primary', ...both });
    expect(seenIn('dr', (stack) => new App(stack, 'app', { keyArn }))).toEqual({
      role: 'dr',
      keyArn,
      drKeyArn: 'none',
    });
  });

  it.each(ROLES)('satisfy both roles where the type does not say which: %s', (role) => {
    expect(seenIn<Role>(role, (stack) => new App(stack, 'app', both))).toEqual({
      role,
      keyArn,
      drKeyArn: role === 'primary' ? drKeyArn : 'none',
    });
  });

  it('are refused by the compiler where they are of the other side', () => {
    const definitions = [
      defineStack({
        role: 'primary',
        tier: 'app',
        // @ts-expect-error -- the primary side needs the dr Region's key
        build: (stack) => void new App(stack, 'app', { keyArn }),
      }),
      defineStack({
        role: 'dr',
        tier: 'app',
        // @ts-expect-error -- the dr side is given nothing of the primary's arm
        build: (stack) => void new App(stack, 'app', { keyArn, drKeyArn }),
      }),
      defineStack({
        role: 'dr',
        tier: 'app',
        // @ts-expect-error -- the stack says the role
        build: (stack) => void new App(stack, 'app', { role: 'dr', keyArn }),
      }),
      defineStack({
        role: 'dr',
        tier: 'app',
        // @ts-expect-error -- nothing at all is given to the dr side
        build: (stack) => void new Alone(stack, 'app', { arn: keyArn }),
      }),
      defineStack({
        role: ROLES[0] as Role,
        tier: 'app',
        // @ts-expect-error -- of a stack that may be either side, the arm of one does not do
        build: (stack) => void new App(stack, 'app', { keyArn }),
      }),
    ];
    expect(definitions).toHaveLength(5);
  });
});

describe('the stack of a construct', () => {
  it('is found from any depth, and is its own', () => {
    const found: unknown[] = [];
    const definition = defineStack({
      role: 'dr',
      tier: 'app',
      build(stack) {
        const inner = new Construct(new Construct(stack, 'outer'), 'inner');
        found.push(TierStack.of(inner) === stack, TierStack.of(stack) === stack);
      },
    });
    new Synthesized(definition, dev);
    expect(found).toEqual([true, true]);
  });

  it('is missed with the path of the construct and what to do', () => {
    const lost = new Construct(new TerraformStack(Testing.app(), 'plain'), 'lost');
    expect(() => TierStack.of(lost)).toThrow(ValidationError);
    expect(() => TierStack.of(lost)).toThrow('[plain/lost] It stands in no TierStack.');
  });
});
