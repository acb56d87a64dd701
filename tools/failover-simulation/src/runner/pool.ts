import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Answers, Task } from './worker';

/** As many workers as there are processors to run them on. */
export const WORKERS = Math.max(1, Math.min(8, availableParallelism()));

/** Room for what a run leaves behind, so that the collector of young objects rarely runs. */
const YOUNG_GENERATION_MB = 64;

/** Workers with one bundle of the simulation, each with one task at a time. */
export class Pool {
  private readonly workers: Worker[];

  constructor(
    bundleFile: string,
    private readonly signal: AbortSignal,
    size = WORKERS,
  ) {
    this.workers = Array.from(
      { length: size },
      () => new Worker(bundleFile, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } }),
    );
  }

  /** Lets the workers take tasks until there are none left; the answers are told as they come. */
  async drain<T extends Task>(
    next: () => T | undefined,
    heard: (answer: Answers[T['kind']], task: T) => void,
  ): Promise<void> {
    await Promise.all(
      this.workers.map(async (worker) => {
        for (let task = next(); task !== undefined; task = next()) heard(await this.ask(worker, task), task);
      }),
    );
  }

  async one<T extends Task>(task: T): Promise<Answers[T['kind']]> {
    return this.ask(this.workers[0] as Worker, task);
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private ask<T extends Task>(worker: Worker, task: T): Promise<Answers[T['kind']]> {
    const { signal } = this;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      const settle = () => {
        signal.removeEventListener('abort', stop);
        worker.off('error', failed).off('message', answered);
      };
      const failed = (error: Error) => {
        settle();
        reject(error);
      };
      const answered = ({ answer, error }: { answer?: Answers[T['kind']]; error?: string }) => {
        settle();
        if (answer === undefined) reject(new Error(`The simulation itself failed: ${error}`));
        else resolve(answer);
      };
      signal.addEventListener('abort', stop, { once: true });
      worker.on('error', failed).on('message', answered);
      worker.postMessage(task);
    });
  }
}
