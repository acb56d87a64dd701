/** Something that has to wait for others of its kind. */
export interface Scheduled {
  readonly name: string;
  /** Names of those that must be done before it; a name that is not scheduled counts as done. */
  readonly dependsOn: readonly string[];
}

/** Turns the order around: what was to be done first is to be undone last. */
export function reversed(items: readonly Scheduled[]): Scheduled[] {
  return items.map(({ name }) => ({
    name,
    dependsOn: items.filter(({ dependsOn }) => dependsOn.includes(name)).map((dependent) => dependent.name),
  }));
}

/** A dependency failed, so this was not begun. */
export class DependencyFailedError extends Error {
  constructor(name: string, dependency: string) {
    super(`${name} was not begun: ${dependency} failed.`);
    this.name = 'DependencyFailedError';
  }
}

/**
 * Runs work in dependency order, a limited number of pieces at a time. Every item is begun with {@link run}, in any order;
 * it waits there for its turn.
 */
export class DependencyScheduler {
  readonly #items: ReadonlyMap<string, Scheduled>;
  readonly #done = new Map<string, PromiseWithResolversLike>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param limit - how many pieces may run at a time */
  constructor(items: readonly Scheduled[], limit: number) {
    this.#items = new Map(items.map((item) => [item.name, item]));
    for (const { name } of items) this.#done.set(name, withResolvers());
    this.#free = limit;
    const cycle = findCycle(this.#items);
    if (cycle !== undefined) throw new Error(`These wait for each other: ${cycle.join(' -> ')}`);
  }

  /** Runs the work of one item once all it depends on is done; rejects if one of these failed. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const done = this.#done.get(name);
    if (done === undefined) throw new Error(`'${name}' is not scheduled`);
    try {
      for (const dependency of this.#items.get(name)?.dependsOn ?? []) {
        if (!((await this.#done.get(dependency)?.promise) ?? true))
          throw new DependencyFailedError(name, dependency);
      }
      await this.#acquire();
      try {
        const result = await work();
        done.resolve(true);
        return result;
      } finally {
        this.#release();
      }
    } catch (error) {
      done.resolve(false);
      throw error;
    }
  }

  /**
   * Waits until an item is done, without taking a turn.
   *
   * @param waiting - what waits for it, for the message
   * @throws DependencyFailedError if it failed
   */
  async finished(name: string, waiting: string): Promise<void> {
    const done = this.#done.get(name);
    if (done === undefined) throw new Error(`'${name}' is not scheduled`);
    if (!(await done.promise)) throw new DependencyFailedError(waiting, name);
  }

  #acquire(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

interface PromiseWithResolversLike {
  readonly promise: Promise<boolean>;
  resolve(succeeded: boolean): void;
}

function withResolvers(): PromiseWithResolversLike {
  let resolve: (succeeded: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((settle) => (resolve = settle));
  return { promise, resolve };
}

function findCycle(items: ReadonlyMap<string, Scheduled>): string[] | undefined {
  const finished = new Set<string>();
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const dependency of items.get(name)?.dependsOn ?? []) {
      const cycle = visit(dependency, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of items.keys()) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
