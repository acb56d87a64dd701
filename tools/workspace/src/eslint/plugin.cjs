/** The rules of this workspace that no published plugin has. */
'use strict';
/** @type {import('eslint').ESLint.Plugin} */
module.exports = {
  meta: { name: 'workspace' },
  rules: {
    'constructor-shape': require('./constructor-shape.cjs'),
    'no-sentence-matching': require('./no-sentence-matching.cjs'),
  },
};
