import type { HistoryLine, Incident, IncidentKind, Phase } from '@healthcare-dr/failover-controller';
import { Listr } from 'listr2';
import type { FollowListener } from './follow';

/** Shows what a followed incident does. */
export interface Progress extends FollowListener {
  /** Ends the display; `failure` says why the step it was at is not done. */
  end(failure: string | undefined): Promise<void>;
}

/** What is done in each phase, in the order in which they follow each other. */
const STAGES: Readonly<Record<IncidentKind, readonly (readonly [Phase, string])[]>> = {
  failover: [
    ['suspected', 'Confirm that the Region is lost'],
    ['promoting', 'Promote the standby'],
    ['routing-to-dr', 'Route traffic to dr'],
    ['completing', 'Raise capacity and finish'],
  ],
  switchover: [
    ['promoting', 'Move the writer to dr'],
    ['routing-to-dr', 'Route traffic to dr'],
    ['completing', 'Raise capacity and finish'],
  ],
  failback: [
    ['promoting', 'Move the writer to primary'],
    ['routing-to-primary', 'Route traffic to primary'],
    ['completing', 'Finish'],
  ],
};

/** Waiting for an approval is still the first stage. */
const stageOf = (kind: IncidentKind, phase: Phase): number => {
  if (phase === 'closed') return STAGES[kind].length;
  return Math.max(
    0,
    STAGES[kind].findIndex(([of]) => of === phase),
  );
};

/** One line for each thing that happens, for logs. */
export function plainProgress(print: (text: string) => void): Progress {
  const clock = (at: number) => new Date(at).toISOString().slice(11, 19);
  return {
    line: ({ at, title, text }) => print(`${clock(at)}Z  ${title}: ${text}`),
    phase: (phase, incident) => {
      if (phase === 'approval-required') print(approvalHint(incident));
    },
    blind: (reason) => print(`the journal does not answer for now: ${reason}`),
    waits: (reason) => print(`it waits: ${reason}`),
    end: () => Promise.resolve(),
  };
}

const approvalHint = ({ id }: Incident): string =>
  `It waits for approval: drctl approve ${id} (with --accept-data-loss, if the loss may be beyond the bound).`;

interface ProgressStage {
  readonly title: string;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** A list of what is to be done, with a line below what is being done. */
export function liveProgress(kind: IncidentKind): Progress {
  const stages = STAGES[kind].map(([, title]) => stage(title));
  let say: (text: string) => void = () => undefined;
  const list = new Listr(
    stages.map(({ title, done }) => ({
      title,
      task: (_, task) => {
        say = (text) => {
          task.output = text;
        };
        return done;
      },
    })),
    { renderer: 'default', registerSignalListeners: false, rendererOptions: { collapseSubtasks: false } },
  );
  // What went wrong is told by whoever ended it.
  const run = list.run().then(
    () => undefined,
    () => undefined,
  );
  let reached = 0;
  return {
    line: ({ title, text }: HistoryLine) => say(`${title}: ${text}`),
    phase: (phase, incident) => {
      // A failure is shown where it happened, by `end`.
      if (phase === 'closed' && incident.result !== 'succeeded') return;
      reached = stageOf(kind, phase);
      for (const { resolve } of stages.slice(0, reached)) resolve();
      if (phase === 'approval-required') say(approvalHint(incident));
    },
    blind: (reason) => say(`the journal does not answer for now: ${reason}`),
    waits: (reason) => say(`it waits: ${reason}`),
    end: async (failure) => {
      if (failure === undefined) for (const { resolve } of stages) resolve();
      else stages[reached]?.reject(new Error(failure));
      await run;
    },
  };
}

function stage(title: string): ProgressStage {
  let resolve: () => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const done = new Promise<void>((onDone, onFailed) => {
    [resolve, reject] = [onDone, onFailed];
  });
  // Before the list has come to it, nobody listens.
  done.catch(() => undefined);
  return { title, done, resolve, reject };
}
