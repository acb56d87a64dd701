import { RTO_MILLISECONDS } from '@healthcare-dr/topology';
import type { Assertion } from '../assertion-recorder';
import { clock, list } from '../failover/checks';
import type { Recording } from '../failover/facts';
import type { ClientRecording, ReconciledRecords, RestoredRecord } from './facts';
import { outageOf, type ClientRequest, type Outage } from './requests';

const KINDS = ['write', 'read'] as const;

/** How many of the requests that went wrong are shown. */
const SHOWN = 5;

const told = (requests: readonly ClientRequest[], recording: Recording): string[] =>
  requests
    .slice(0, SHOWN)
    .map(
      ({ at, kind, id, role, reason }) =>
        `${clock(at, recording)}: ${kind} of ${id} at ${role ?? 'nobody'}: ${reason ?? ''}`,
    );

/** What must hold of what clients saw and were told, whatever is lost; nothing where no client asks. */
export function dataAssertions(recording: Recording): Assertion[] {
  const { client, scenario, title } = recording;
  if (client === undefined) return [];
  const { requests, loss, taskEnds } = client;
  const wrong = requests.filter(({ outcome }) => outcome === 'wrong');
  return [
    {
      id: `served-as-sent/${scenario}`,
      title: `${title}: no client is given what was never sent, and no such record is kept`,
      ok: requests.length > 0 && wrong.length === 0 && loss.neverSent === 0,
      detail: list(
        [
          ...told(wrong, recording),
          ...(loss.neverSent === 0 ? [] : [`${loss.neverSent} records nobody sent`]),
        ],
        `${requests.length} requests`,
      ),
    },
    {
      id: `documents-accounted/${scenario}`,
      title: `${title}: no row points to an object that is missing and not reported`,
      ok: loss.acknowledged > 0 && loss.documentsUnreported === 0,
      detail: `${loss.documentsMissing} rows without their object, ${loss.documentsUnreported} of them not reported as pending or failed`,
    },
    {
      id: `tasks-survive/${scenario}`,
      title: `${title}: no task of the service ends by itself`,
      ok: taskEnds.length === 0,
      detail: list(
        taskEnds.map(({ role, at, exitCode, lines }) =>
          [`${clock(at, recording)}: that of ${role}, with exit code ${exitCode}`, ...lines].join('\n  '),
        ),
        `${requests.length} requests`,
      ),
    },
    ...objectAssertions(recording, client),
  ];
}

/** Where both Regions can be reached at the end, every object is in both. */
function objectAssertions(
  { dark, to, scenario, title }: Recording,
  { objects, loss }: ClientRecording,
): Assertion[] {
  if (dark !== undefined && dark.to >= to) return [];
  const { completed, pending, failed, late } = objects;
  return [
    {
      id: `objects-replicated/${scenario}`,
      title: `${title}: every object is replicated by the deployed rules`,
      ok: completed > 0 && pending === 0 && failed === 0 && loss.objectsMissing === 0,
      detail: `${completed} replicated, ${pending} pending, ${failed} failed, ${late} after more than 15 minutes; ${loss.objectsMissing} of ${loss.acknowledged} acknowledged are missing`,
    },
  ];
}

/** Nothing that was acknowledged is missing: where nothing is promoted, and where the move was planned. */
export function nothingLost(recording: Recording): Assertion[] {
  const { client, scenario, title } = recording;
  if (client === undefined) return [];
  const { loss } = client;
  return [
    {
      id: `acknowledged-kept/${scenario}`,
      title: `${title}: every record that a client was told is kept is there`,
      ok: loss.acknowledged > 0 && loss.missing === 0 && loss.writtenToOldWriter === 0,
      detail: `${loss.acknowledged} acknowledged, ${loss.missing} missing`,
    },
    ...dataAssertions(recording),
  ];
}

/** Clients are served all the time. */
export function clientServed(recording: Recording): Assertion[] {
  const { client, scenario, title } = recording;
  if (client === undefined) return [];
  const failed = client.requests.filter(({ outcome }) => outcome !== 'ok');
  return [
    {
      id: `clients-served/${scenario}`,
      title: `${title}: every request of a client is answered`,
      ok: client.requests.length > 0 && failed.length === 0,
      detail: list(told(failed, recording), `${client.requests.length} requests`),
    },
  ];
}

function outageDetail(
  { from, to }: Outage,
  requests: readonly ClientRequest[],
  recording: Recording,
): string {
  const end =
    to === undefined ? 'the end' : `${clock(to, recording)}, ${((to - from) / 1000).toFixed(1)} s in all`;
  const failed = requests.filter(({ outcome }) => outcome === 'failed').slice(-SHOWN);
  return [`from ${clock(from, recording)} to ${end}; the last that failed:`, ...told(failed, recording)].join(
    '\n',
  );
}

/** What a failover loses is no older than the controller stated, and clients are served again within the objective. */
export function failoverDataAssertions(recording: Recording): Assertion[] {
  const { client, scenario, title } = recording;
  if (client === undefined) return [];
  const { loss, requests } = client;
  const seconds = (ms: number | undefined) => (ms === undefined ? 'nothing' : `${(ms / 1000).toFixed(1)} s`);
  return [
    {
      id: `acknowledged-loss-stated/${scenario}`,
      title: `${title}: what was acknowledged before the promotion and is missing is no older than the controller stated`,
      ok: loss.acknowledged > 0 && loss.statedMs !== undefined && loss.beyondStatedMs === 0,
      detail:
        `${loss.missing} of ${loss.acknowledged} acknowledged records are missing, the oldest ${seconds(loss.oldestAgeMs)} old at the promotion; ` +
        `the controller stated at most ${seconds(loss.statedMs)}; ${loss.writtenToOldWriter} more were written to the old writer after it`,
    },
    {
      id: `old-writer-not-served/${scenario}`,
      title: `${title}: no client outside is served by the old writer after the promotion`,
      ok: loss.acknowledged > 0 && loss.writtenFromOutside === 0,
      detail: `${loss.writtenFromOutside} records were acknowledged by it, and ${loss.writtenToOldWriter - loss.writtenFromOutside} to a client beside it`,
    },
    ...KINDS.map((kind): Assertion => {
      const outside = requests.filter((each) => each.kind === kind && !each.inside);
      const outage = outageOf(requests, kind);
      const ms = outage === undefined ? 0 : (outage.to ?? Number.POSITIVE_INFINITY) - outage.from;
      return {
        id: `client-outage/${scenario}/${kind}`,
        title: `${title}: clients are without ${kind}s for less than the RTO`,
        ok: outside.length > 0 && ms < RTO_MILLISECONDS,
        detail: outage === undefined ? 'no request failed' : outageDetail(outage, outside, recording),
      };
    }),
    ...dataAssertions(recording),
  ];
}

/** What must hold of clients and their data in a situation: where the writer is promoted with what it has, and anywhere else. */
export const clientAssertions = (recording: Recording): Assertion[] =>
  recording.client?.promoted === true ? failoverDataAssertions(recording) : nothingLost(recording);

/** A record that was deleted by mistake came back as the runbook says; nothing where no client asks. */
export function restoredAssertions(record: RestoredRecord | undefined): Assertion[] {
  if (record === undefined) return [];
  const { by, id, deleted, rows, restored } = record;
  const source = by === 'snapshot' ? 'from a snapshot' : 'to the moment before';
  return [
    {
      id: `record-restored/${by}`,
      title: `A record that was deleted by mistake is copied back from a cluster that was restored ${source}`,
      ok: deleted === 'not-found' && rows === 1 && restored === 'ok',
      detail: `${id}: ${deleted} once deleted, ${rows} rows in the restored cluster, ${restored} afterwards`,
    },
  ];
}

/** What only the old writer had was found in what was kept of it, and is there again; nothing where no client asks. */
export function reconciledAssertions(records: ReconciledRecords | undefined): Assertion[] {
  if (records === undefined) return [];
  const { lost, found, exported, neverSent, different, added, readable } = records;
  return [
    {
      id: 'divergent-reconciled',
      title:
        'What the old writer took and dr never received is exported from its snapshot, and added to what dr has',
      ok:
        lost > 0 &&
        found === lost &&
        readable === lost &&
        added === exported &&
        neverSent === 0 &&
        different === 0,
      detail:
        `${lost} acknowledged records were lost, ${found} of them in the snapshot; ${exported} exported, ${added} added, ${different} different on both sides, ` +
        `${neverSent} that nobody sent; ${readable} are read again with their documents`,
    },
  ];
}
