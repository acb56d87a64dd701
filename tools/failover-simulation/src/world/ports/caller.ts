import type { CallName, Service, Side } from '../../schedule';
import type { Call, Invocation, Question, Told } from '../call';
import type { Surroundings } from '../surroundings';

/** What a call is about, where that is judged before it is made. */
export interface About {
  readonly engaged?: boolean;
  readonly target?: Side;
}

/** What listens when the caller hears of a call: at once, where a promise would have to be waited for. */
export interface Hearer<T> {
  answered(value: T): void;
  failed(error: unknown): void;
}

/** An answer that never came told nothing, even where the question had been worked on. */
export const unheard = (): void => undefined;

/** Whose ports they are: what an invocation is to them. */
export interface Caller extends Invocation {
  readonly world: Surroundings;
  /**
   * One call, from the moment it is made to that at which the caller hears of it, with whatever the schedule has in store for it.
   */
  call<T>(
    name: CallName,
    service: Service,
    effect: (call: Call) => T,
    about?: About,
    hear?: Hearer<T>,
  ): Promise<T>;
  /** Lets so many milliseconds pass. */
  pause(ms: number): Promise<void>;
  /** The look that a question belongs to. */
  look(question: Question): Told;
}
