import type { StackDefinition } from '@healthcare-dr/platform';
import { ROLES, UserError, type Role } from '@healthcare-dr/topology';

/** What of a stack is drawn. */
export type DrawnStack = Pick<StackDefinition, 'name' | 'role' | 'tier' | 'reads' | 'readsDr'>;

const MARKERS = {
  begin: '<!-- architecture: written by npm run reference from the stacks and their contracts -->',
  end: '<!-- architecture: end -->',
};

const TITLES: Readonly<Record<Role, string>> = { primary: 'primary Region', dr: 'dr Region' };

/**
 * The stacks of both Regions as a Mermaid flowchart, with an arrow from each stack that publishes a contract to each that reads it; a
 * thick one crosses from dr to primary, and none crosses the other way.
 */
export function architectureDiagram(stacks: readonly DrawnStack[]): string {
  const sorted = [...stacks].sort((a, b) => a.name.localeCompare(b.name));
  const regions = ROLES.flatMap((role) => [
    `  subgraph ${role}["${TITLES[role]}"]`,
    ...sorted.filter((stack) => stack.role === role).map(({ name, tier }) => `    ${name}["${tier}"]`),
    '  end',
  ]);
  const arrows = sorted.flatMap(({ name, role, reads, readsDr }) => [
    ...tiersOf(reads).map((tier) => `  ${role}-${tier} --> ${name}`),
    ...tiersOf(readsDr).map((tier) => `  dr-${tier} ==> ${name}`),
  ]);
  return ['```mermaid', 'flowchart LR', ...regions, ...arrows, '```'].join('\n');
}

function tiersOf(contracts: DrawnStack['reads']): string[] {
  return [...new Set(contracts.map(({ tier }) => tier))].sort();
}

/**
 * A document with the diagram between its markers.
 *
 * @throws UserError if the document has no place for it
 */
export function withDiagram(document: string, diagram: string): string {
  const [begin, end] = [document.indexOf(MARKERS.begin), document.indexOf(MARKERS.end)];
  if (begin < 0 || end < begin) {
    throw new UserError({
      problem: 'README.md has no place for the diagram of the architecture.',
      allowed: `${MARKERS.begin}, and below it ${MARKERS.end}`,
      fix: 'write both lines where the diagram is to stand.',
    });
  }
  return `${document.slice(0, begin + MARKERS.begin.length)}\n\n${diagram}\n\n${document.slice(end)}`;
}
