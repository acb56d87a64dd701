import type { Terminal } from '@healthcare-dr/cli-kit';
import type { Incident } from '@healthcare-dr/failover-controller';
import { ROLES } from '@healthcare-dr/topology';
import { valueOf } from '../answer';
import { openIncidentOf } from '../assess/pair-view';
import type { StatusView } from '../assess/status';
import type { PairFacts, SideFacts } from '../facts';
import { headOf, troubleOf } from './status-text';
import { stepsText } from './steps';

/** For how long an incident that is over stays in view, in milliseconds. */
const AFTERGLOW_MS = 900_000;

/** What is drawn while somebody watches: the conclusion, the steps of what runs, and what is not as it should be. */
export function watchLines(
  view: StatusView,
  facts: PairFacts,
  terminal: Pick<Terminal, 'interactive' | 'columns'>,
): string[] {
  const shown = shownIncident(facts);
  const steps =
    shown === undefined
      ? []
      : ['', ...stepsText(shown.incident, valueOf(shown.side.history) ?? [], facts.at, terminal.columns)];
  const trouble = troubleOf(view, terminal);
  return [
    ...headOf(view, terminal, { watched: true }),
    ...steps,
    ...(trouble === '' ? [] : ['', ...trouble.split('\n')]),
  ];
}

/** The incident that is open, or was until a moment ago, and the side whose controller has it. */
export function shownIncident({
  at,
  sides,
}: PairFacts): { readonly incident: Incident; readonly side: SideFacts } | undefined {
  const open = ROLES.flatMap((role) => {
    const incident = openIncidentOf(sides[role]);
    return incident === undefined ? [] : [{ incident, side: sides[role] }];
  });
  const over = ROLES.flatMap((role) => {
    const incident = valueOf(sides[role].journal)?.incident;
    return incident?.closedAt !== undefined && at - incident.closedAt <= AFTERGLOW_MS
      ? [{ incident, side: sides[role] }]
      : [];
  }).sort((a, b) => (b.incident.closedAt ?? 0) - (a.incident.closedAt ?? 0));
  return open[0] ?? over[0];
}
