import { InputError, processTerminal, type Terminal } from '@healthcare-dr/cli-kit';
import { withInterrupts } from '@healthcare-dr/processes';
import { LOCK_TIMEOUT_SECONDS } from '@healthcare-dr/terraform';
import { ROLES, type Role } from '@healthcare-dr/topology';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { SHORTEST_DIGEST } from '../deploy/approval';
import { DEFAULT_PARALLEL } from '../deploy/deploy-environment';
import { DeliverySession } from '../deploy/session';
import { MAX_DESTROYED, type GatePolicy } from '../plan/gate';
import { synthesizeForDeployment } from '../stacks/synthesize';
import type { SynthesizedStack } from '../stacks/synthesized-stack';

/** What every command takes from the process. */
export interface CliContext {
  readonly workspaceRoot: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
}

/** The context of this process. */
export const processContext = (workspaceRoot: string): CliContext => ({
  workspaceRoot,
  variables: process.env,
  terminal: processTerminal(process.env),
});

/** The options that choose stacks. */
export interface SelectionFlags {
  readonly environment?: string;
  readonly role?: Role;
  readonly only?: readonly string[];
  readonly parallel: number;
  readonly lockTimeout: number;
}

/** Adds the options that choose stacks. */
export function selecting(command: Command): Command {
  return command
    .option(
      '--environment <suffix>',
      'the environment; default: ENVIRONMENT_SUFFIX, else the context of cdktf.json',
    )
    .addOption(
      new Option('--role <role>', 'one side only; dr needs nothing of the primary Region').choices([
        ...ROLES,
      ]),
    )
    .option('--only <stacks>', 'these stacks alone, whatever they stand on: for emergencies', listOf)
    .option(
      '--parallel <number>',
      'how many Terraform processes run at a time',
      numberOf(1, 20),
      DEFAULT_PARALLEL,
    )
    .option(
      '--lock-timeout <seconds>',
      'how long to wait for another run, and for the lock of a state',
      numberOf(0, 7200),
      LOCK_TIMEOUT_SECONDS,
    );
}

/** The options of the gate. */
export interface GateFlags {
  readonly allow: readonly string[];
  readonly maxDestroyed: number;
}

/** Adds the options of the gate. */
export function gated(command: Command): Command {
  return command
    .option(
      '--allow <name>',
      'a finding of the gate that is meant: <stack>/<address>; may be repeated',
      collectAllowed,
      [],
    )
    .option(
      '--max-destroyed <number>',
      'how many resources of one stack may be destroyed or replaced',
      numberOf(0, 10_000),
      MAX_DESTROYED,
    );
}

/** The policy that the options of the gate make. */
export const policyOf = (
  { allow, maxDestroyed }: GateFlags,
  { production }: Pick<DeliverySession, 'production'>,
): GatePolicy => ({ production, maxDestroyed, allowed: new Set(allow) });

/** A list of names, separated by commas. */
export function listOf(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError('Allowed: names, separated by commas.');
}

/** Collects the values of an option that is repeated. */
export const collect = (text: string, before: readonly string[]): string[] => [...before, text];

/** Collects names of findings of the gate. */
export function collectAllowed(text: string, before: readonly string[]): string[] {
  if (/^(primary|dr)-[a-z0-9-]+\/\S/.test(text)) return collect(text, before);
  throw new InvalidArgumentError('Allowed: <stack>/<address>, as npm run plan:gate names it.');
}

/** Collects digests of waves. */
export function collectDigests(text: string, before: readonly string[]): string[] {
  if (/^[0-9a-f]+$/.test(text) && text.length >= SHORTEST_DIGEST && text.length <= 64)
    return collect(text, before);
  throw new InvalidArgumentError(`Allowed: the first ${SHORTEST_DIGEST} to 64 digits of a wave's digest.`);
}

/**
 * Holds what is allowed by name to be of stacks that there are: a name that is mistyped would allow nothing, unseen.
 *
 * @throws InputError
 */
export function assertAllowable(
  stacks: readonly Pick<SynthesizedStack, 'name'>[],
  allow: readonly string[],
): void {
  const names = stacks.map(({ name }) => name);
  const unknown = allow.filter((text) => !names.includes(text.slice(0, text.indexOf('/'))));
  if (unknown.length === 0) return;
  throw new InputError({
    problem: `There is no stack of '${unknown.join("', '")}', which --allow names. Nothing was done.`,
    allowed: `<stack>/<address> of ${names.join(', ')}`,
    fix: 'name it as npm run plan:gate does.',
  });
}

/** Reads a whole number within bounds. */
export function numberOf(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${least} to ${most}.`);
  };
}

/** Runs a command on the chosen environment, with an interrupt passed on to what it runs. */
export function inSession<T>(
  { workspaceRoot, variables, terminal }: CliContext,
  { environment: suffix, lockTimeout }: Pick<SelectionFlags, 'environment' | 'lockTimeout'>,
  work: (session: DeliverySession) => Promise<T>,
): Promise<T> {
  const environment = chosenEnvironment(workspaceRoot, variables, suffix);
  return withInterrupts(async (signal) => {
    const session = new DeliverySession({
      workspaceRoot,
      environment,
      variables,
      signal,
      lockTimeoutSeconds: lockTimeout,
      note: (text) => terminal.note(text),
    });
    try {
      return await work(session);
    } finally {
      session.destroy();
    }
  });
}

/** Synthesizes every stack of a session's environment. */
export function synthesizeAll({ options }: DeliverySession): Promise<SynthesizedStack[]> {
  return synthesizeForDeployment({
    workspaceRoot: options.workspaceRoot,
    environment: options.environment.suffix,
  });
}
