import type { StackFacts } from '../inference/definition';

/** Why a stack is deployed after another. */
export type EdgeKind = 'reads' | 'readsDr' | 'after';

/** That a stack is deployed after another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
}

/** How the stacks of two commits, and the order among them, differ. */
export interface GraphDifference {
  readonly stacks: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly edges: { readonly added: readonly Edge[]; readonly removed: readonly Edge[] };
}

/** The edges of stacks, sorted. */
export function edgesOf(stacks: readonly StackFacts[]): Edge[] {
  return stacks
    .flatMap(({ name, role, reads, readsDr, after }): Edge[] => [
      ...reads.map((tier) => ({ from: name, to: `${role}-${tier}`, kind: 'reads' as const })),
      ...readsDr.map((tier) => ({ from: name, to: `dr-${tier}`, kind: 'readsDr' as const })),
      ...after.map((to) => ({ from: name, to, kind: 'after' as const })),
    ])
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ from, to, kind }: Edge) => `${from} ${to} ${kind}`;

/** Compares the stacks of a base with those of a head. */
export function differenceOfGraphs(
  base: readonly StackFacts[],
  head: readonly StackFacts[],
): GraphDifference {
  const names = (stacks: readonly StackFacts[]) => new Set(stacks.map(({ name }) => name));
  const keys = (stacks: readonly StackFacts[]) => new Set(edgesOf(stacks).map(keyOf));
  const without = (stacks: readonly StackFacts[], others: readonly StackFacts[]) =>
    [...names(stacks)].filter((name) => !names(others).has(name)).sort();
  const edgesWithout = (stacks: readonly StackFacts[], others: readonly StackFacts[]) => {
    const known = keys(others);
    return edgesOf(stacks).filter((edge) => !known.has(keyOf(edge)));
  };
  return {
    stacks: { added: without(head, base), removed: without(base, head) },
    edges: { added: edgesWithout(head, base), removed: edgesWithout(base, head) },
  };
}

/** A difference as lines that a person reads; `no difference` if there is none. A block of them is Markdown's `diff`. */
export function formatGraphDifference({ stacks, edges }: GraphDifference): string {
  const edge = ({ from, to, kind }: Edge) => `${from} ${kind} ${to}`;
  const lines = [
    ...stacks.added.map((name) => `+ ${name}`),
    ...stacks.removed.map((name) => `- ${name}`),
    ...edges.added.map((one) => `+ ${edge(one)}`),
    ...edges.removed.map((one) => `- ${edge(one)}`),
  ];
  return lines.length === 0 ? 'no difference' : lines.join('\n');
}
