/** What the changelog tells whoever upgrades from a version: every section "Upgrading" above it. */
export function upgradingFrom(version: string, changelog: string): string {
  const newer = changelog.slice(0, changelog.indexOf(`\n## ${version}`));
  return newer
    .split(/\n(?=##+ )/)
    .filter((section) => section.startsWith('### Upgrading'))
    .join('\n');
}

/** A row of the notes: the address, the stacks it is in, and what becomes of it there. */
const ROW = /^\| `([^`|]+)` +\| ([^|]+?) +\| (\w+) +\|/gm;

/** What the notes announce, a line each: `<stack> <address>: replaced`. */
export const announcedIn = (notes: string): string[] =>
  [...notes.matchAll(ROW)].flatMap(([, address = '', stacks = '', word = '']) =>
    stacks.split(', ').map((stack) => `${stack} ${address}: ${word}`),
  );

/** How plans and notes differ: what nobody announced, and what is announced and does not happen. */
export const differences = (planned: readonly string[], announced: readonly string[]): string[] => [
  ...planned.filter((line) => !announced.includes(line)).map((line) => `not in the upgrade notes: ${line}`),
  ...announced
    .filter((line) => !planned.includes(line))
    .map((line) => `in the upgrade notes, and not planned: ${line}`),
];
