import type { StackDefinition } from '@healthcare-dr/platform';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { dependenceProblems, foundationProblems, nameProblems } from './invariants';
import { synthesizeStack } from './synth';

/** One environment of each kind: ephemeral, production, and another pair of Regions. */
const ENVIRONMENTS = ['dev', 'prod', 'us'];

/**
 * Describes what must hold of a stack by itself, in every environment; the whole of a `stack.spec.ts`. What holds between stacks
 * (parity, contracts, collisions, compliance) is held to by this library's own suites.
 */
export function describeStack(definition: StackDefinition): void {
  describe.each(ENVIRONMENTS)(`${definition.name} in %s`, (suffix) => {
    const environment = fixtureEnvironment(suffix);
    const stack = synthesizeStack(definition, environment);

    it('carries the suffix in every name', () => {
      expect(nameProblems(stack)).toEqual([]);
    });

    it('acts on its own account and Region, with its state encrypted and locked', () => {
      expect(foundationProblems(stack)).toEqual([]);
    });

    it('is the same bytes when it is synthesized again', () => {
      expect(synthesizeStack(definition, environment).text).toBe(stack.text);
    });

    it('needs nothing of the primary Region if it stands in dr', () => {
      expect(definition.role === 'dr' ? dependenceProblems(stack) : []).toEqual([]);
    });
  });
}
