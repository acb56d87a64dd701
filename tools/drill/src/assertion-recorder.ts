import type { AssertionId } from './assertion-id';

/** One thing the drill asserted. */
export interface Assertion {
  readonly id: AssertionId;
  readonly title: string;
  readonly ok: boolean;
  /** What was seen instead, or what the title rests on. */
  readonly detail: string;
}

/** Assertions of the drill did not hold. */
export class AssertionFailedError extends Error {
  constructor(failed: readonly Pick<Assertion, 'title' | 'detail'>[]) {
    super(failed.map(({ title, detail }) => `${title}: it does not hold.\n${detail}`).join('\n\n'));
    this.name = 'AssertionFailedError';
  }
}

/** Everything a drill asserted, in order. */
export class AssertionRecorder {
  readonly #assertions: Assertion[] = [];

  get assertions(): readonly Assertion[] {
    return this.#assertions;
  }

  get failed(): number {
    return this.#assertions.filter(({ ok }) => !ok).length;
  }

  /**
   * Records whether something holds.
   *
   * @throws AssertionFailedError if it does not
   */
  record(assertion: Assertion): void {
    this.#assertions.push(assertion);
    if (!assertion.ok) throw new AssertionFailedError([assertion]);
  }

  /**
   * Records all of what was seen at once, so that a report has every one of them.
   *
   * @throws AssertionFailedError for those that do not hold
   */
  recordAll(assertions: readonly Assertion[]): void {
    this.#assertions.push(...assertions);
    const failed = assertions.filter(({ ok }) => !ok);
    if (failed.length > 0) throw new AssertionFailedError(failed);
  }
}
