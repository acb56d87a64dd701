import type { Acknowledged } from './requests';

/** What stands in the database that writes, and in the bucket beside it. */
export interface Kept {
  /** The key of the document of each row, by the id of the record. */
  readonly rows: ReadonlyMap<string, string>;
  readonly documents: ReadonlySet<string>;
  /** The keys of documents that S3 says are pending or failed, on their way to that bucket. */
  readonly reported: ReadonlySet<string>;
}

/** A promotion that may lose data, and what the controller had said of it. */
export interface Promotion {
  /** When the target began to be promoted. */
  readonly at: number;
  /** When the controller decided, and how much it said is lost at the most; `undefined`: it never said. */
  readonly stated: { readonly at: number; readonly lossMs: number } | undefined;
}

/** What of the acknowledged records is missing, and why. Times are virtual milliseconds. */
export interface DataLoss {
  readonly acknowledged: number;
  /** Acknowledged before the promotion, or without any, and not there any more. */
  readonly missing: number;
  /** How old the oldest of these was at the promotion. */
  readonly oldestAgeMs: number | undefined;
  /** What the controller promised as the most. */
  readonly statedMs: number | undefined;
  /** By how much the oldest is older than that: above 0, the controller was wrong. */
  readonly beyondStatedMs: number;
  /** Acknowledged by the old writer after the promotion: only its snapshot has them. */
  readonly writtenToOldWriter: number;
  /** Of these, those of clients outside: they should have found nobody there. */
  readonly writtenFromOutside: number;
  /** Rows whose document is not in the bucket beside the database. */
  readonly documentsMissing: number;
  /** Of these, those that S3 does not report as pending or failed. */
  readonly documentsUnreported: number;
  /** Acknowledged records whose document is not there, whether their row is or not. */
  readonly objectsMissing: number;
  /** Records that are there and that nobody sent. */
  readonly neverSent: number;
  /** The ids of {@link missing} and {@link writtenToOldWriter}. */
  readonly lostIds: readonly string[];
}

/**
 * Compares what clients were told with what is there.
 *
 * @param sent - the ids of all that was ever sent
 * @param promotion - if data may have been lost
 */
export function lossOf(
  acknowledged: readonly Acknowledged[],
  sent: ReadonlySet<string>,
  { rows, documents, reported }: Kept,
  promotion?: Promotion,
): DataLoss {
  const gone = acknowledged.filter(({ id }) => !rows.has(id));
  const isAfter = ({ at }: Acknowledged) => promotion !== undefined && at >= promotion.at;
  const missing = gone.filter((each) => !isAfter(each));
  const oldest = missing.length === 0 ? undefined : Math.min(...missing.map(({ at }) => at));
  const stated = promotion?.stated;
  const withoutDocument = [...rows.values()].filter((key) => !documents.has(key));
  const idsOfDocuments = new Set([...documents].map(recordOf));
  return {
    acknowledged: acknowledged.length,
    missing: missing.length,
    oldestAgeMs: oldest === undefined || promotion === undefined ? undefined : promotion.at - oldest,
    statedMs: stated?.lossMs,
    beyondStatedMs:
      oldest === undefined
        ? 0
        : stated === undefined
          ? Number.POSITIVE_INFINITY
          : Math.max(0, stated.at - stated.lossMs - oldest),
    writtenToOldWriter: gone.filter(isAfter).length,
    writtenFromOutside: gone.filter((each) => isAfter(each) && !each.inside).length,
    documentsMissing: withoutDocument.length,
    documentsUnreported: withoutDocument.filter((key) => !reported.has(key)).length,
    objectsMissing: acknowledged.filter(({ id }) => !idsOfDocuments.has(id)).length,
    neverSent: [...rows.keys()].filter((id) => !sent.has(id)).length,
    lostIds: gone.map(({ id }) => id),
  };
}

/** The record of a document, by its key: `records/<id>/<hash>`. */
const recordOf = (key: string): string => key.split('/')[1] ?? '';
