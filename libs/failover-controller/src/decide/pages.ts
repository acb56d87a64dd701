import type { Incident, Journal } from '../domain/journal';
import { PAGE_AGAIN_MS } from '../domain/limits';
import type { Watch } from '../domain/watch';

/** When an incident has paged somebody: for an approval, of the promotion, or that it is stuck or failed. */
const pagesOf = (incident: Incident | undefined): readonly (number | undefined)[] =>
  incident === undefined
    ? []
    : [
        incident.pagedAt,
        incident.stuckReportedAt,
        incident.kind === 'failover' ? incident.startedAt : undefined,
        incident.result === 'failed' ? incident.closedAt : undefined,
      ];

/** When somebody was last paged since something adverse began, by whatever name; `undefined` if nobody was. */
function lastPagedAt({ incident, watch: { adverseSince, pagedAt } }: Journal): number | undefined {
  if (adverseSince === undefined) return undefined;
  const pages = [pagedAt, ...pagesOf(incident)]
    .filter((at) => at !== undefined)
    .filter((at) => at >= adverseSince);
  return pages.length === 0 ? undefined : Math.max(...pages);
}

/**
 * Whether a page is to be repeated in this round: nobody has answered the last one, and what it told of goes on, though by now it may have
 * another name that alone would not have lasted long enough yet.
 */
export function isPagedAgain(journal: Journal, at: number): boolean {
  const paged = lastPagedAt(journal);
  const { answeredAt } = journal.watch;
  return paged !== undefined && at - paged >= PAGE_AGAIN_MS && (answeredAt ?? 0) < paged;
}

/** What is remembered of pages after one more round. */
export const pagesAfter = (
  { pagedAt, answeredAt }: Pick<Watch, 'pagedAt' | 'answeredAt'>,
  pages: boolean,
  isAdverse: boolean,
  at: number,
): Pick<Watch, 'pagedAt' | 'answeredAt'> =>
  isAdverse ? { pagedAt: pages ? at : pagedAt, answeredAt } : { pagedAt: undefined, answeredAt: undefined };
