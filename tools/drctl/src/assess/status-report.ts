import type { Role } from '@healthcare-dr/topology';
import { valueOf } from '../answer';
import type { PairFacts, SideFacts } from '../facts';
import { approvalOf } from './approval';
import { isSilent, memberIn, openIncidentOf, viewOf } from './pair-view';
import { writingSince } from './rows/pair';
import { signalsOf } from './signals';
import type { StatusView } from './status';
import { STATUS_SCHEMA_VERSION, type StatusReport } from './status-schema';
import { regionOfArn } from './words';

type SideReport = StatusReport['sides'][Role];

const iso = (at: number): string => new Date(at).toISOString();

/** A property, or none where there is nothing to say. */
const some = <K extends string, T, V>(
  name: K,
  value: T | undefined,
  map: (value: T) => V,
): { [P in K]?: V } => (value === undefined ? {} : { [name]: map(value) }) as { [P in K]?: V };
const same = <T>(value: T): T => value;

/** The values behind what an operator reads, for programs. Pure. */
export function reportOf(view: StatusView, facts: PairFacts): StatusReport {
  const { conclusion, writer, clients } = view;
  const operation = valueOf(viewOf(facts))?.global.operation;
  const traffic = valueOf(facts.sides.dr.journal)?.traffic;
  const [primary, dr] = [sideReport(facts, 'primary'), sideReport(facts, 'dr')];
  return {
    schemaVersion: STATUS_SCHEMA_VERSION,
    environment: view.environment,
    at: iso(view.at),
    conclusion: {
      code: conclusion.code,
      state: conclusion.state,
      waitsFor: conclusion.waitsFor,
      line: conclusion.line,
      ...some('next', conclusion.next, same),
      ...some('runbook', conclusion.runbook, same),
    },
    ...some('writer', writer, ({ role, region }) => ({
      role,
      region,
      ...some('since', writingSince(facts, role), iso),
    })),
    standby: view.standby,
    clients: { service: clients.service, ...some('ledTo', clients.ledTo, same) },
    ...some('operation', operation, ({ status, toClusterArn, dataLossAllowed }) => ({
      status,
      dataLossAllowed,
      ...some('toRegion', toClusterArn, regionOfArn),
    })),
    ...some('lagBoundMs', valueOf(facts.sides[view.standby].policy)?.lagBoundMs, same),
    ...some('traffic', traffic, ({ engaged, since }) => ({
      engaged,
      ...(since > 0 ? { since: iso(since) } : {}),
    })),
    silent: [...view.silent],
    sides: { primary, dr },
    rows: view.rows.map(({ subject, region, state, text }) => ({
      subject,
      state,
      text,
      ...some('region', region, same),
    })),
  };
}

function sideReport(facts: PairFacts, role: Role): SideReport {
  const side = facts.sides[role];
  const journal = valueOf(side.journal);
  const hold = valueOf(side.hold);
  const origin = valueOf(side.holdOrigin);
  const evidence = signalsOf(side, facts.at);
  const global = valueOf(viewOf(facts))?.global;
  const sync = global === undefined ? undefined : memberIn(global, side)?.synchronizationStatus;
  return {
    role,
    region: side.region,
    answers: !isSilent(side),
    ...some('mode', valueOf(side.policy)?.mode, same),
    ...some('held', hold?.held, same),
    ...(hold?.held === true
      ? { hold: { reason: hold.reason, ...some('by', origin?.by, same), ...some('since', origin?.at, iso) } }
      : {}),
    ...some('heartbeatAt', valueOf(side.pulse)?.heartbeat?.at, iso),
    journal: side.journal.known ? 'readable' : 'unreadable',
    ...some('fault', journal?.fault, same),
    ...some('lookedAt', evidence?.lookedAt, iso),
    signals: (evidence?.signals ?? []).map(({ name, value, state }) => ({ name, value, state })),
    alerts: (evidence?.alerts ?? []).map(({ code, since, rounds, answeredBy }) => ({
      code,
      since: iso(since),
      rounds,
      ...some('answeredBy', answeredBy, same),
    })),
    ...some('incident', journal?.incident, () => incidentReport(side, facts.at)),
    ...some('lag', valueOf(side.lag), ({ lagMs, measuredAt }) => ({ lagMs, measuredAt: iso(measuredAt) })),
    ...some('database', valueOf(side.member), ({ status, engineVersion, instances, availableInstances }) => ({
      status,
      engineVersion,
      instances,
      availableInstances,
      ...some('synchronizationStatus', sync, same),
    })),
    ...some('service', valueOf(side.service), ({ running, desired, minimum }) => ({
      running,
      desired,
      ...some('minimum', minimum, same),
    })),
    ...some('alarms', valueOf(side.alarms)?.inAlarm, (names) => [...names]),
  };
}

function incidentReport(side: SideFacts, at: number): SideReport['incident'] {
  const incident = valueOf(side.journal)?.incident;
  if (incident === undefined) return undefined;
  const request = incident.phase === 'approval-required' ? approvalOf(incident, side, at) : undefined;
  return {
    id: incident.id,
    kind: incident.kind,
    phase: incident.phase,
    open: openIncidentOf(side) !== undefined,
    openedAt: iso(incident.openedAt),
    ...some('closedAt', incident.closedAt, iso),
    ...some('result', incident.result, same),
    stuck: incident.stuckReportedAt !== undefined,
    steps: (valueOf(side.history) ?? []).map(({ at: when, title, event, text }) => ({
      at: iso(when),
      event: event ?? title,
      text,
    })),
    ...some('approval', request, (asked) => ({
      acceptsDataLoss: asked.acceptsDataLoss,
      ...some('objection', asked.objection?.code, same),
      ...some('acceptsDataLossFrom', asked.acceptsDataLossFrom, iso),
      ...some('secondPersonAfter', asked.secondPersonAfter, same),
      ...some('pagedAgainAt', asked.pagedAgainAt, iso),
    })),
  };
}
