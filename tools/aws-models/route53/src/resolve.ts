import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { canonical, sameName } from './names';
import { labelOf, recordHealth } from './record';
import { UndocumentedError } from './undocumented-error';
import { wordFor } from './verdict';
import type { Route53Configuration, DataPlaneInputs } from './world';

/** A query. */
export interface Question {
  readonly name: string;
  /** @default 'A' */
  readonly type?: 'A' | 'AAAA' | 'CNAME' | 'TXT';
}

/** What is answered, and why. */
export interface Answer {
  /** The record that is served; `undefined` if the name has none of the type. */
  readonly record: ResourceRecordSet | undefined;
  /** Where it leads: the DNS name behind an alias, or the values of the record. */
  readonly targets: readonly string[];
  /** What was looked at and what decided, line by line. */
  readonly reasons: readonly string[];
}

/**
 * Answers a query by the documented rules.
 *
 * @throws UndocumentedError where they end: a routing policy other than simple and failover, records of one name that do not
 * belong together, an unpredictable arrangement
 */
export function resolve(
  { name, type = 'A' }: Question,
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): Answer {
  const records = configuration.recordSets.filter(
    (record) => record.Type === type && sameName(record.Name ?? '', name),
  );
  const [first] = records;
  if (first === undefined)
    return { record: undefined, targets: [], reasons: [`${canonical(name)} has no ${type} record`] };
  if (records.every(({ SetIdentifier }) => SetIdentifier === undefined) && records.length === 1) {
    // Nothing to choose from, so its health does not matter: "If no record is healthy, all records are healthy".
    return answer(first, [`${labelOf(first)} is the only record of its name`]);
  }
  return failover(records, configuration, world);
}

const answer = (record: ResourceRecordSet, reasons: readonly string[]): Answer => {
  const { AliasTarget: alias, ResourceRecords: values = [] } = record;
  const targets =
    alias === undefined ? values.map(({ Value }) => Value ?? '') : [canonical(alias.DNSName ?? '')];
  return { record, targets, reasons };
};

/**
 * The primary record as long as it is healthy; the secondary if the primary is not and the secondary is; the primary again if
 * neither is.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html, "Failover records"
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html, Failover
 */
function failover(
  records: readonly ResourceRecordSet[],
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): Answer {
  const primaries = records.filter(({ Failover }) => Failover === 'PRIMARY');
  const secondaries = records.filter(({ Failover }) => Failover === 'SECONDARY');
  const [primary, secondary] = [primaries[0], secondaries[0]];
  if (records.length !== 2 || primary === undefined || secondary === undefined) {
    throw new UndocumentedError(
      `The records ${records.map(labelOf).join(', ')} are not one PRIMARY and one SECONDARY.`,
    );
  }
  const first = recordHealth(primary, configuration, world);
  const second = recordHealth(secondary, configuration, world);
  const served = first.healthy || !second.healthy ? primary : secondary;
  const why = `PRIMARY is ${wordFor(first.healthy)} and SECONDARY ${wordFor(second.healthy)}: ${served.Failover} is served`;
  return answer(served, [why, first.reason, second.reason]);
}
