/** What a condition key or a policy variable is worth in a request: one value, or the values of a key that has several. */
export type ContextValue = string | readonly string[];

/** The context of a request, by condition key, in any case. What is not known of a request is not in it. */
export type Context = Readonly<Record<string, ContextValue>>;

/** A context in which keys are found whatever their case: `aws:SourceArn` is `aws:sourcearn`. */
export class ContextKeys {
  readonly #values = new Map<string, ContextValue>();

  constructor(context: Context) {
    for (const [key, value] of Object.entries(context)) this.#values.set(key.toLowerCase(), value);
  }

  /** @param key - in lower case */
  get(key: string): ContextValue | undefined {
    return this.#values.get(key);
  }

  /** The value of a key that has one, as a policy variable wants it. */
  single(key: string): string | undefined {
    const value = this.#values.get(key.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  }
}
