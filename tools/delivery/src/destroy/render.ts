import type { DestroyOutcome } from './destroy-environment';

/** One line, or more where something is to be done, on what became of a state. */
export function formatDestroyed(stack: string, outcome: DestroyOutcome): string {
  switch (outcome.status) {
    case 'destroyed':
      return `${stack}: destroyed (${outcome.resources} resources).`;
    case 'refused':
      return [
        `${stack}: the gate stopped it; nothing was destroyed.`,
        ...outcome.findings.map(({ name, detail, never }) =>
          never ? `  ${detail}. Never in production.` : `  ${detail}. If it is meant: --allow '${name}'.`,
        ),
      ].join('\n');
    case 'skipped':
      return `${stack}: skipped, since ${outcome.because.join(', ')} still stands on it.`;
    case 'failed':
      return `${stack}: FAILED. ${outcome.message}`;
    case 'interrupted':
      return `${stack}: interrupted. ${outcome.message}`;
  }
}
