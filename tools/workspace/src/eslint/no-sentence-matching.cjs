/**
 * Programs go by codes, people by prose: what a program decides by must be a value that the compiler knows. A sentence can be worded anew
 * by anybody, with every type and every spec green.
 */
'use strict';

/** @typedef {import('@typescript-eslint/utils').TSESTree.Node} Node */
/** @typedef {import('@typescript-eslint/utils').TSESTree.CallExpression} CallExpression */
/** @typedef {import('@typescript-eslint/utils').TSESTree.BinaryExpression} BinaryExpression */

/** Two words of lower case with a blank between them: prose, and no code, name, path or date. */
const SENTENCE = /[a-z]{2,}[,:;]? [a-z]{2,}/;

/** Methods by which a text is compared with another one, or a part of one. */
const MATCHING = new Set(['startsWith', 'endsWith', 'includes', 'indexOf', 'match', 'matchAll']);

/** The text that a node stands for, without what is put into a template; `undefined` if it is no text. @param {Node} node */
function textOf(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.cooked).join('…');
  return undefined;
}

/** @param {Node} node */
const isSentence = (node) => SENTENCE.test(textOf(node) ?? '');

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'Decide by codes, and not by the words of a sentence' },
    messages: {
      sentence:
        "This decides by the words of a sentence. Give what it means a code that the compiler knows. If the sentence is another program's, say whose: eslint-disable-next-line with a description.",
    },
    schema: [],
  },
  create(context) {
    /** @param {unknown} node */
    const report = (node) =>
      context.report({ node: /** @type {import('estree').Node} */ (node), messageId: 'sentence' });
    /** @type {Readonly<Record<string, (node: never) => void>>} */
    const visitor = {
      /** @param {{ readonly regex?: { readonly pattern: string } }} node */
      'Literal[regex]'(node) {
        if (SENTENCE.test(node.regex?.pattern ?? '')) report(node);
      },
      /** @param {CallExpression} node */
      'NewExpression[callee.name="RegExp"]'(node) {
        const [pattern] = node.arguments;
        if (pattern !== undefined && isSentence(pattern)) report(pattern);
      },
      /** @param {CallExpression} node */
      'CallExpression[callee.type="MemberExpression"]'(node) {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
        if (!MATCHING.has(callee.property.name)) return;
        for (const argument of node.arguments) if (isSentence(argument)) report(argument);
      },
      /** @param {BinaryExpression} node */
      'BinaryExpression[operator=/^[!=]==?$/]'(node) {
        for (const side of [node.left, node.right]) if (isSentence(side)) report(side);
      },
      /** @param {{ readonly test: Node | null }} node */
      SwitchCase(node) {
        if (node.test !== null && isSentence(node.test)) report(node.test);
      },
    };
    return /** @type {import('eslint').Rule.RuleListener} */ (visitor);
  },
};
