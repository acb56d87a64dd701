import { ROLES, UserError, type Role } from '@healthcare-dr/topology';
import ts from 'typescript';

/** What the build tool must know of a stack before anything is executed. */
export interface StackFacts {
  /** `<role>-<tier>`: the Nx project and the stack. */
  readonly name: string;
  readonly role: Role;
  readonly tier: string;
  /** The tiers whose contracts it reads in its own Region. */
  readonly reads: readonly string[];
  /** The tiers whose contracts it reads in the dr Region. */
  readonly readsDr: readonly string[];
  /** The stacks, by name, that must stand before it although it reads nothing of them. */
  readonly after: readonly string[];
  /** Why the drill leaves it out; `undefined` if it does not. */
  readonly notDrilled: string | undefined;
}

const PLATFORM = '@healthcare-dr/platform';
const CONTRACT = /^@healthcare-dr\/([^/]+)\/contract$/;
const SHAPE = "export default defineStack({ role: '…', tier: '…', reads: [someContract], build: … })";

/**
 * Reads the facts of a stack out of its `stack.ts`, without executing it: the order of deployment has to be known before
 * anything may run, and a graph of projects has no time to load constructs.
 *
 * @param file `apps/<role>/<tier>/stack.ts`, relative to the workspace
 * @param source the file's text
 * @throws UserError naming the file and the fix, if it stands in the wrong folder or is not written in a shape that can be read
 */
export function readDefinition(file: string, source: string): StackFacts {
  return new DefinitionReader(file, source).read();
}

class DefinitionReader {
  readonly #source: ts.SourceFile;
  /** Local name of each named import: what it is called in its module, and the module. */
  readonly #imports = new Map<string, { readonly name: string; readonly module: string }>();

  constructor(
    private readonly file: string,
    text: string,
  ) {
    this.#source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
    for (const statement of this.#source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
      for (const { name, propertyName } of bindings.elements) {
        this.#imports.set(name.text, {
          name: (propertyName ?? name).text,
          module: statement.moduleSpecifier.text,
        });
      }
    }
  }

  read(): StackFacts {
    const spec = this.#spec();
    const [, folderRole, folderTier] = this.file.split('/');
    const role = this.#literal(spec, 'role', folderRole);
    const tier = this.#literal(spec, 'tier', folderTier);
    if (!isRole(role)) {
      throw this.#error(
        spec,
        `has the role '${role}'`,
        ROLES.join(', '),
        `move it to apps/<role>/${tier}/stack.ts.`,
      );
    }
    return {
      name: `${role}-${tier}`,
      role,
      tier,
      reads: this.#contracts(spec, 'reads'),
      readsDr: this.#contracts(spec, 'readsDr'),
      after: this.#names(spec, 'after'),
      notDrilled: this.#reason(spec, 'notDrilled'),
    };
  }

  /** The object given to `defineStack` in the default export. */
  #spec(): ts.ObjectLiteralExpression {
    const exported = this.#source.statements.find(
      (statement) => ts.isExportAssignment(statement) && statement.isExportEquals !== true,
    );
    const call = exported !== undefined && ts.isExportAssignment(exported) ? exported.expression : undefined;
    const callee = call !== undefined && ts.isCallExpression(call) ? call.expression : undefined;
    const imported =
      callee !== undefined && ts.isIdentifier(callee) ? this.#imports.get(callee.text) : undefined;
    const argument = call !== undefined && ts.isCallExpression(call) ? call.arguments[0] : undefined;
    if (
      imported?.name !== 'defineStack' ||
      imported.module !== PLATFORM ||
      argument === undefined ||
      !ts.isObjectLiteralExpression(argument)
    ) {
      throw this.#error(
        exported ?? this.#source,
        `does not export a stack by default in a shape that can be read without executing it`,
        SHAPE,
        `write it so, with defineStack imported from '${PLATFORM}' and its argument in place.`,
      );
    }
    const odd = argument.properties.find(
      (property) =>
        !(ts.isPropertyAssignment(property) || ts.isMethodDeclaration(property)) ||
        !isPlainName(property.name),
    );
    if (odd !== undefined) {
      throw this.#error(
        odd,
        `gives defineStack '${odd.getText()}'`,
        SHAPE,
        'write the property out as a name and a value.',
      );
    }
    return argument;
  }

  #property(spec: ts.ObjectLiteralExpression, key: string): ts.ObjectLiteralElementLike | undefined {
    return spec.properties.find(({ name }) => name !== undefined && isPlainName(name) && name.text === key);
  }

  #value(spec: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
    const property = this.#property(spec, key);
    return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  }

  #literal(spec: ts.ObjectLiteralExpression, key: 'role' | 'tier', folder: string | undefined): string {
    const value = this.#value(spec, key);
    if (value === undefined || !ts.isStringLiteral(value)) {
      throw this.#error(
        value ?? spec,
        value === undefined ? `gives its stack no ${key}` : `gives its stack the ${key} ${value.getText()}`,
        `${key}: '${folder}', as a string`,
        'write the string.',
      );
    }
    if (value.text !== folder) {
      throw this.#error(
        value,
        `defines the ${key} '${value.text}' in the folder of '${folder}'`,
        'apps/<role>/<tier>/stack.ts with the role and tier of its folders, from which projects are named',
        `write ${key}: '${folder}', or move the file.`,
      );
    }
    return value.text;
  }

  #names(spec: ts.ObjectLiteralExpression, key: 'after'): string[] {
    const allowed = `${key}: ['<role>-<tier>', …], stacks by name`;
    const names = this.#elements(spec, key, allowed).map((element) => {
      if (ts.isStringLiteral(element)) return element.text;
      throw this.#error(
        element,
        `lists '${element.getText()}' in ${key}, which is no string`,
        allowed,
        'write the name of the stack.',
      );
    });
    return [...new Set(names)].sort();
  }

  #reason(spec: ts.ObjectLiteralExpression, key: 'notDrilled'): string | undefined {
    if (this.#property(spec, key) === undefined) return undefined;
    const value = this.#value(spec, key);
    const reason =
      value !== undefined && ts.isObjectLiteralExpression(value) ? this.#value(value, 'reason') : undefined;
    if (reason !== undefined && ts.isStringLiteralLike(reason) && reason.text.trim() !== '')
      return reason.text;
    throw this.#error(
      reason ?? value ?? spec,
      `gives no reason for ${key}`,
      `${key}: { reason: '…' }: which resource type the local AWS cannot play, and how the tier is proven instead`,
      'write the reason in place, as a string.',
    );
  }

  #elements(spec: ts.ObjectLiteralExpression, key: string, allowed: string): readonly ts.Expression[] {
    if (this.#property(spec, key) === undefined) return [];
    const value = this.#value(spec, key);
    if (value !== undefined && ts.isArrayLiteralExpression(value)) return value.elements;
    throw this.#error(
      value ?? spec,
      `gives ${key} something else than a list`,
      allowed,
      'list its elements in place.',
    );
  }

  #contracts(spec: ts.ObjectLiteralExpression, key: 'reads' | 'readsDr'): string[] {
    const allowed = `${key}: [kmsContract, …], each imported from '@healthcare-dr/<tier>/contract'`;
    const tiers = this.#elements(spec, key, allowed).map((element) => {
      const imported = ts.isIdentifier(element) ? this.#imports.get(element.text) : undefined;
      const tier = imported === undefined ? undefined : CONTRACT.exec(imported.module)?.[1];
      if (tier !== undefined) return tier;
      throw this.#error(
        element,
        `lists '${element.getText()}' in ${key}, which is no imported contract`,
        allowed,
        "import the contract by name from its tier's contract and list it here.",
      );
    });
    return [...new Set(tiers)].sort();
  }

  #error(node: ts.Node, problem: string, allowed: string, fix: string): UserError {
    const { line } = this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source));
    return new UserError({ problem: `${this.file}:${line + 1} ${problem}.`, allowed, fix });
  }
}

function isPlainName(name: ts.PropertyName): name is ts.Identifier | ts.StringLiteral {
  return ts.isIdentifier(name) || ts.isStringLiteral(name);
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}
