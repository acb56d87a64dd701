import type { GlobalCluster, GlobalMember, Incident } from '@healthcare-dr/failover-controller';
import { peerOf, ROLES, type Role } from '@healthcare-dr/topology';
import { valueOf, type Answer } from '../answer';
import type { SideFacts } from '../facts';

/** What both Regions say of the global cluster. */
export interface GlobalFacts {
  readonly sides: Readonly<Record<Role, Pick<SideFacts, 'region' | 'global'>>>;
}

/** The global cluster, and which Region told it. */
export interface View {
  readonly global: GlobalCluster;
  readonly toldBy: Role;
}

/** The dr Region's view; the primary's, if dr does not have one. */
export function viewOf({ sides }: GlobalFacts): Answer<View | undefined> {
  for (const role of ['dr', 'primary'] as const) {
    const answer = sides[role].global;
    if (answer.known && answer.value !== undefined)
      return { known: true, value: { global: answer.value, toldBy: role } };
  }
  const [dr, primary] = [sides.dr.global, sides.primary.global];
  if (dr.known || primary.known) return { known: true, value: undefined };
  return { known: false, reason: dr.reason, dark: dr.dark };
}

/** The member of a side, by the Region in its ARN. */
export const memberIn = (
  global: GlobalCluster,
  { region }: Pick<SideFacts, 'region'>,
): GlobalMember | undefined => global.members.find(({ clusterArn }) => clusterArn.split(':')[3] === region);

/** Which side writes; `undefined` if nobody can say. */
export function writerOf(facts: GlobalFacts): Role | undefined {
  const view = valueOf(viewOf(facts));
  return view === undefined
    ? undefined
    : ROLES.find((role) => memberIn(view.global, facts.sides[role])?.isWriter === true);
}

/** The side that would take over: whoever does not write, and dr if nobody knows who does. */
export function standbyOf(facts: GlobalFacts): Role {
  const writer = writerOf(facts);
  return writer === undefined ? 'dr' : peerOf(writer);
}

/** Whether a Region did not answer a single question, and at least one went into the dark. */
export function isSilent(side: SideFacts): boolean {
  const answers = Object.values(side).filter(
    (value: unknown): value is Answer<unknown> =>
      typeof value === 'object' && value !== null && 'known' in value,
  );
  return answers.every(({ known }) => !known) && answers.some((answer) => !answer.known && answer.dark);
}

/** The incident that a controller has open. */
export function openIncidentOf({ journal }: Pick<SideFacts, 'journal'>): Incident | undefined {
  const incident = valueOf(journal)?.incident;
  return incident === undefined || incident.phase === 'closed' ? undefined : incident;
}
