import { join } from 'node:path';
import { findExecutable } from '@healthcare-dr/processes';
import type { Assertion } from '../assertion-recorder';
import { runbookPages, type Block } from '../runbooks/blocks';
import { executePage, type OperatorShell } from '../runbooks/execute';
import { operatorCodes } from '../runbooks/operator-codes';
import type { DrillSession, Step } from '../session';

/** The pages of an outage, which every drill works through. */
const OUTAGE = ['break-glass.md', 'controller-unavailable.md', 'disaster-failover.md', 'hold.md'];

/** How many pages are worked through at a time. */
const CONCURRENCY = 4;

/** Nothing listens there: a program that would leave this machine is refused. */
const NOWHERE = 'http://127.0.0.1:1';

/**
 * Runs the commands of runbooks on what stands, with all well: what only looks on several pages at a time, then what sets a switch and
 * takes it back, page by page. Where there is no AWS CLI, what calls it is left out, and said to be.
 *
 * @param all - every page, and not only those of an outage
 */
export function runbooks(session: DrillSession, all: boolean): Step {
  return {
    title: 'Run the commands of runbooks',
    task: async (_, task) => {
      const { recorder, signal, workspaceRoot, environment } = session.props;
      const { stage } = session;
      const startedMs = performance.now();
      const hasAwsCli = (await findExecutable('aws')) !== undefined;
      const canRun = ({ text }: Block) => hasAwsCli || !/\baws /.test(text);
      const shellOf = (page: string, kind: string): OperatorShell => ({
        workspaceRoot,
        environment,
        variables: operatorVariables(session),
        folder: join(session.props.folder, 'runbooks', `${page}-${kind}`),
        now: stage.clock.now(),
        signal,
      });
      const pages = runbookPages().filter((page) => all || OUTAGE.includes(page));
      const assertions: Assertion[] = await operatorCodes(shellOf('drctl', 'json'));
      const waiting = [...pages];
      await Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          for (let page = waiting.shift(); page !== undefined; page = waiting.shift())
            assertions.push(...(await executePage(page, 'look', shellOf(page, 'look'), canRun)));
        }),
      );
      const hold = await stage.hold();
      for (const page of pages)
        assertions.push(...(await executePage(page, 'act', shellOf(page, 'act'), canRun)));
      await stage.setHold(hold);
      recorder.recordAll(assertions.toSorted((a, b) => a.id.localeCompare(b.id, 'en')));
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
      task.title = `Ran ${assertions.length} blocks of ${pages.length} runbooks in ${seconds} s${hasAwsCli ? '' : '; there is no AWS CLI here for the others'}`;
    },
  };
}

/** An operator's, whose programs find the local AWS and nothing beyond this machine. */
const operatorVariables = (session: DrillSession): NodeJS.ProcessEnv => ({
  ...process.env,
  ...session.aws.environment,
  ...session.stage.operatorVariables,
  HTTP_PROXY: NOWHERE,
  HTTPS_PROXY: NOWHERE,
  NO_PROXY: '127.0.0.1,localhost',
  NO_COLOR: '1',
});
