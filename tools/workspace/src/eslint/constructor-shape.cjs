/**
 * Every construct is made by `(scope, id, props)`: whoever knows one knows all, and whatever stands between a construct and its
 * stack can be put there without touching either.
 *
 * @see https://github.com/aws/aws-cdk/blob/main/docs/DESIGN_GUIDELINES.md, "Construct initializer"
 */
'use strict';
const { ClassHierarchy } = require('./class-hierarchy.cjs');

/** @typedef {import('@typescript-eslint/utils').TSESTree.Node} Node */
/** @typedef {import('@typescript-eslint/utils').TSESTree.Parameter} Parameter */
/** @typedef {import('@typescript-eslint/utils').TSESTree.MethodDefinition} MethodDefinition */

/** What a construct stands in: anything in the tree, or a stack whose role the compiler is to know. */
const SCOPES = ['Construct', 'TierStack'];

/** @param {Parameter | undefined} parameter */
function typeName(parameter) {
  const annotation =
    parameter !== undefined && 'typeAnnotation' in parameter
      ? parameter.typeAnnotation?.typeAnnotation
      : undefined;
  if (annotation?.type === 'TSStringKeyword') return 'string';
  if (annotation?.type !== 'TSTypeReference' || annotation.typeName.type !== 'Identifier') return undefined;
  return annotation.typeName.name;
}

/** @param {Parameter | undefined} parameter @param {string} name */
const isNamed = (parameter, name) => parameter?.type === 'Identifier' && parameter.name === name;

/** Props by their name, taken apart in place, or with a default. @param {Parameter | undefined} parameter @returns {boolean} */
function isProps(parameter) {
  if (parameter === undefined) return true;
  if (parameter.type === 'AssignmentPattern') return isProps(parameter.left);
  return parameter.type === 'ObjectPattern' || isNamed(parameter, 'props');
}

/** @param {readonly Parameter[]} parameters */
function isShape([scope, id, props, ...others]) {
  return (
    isNamed(scope, 'scope') &&
    SCOPES.includes(typeName(scope) ?? '') &&
    isNamed(id, 'id') &&
    !(id !== undefined && 'optional' in id && id.optional) &&
    typeName(id) === 'string' &&
    isProps(props) &&
    others.length === 0
  );
}

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'Holds every construct to the constructor (scope, id, props).' },
    messages: {
      shape:
        "The construct '{{name}}' is made by ({{given}}). Allowed: (scope: Construct, id: string, props), without props only where " +
        'there are none; scope is a TierStack<R> where the role decides which props there are. Fix: move the other parameters into ' +
        'the props; the stack, its names and its environment are found by TierStack.of(this).',
    },
    schema: [],
  },
  create(context) {
    const hierarchy = new ClassHierarchy(context.filename, context.sourceCode.text);
    return {
      /** @param {import('eslint').Rule.Node} node */
      'MethodDefinition[kind="constructor"]'(node) {
        const method = /** @type {MethodDefinition} */ (/** @type {unknown} */ (node));
        const owner = method.parent.parent;
        const { superClass } = owner;
        if (superClass?.type !== 'Identifier' || !hierarchy.isConstruct(superClass.name)) return;
        const { params } = method.value;
        if (isShape(params)) return;
        context.report({
          node,
          messageId: 'shape',
          data: {
            name: owner.id?.name ?? 'without a name',
            given: params
              .map((parameter) => context.sourceCode.getText(/** @type {never} */ (parameter)))
              .join(', '),
          },
        });
      },
    };
  },
};
