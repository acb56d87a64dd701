import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { ActionStub, StepWorld } from '../runner/run-steps';

/** The repository whose workflows are run. */
export const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

/** What a command does in the place of the real one: what its words begin with decides. */
export interface Behaviour {
  /** Such as `npm run drift`. */
  readonly command: string;
  readonly exitCode?: number;
  readonly stdout?: string;
  /** What it writes, by the option that names the file. */
  readonly writes?: Readonly<Record<string, string>>;
}

const SHIM = `#!${process.execPath}
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const folder = dirname(process.argv[1]);
const words = [basename(process.argv[1]), ...process.argv.slice(2)];
appendFileSync(join(folder, 'calls'), JSON.stringify(words) + '\\n');
const line = words.join(' ').replace('--silent ', '');
const behaviours = JSON.parse(readFileSync(join(folder, 'behaviours'), 'utf8'));
const found = behaviours.findLast(({ command }) => line.startsWith(command)) ?? {};
for (const [option, text] of Object.entries(found.writes ?? {})) {
  const at = words.indexOf(option);
  if (at > 0) writeFileSync(words[at + 1], text);
}
process.stdout.write(found.stdout ?? '');
process.exitCode = found.exitCode ?? 0;
`;

/** A runner of GitHub's, without GitHub: programs and actions are stand-ins that record what they are asked for. */
export class RunnerWorld implements StepWorld {
  readonly workspaceRoot = workspaceRoot;
  readonly summary: string[] = [];
  /** The inputs of each action that was used, in order. */
  readonly used: { readonly action: string; readonly inputs: Readonly<Record<string, string>> }[] = [];
  readonly folder: string;
  readonly #root = mkdtempSync(join(tmpdir(), 'healthcare-runner-'));
  readonly #bin = join(this.#root, 'bin');

  constructor(behaviours: readonly Behaviour[] = []) {
    this.folder = join(this.#root, 'work');
    for (const folder of [this.folder, this.#bin]) mkdirSync(folder);
    writeFileSync(join(this.#bin, 'behaviours'), JSON.stringify(behaviours));
    writeFileSync(join(this.#bin, 'calls'), '');
    for (const program of ['npm', 'npx', 'gh']) {
      writeFileSync(join(this.#bin, program), SHIM);
      chmodSync(join(this.#bin, program), 0o755);
    }
  }

  get variables(): Readonly<Record<string, string>> {
    return { PATH: `${this.#bin}:/usr/bin:/bin`, HOME: this.#root };
  }

  /** Every command that was run, by its words. */
  get calls(): string[][] {
    return readFileSync(join(this.#bin, 'calls'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as string[]);
  }

  /** Every command as one line, without `npm ci`, with which each job begins. */
  get commands(): string[] {
    return this.calls.map((words) => words.join(' ')).filter((line) => line !== 'npm ci');
  }

  readonly actions: Readonly<Record<string, ActionStub>> = {
    ...Object.fromEntries(
      [
        'actions/attest-build-provenance',
        'actions/checkout',
        'actions/github-script',
        'actions/setup-node',
        'actions/setup-python',
        'aws-actions/configure-aws-credentials',
        'hashicorp/setup-terraform',
        'opentofu/setup-opentofu',
      ].map((action) => [action, (inputs) => this.#use(action, inputs)] satisfies [string, ActionStub]),
    ),
    'actions/upload-artifact': (inputs) => {
      this.#use('actions/upload-artifact', inputs);
      const { name = '', path = '' } = inputs;
      const from = join(this.folder, path);
      const to = this.artifact(name);
      mkdirSync(to, { recursive: true });
      if (existsSync(from))
        cpSync(from, path.includes('.') ? join(to, basename(path)) : to, { recursive: true });
      return undefined;
    },
    'actions/download-artifact': (inputs) => {
      this.#use('actions/download-artifact', inputs);
      const { name = '', path = '.' } = inputs;
      if (!existsSync(this.artifact(name))) throw new Error(`There is no artifact '${name}'.`);
      cpSync(this.artifact(name), join(this.folder, path), { recursive: true });
      return undefined;
    },
  };

  /** Where an artifact is kept. */
  artifact(name: string): string {
    return join(this.#root, 'artifacts', name);
  }

  /** Lays empty files into the folder that steps work in, as a checkout would. */
  provide(...files: string[]): void {
    for (const file of files) {
      mkdirSync(join(this.folder, dirname(file)), { recursive: true });
      writeFileSync(join(this.folder, file), '');
    }
  }

  /** The inputs of every use of an action. */
  inputsOf(action: string): Readonly<Record<string, string>>[] {
    return this.used.filter((use) => use.action === action).map(({ inputs }) => inputs);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true });
  }

  #use(action: string, inputs: Readonly<Record<string, string>>): undefined {
    this.used.push({ action, inputs });
    return undefined;
  }
}
