import { wrap, wrapCommand, type Terminal } from '@healthcare-dr/cli-kit';
import type { HistoryLine, Incident } from '@healthcare-dr/failover-controller';
import { stepsText } from '../views/steps';
import type { FollowListener } from './follow';

/** Shows what a followed incident does. */
export interface Progress extends FollowListener {
  /** Ends the display; `failure` says why the step it was at is not done. */
  end(failure: string | undefined): void;
}

/** The whole command by which an incident is approved. */
export type ApprovalCommand = (incident: Incident) => string;

/** One line for each thing that happens, for logs. */
export function plainProgress(print: (text: string) => void, approval: ApprovalCommand): Progress {
  const clock = (at: number) => new Date(at).toISOString().slice(11, 19);
  return {
    line: ({ at, title, text }) => print(`${clock(at)}Z  ${title}: ${text}`),
    phase: (phase, incident) => {
      if (phase === 'approval-required') print(`It waits for approval: ${approval(incident)}`);
    },
    looked: () => undefined,
    blind: (reason) => print(`the journal does not answer for now: ${reason}`),
    waits: (reason) => print(`it waits: ${reason}`),
    end: () => undefined,
  };
}

/** The steps with their times, drawn anew with every look: the view of `drctl status --watch`. */
export function liveProgress(
  { columns, redraw }: Pick<Terminal, 'columns' | 'redraw'>,
  now: () => number,
  approval: ApprovalCommand,
): Progress {
  const history: HistoryLine[] = [];
  let incident: Incident | undefined;
  let note: readonly string[] = [];
  const draw = () => {
    if (incident === undefined)
      return redraw(['The controller has taken it; its journal is looked at.', ...note]);
    redraw([...stepsText(incident, history, now(), columns), ...(note.length === 0 ? [] : ['', ...note])]);
  };
  return {
    line: (line) => void history.push(line),
    phase: (phase, current) => {
      note =
        phase === 'approval-required'
          ? [
              'It waits for approval:',
              ...wrapCommand(approval(current), columns - 2).map((text) => `  ${text}`),
            ]
          : [];
    },
    looked: (current) => {
      incident = current;
      draw();
    },
    blind: (reason) => {
      note = wrap(`The journal does not answer for now: ${reason}`, columns);
      draw();
    },
    waits: (reason) => {
      note = wrap(`It waits: ${reason}`, columns);
      draw();
    },
    end: (failure) => {
      note = failure === undefined ? [] : wrap(failure, columns);
      draw();
    },
  };
}
