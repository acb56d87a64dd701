import type { AssertionId } from '../assertion-id';
import type { Assertion } from '../assertion-recorder';

/** What the drill must say of something that was broken on purpose. */
export interface Complaint {
  /** The assertion that must fail. */
  readonly id: AssertionId;
  /** What its evidence must name, such as an alarm or a Region. */
  readonly names: readonly string[];
}

/** What is broken on purpose. */
export interface Breakage {
  readonly id: string;
  /** In words, to go on after "with". */
  readonly what: string;
  readonly complaint: Complaint;
}

/**
 * That a drill notices what was broken on purpose: the assertion on it fails, and says what it is.
 *
 * @param assertions - what the drill asserts of a world in which that is broken
 */
export function noticed({ id, what, complaint }: Breakage, assertions: readonly Assertion[]): Assertion {
  const failed = assertions.filter(({ ok }) => !ok);
  const naming = failed.filter(
    (assertion) =>
      assertion.id === complaint.id && complaint.names.every((name) => assertion.detail.includes(name)),
  );
  const said = (naming.length > 0 ? naming : failed).map(
    (assertion) => `${assertion.title}: ${assertion.detail}`,
  );
  return {
    id: `mutation-noticed/${id}`,
    title: `With ${what}, the drill would fail and name it`,
    ok: naming.length > 0,
    detail:
      failed.length === 0
        ? `All of ${assertions.length} assertions held.`
        : naming.length === 0
          ? `None of these is ${complaint.id} and names ${complaint.names.join(', ')}:\n${said.join('\n')}`
          : said.join('\n'),
  };
}
