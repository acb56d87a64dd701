import { list, type Terminal } from '@healthcare-dr/cli-kit';
import type { Role } from '@healthcare-dr/topology';
import { ControllerError, invokeController, type InvokeOptions } from '../controller/invoke';
import type { Pair, RegionClients } from '../pair';

/** What `acknowledge` is given. */
export interface AcknowledgeOptions {
  readonly pair: Pair;
  readonly terminal: Terminal;
  readonly requestedBy: string;
  readonly requestId: string;
  readonly json: boolean;
  /** How the controllers are waited for. @default - as long as they are at work */
  readonly invocation?: InvokeOptions;
}

interface Acknowledgement {
  readonly role: Role;
  readonly region: string;
  /** Whether its pages are looked after now. */
  readonly taken: boolean;
  readonly text: string;
}

/**
 * Tells both controllers that somebody looks after what they page. A Region that does not answer is named.
 *
 * @returns the exit code: 0 if a controller has taken it
 */
export async function acknowledge(options: AcknowledgeOptions): Promise<number> {
  const { pair, terminal, json } = options;
  const answers = await Promise.all([pair.sides.primary, pair.sides.dr].map((side) => askOne(side, options)));
  const done = answers.some(({ taken }) => taken);
  if (json) terminal.print(JSON.stringify({ done, regions: answers }, undefined, 2));
  else
    terminal.print(
      list(
        terminal,
        ['Side', 'Region', 'Answer'],
        answers.map(({ role, region, taken, text }) => ({
          state: taken ? 'ok' : 'unknown',
          cells: [role, region, text],
        })),
      ),
    );
  return done ? 0 : 1;
}

async function askOne(side: RegionClients, options: AcknowledgeOptions): Promise<Acknowledgement> {
  const { role, region } = side;
  const { requestId, requestedBy, invocation } = options;
  try {
    const command = { operation: 'acknowledge', requestId, requestedBy } as const;
    const { disposition, message } = await invokeController(side, command, invocation);
    return { role, region, taken: disposition === 'accepted', text: message };
  } catch (error) {
    if (!(error instanceof ControllerError)) throw error;
    return { role, region, taken: false, text: error.message };
  }
}
