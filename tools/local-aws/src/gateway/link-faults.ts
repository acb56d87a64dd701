import { REGION_ZONES, UserError, type Region } from '@healthcare-dr/topology';
import { z } from 'zod';

/** The most a link holds data back: an hour, beyond every bound on the loss of data. */
const MAX_LINK_DELAY_MS = 3_600_000;

const linkFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), delayMs: z.number().int().min(1).max(MAX_LINK_DELAY_MS) }),
  z.strictObject({ kind: z.literal('narrow'), bytesPerSecond: z.number().int().min(1) }),
  z.strictObject({ kind: z.literal('black-out'), mode: z.enum(['reset', 'hang']) }),
]);

/**
 * What is wrong with the link between two Regions. It concerns connections between a place in the one and a server in the other:
 * replication, and clients whose Region is known.
 *
 * - `slow`: each byte arrives `delayMs` later, on the clock of the network
 * - `narrow`: so many bytes a second pass each way on each connection, in real time
 * - `black-out`: nothing passes; connections are reset at once, or hang
 */
export type LinkFault = z.infer<typeof linkFaultSchema>;

/** Two Regions, in either order. */
export type Link = readonly [Region, Region];

/** A fault and the link it is on. */
export type PlacedLinkFault = LinkFault & { readonly link: string };

/** What stands between the names of two Regions in the name of a link. */
const SEPARATOR = '--';

/** The name of a link, the same whichever Region is named first: `eu-west-1--eu-west-2`. */
export function linkName([a, b]: Link): string {
  return [a, b].toSorted().join(SEPARATOR);
}

/**
 * Checks what was given as the name of a link.
 *
 * @throws UserError if it does not name two Regions
 */
export function parseLink(name: string): Link {
  const regions = Object.keys(REGION_ZONES) as Region[];
  const [a, b, ...rest] = name.split(SEPARATOR).map((part) => regions.find((region) => region === part));
  if (a !== undefined && b !== undefined && a !== b && rest.length === 0) return [a, b];
  throw new UserError({
    problem: `There is no link '${name}'.`,
    allowed: `two Regions with ${SEPARATOR} between them, such as eu-west-1${SEPARATOR}eu-west-2`,
    fix: 'correct the name of the link.',
  });
}

/**
 * Checks what was given as the fault of a link.
 *
 * @throws UserError naming every field that cannot be used
 */
export function parseLinkFault(input: unknown): LinkFault {
  const result = linkFaultSchema.safeParse(input);
  if (result.success) return result.data;
  const findings = result.error.issues.map(
    (issue) => `\n    ${issue.path.join('.') || 'fault'}: ${issue.message}`,
  );
  throw new UserError({
    problem: `The fault ${JSON.stringify(input) ?? String(input)} of a link cannot be used:${findings.join('')}`,
    allowed: '{kind: slow, delayMs}, {kind: narrow, bytesPerSecond} or {kind: black-out, mode: reset | hang}',
    fix: 'correct the fields named above.',
  });
}

/** The faults of links that are in force: at most one of each kind on each. */
export class LinkFaultTable {
  readonly #byLink = new Map<string, Map<LinkFault['kind'], LinkFault>>();

  /** Puts a fault in force. It replaces one of the same kind on that link. */
  set(link: Link, fault: LinkFault): void {
    const name = linkName(link);
    const faults = this.#byLink.get(name) ?? new Map<LinkFault['kind'], LinkFault>();
    this.#byLink.set(name, faults.set(fault.kind, fault));
  }

  /** Ends every fault of a link, or of all. */
  heal(link?: Link): void {
    if (link === undefined) this.#byLink.clear();
    else this.#byLink.delete(linkName(link));
  }

  /** The faults of one link. */
  on(link: Link): LinkFault[] {
    return [...(this.#byLink.get(linkName(link))?.values() ?? [])];
  }

  /** All that are in force. */
  list(): PlacedLinkFault[] {
    return [...this.#byLink].flatMap(([link, faults]) =>
      [...faults.values()].map((fault) => ({ link, ...fault })),
    );
  }
}
