import controls from './controls.json';
import type { EnvironmentModel, Read } from '@healthcare-dr/testing';

/** The key of a control in the catalogue, such as `kms-rotation`: what a suppression names. */
export type ControlKey = keyof typeof controls;

/** How grave a violation is. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** What is known of a control before anything is looked at. */
export interface Control {
  readonly key: ControlKey;
  /** What holds when the control is met, as one sentence. */
  readonly title: string;
  readonly severity: Severity;
  /** Sections of 45 CFR; empty if the rule sets say good practice, not HIPAA. */
  readonly hipaa: readonly string[];
  /** `mapped`: a rule set cites these sections itself. `analogy`: they are those of its nearest mapped neighbour. */
  readonly basis: 'mapped' | 'analogy' | 'none';
  /** The rule in cdk-nag, AWS Config, checkov, trivy, prowler and powerpipe. */
  readonly ids: readonly string[];
  /** Why no configuration can show it, for the controls that the account's owner answers for. */
  readonly leftTo?: string;
}

/** What a check says of one resource, or of one stack where it looks for absence. */
export interface ControlFinding {
  readonly stack: string;
  /** The resource's address, or the stack's name. */
  readonly address: string;
  /** What is wrong; absent if nothing is. */
  readonly violation?: string;
  /** What was read to say so. */
  readonly evidence: Evidence;
}

/** What a finding rests on. */
export interface Evidence {
  /** The attributes and resources that the rule looked at, in that order. */
  readonly reads: readonly Read[];
  /** What was looked for and not found, or what else no attribute shows. */
  readonly note?: string;
}

/** A control that can be read off the synthesized stacks of an environment. */
export interface Check extends Control {
  /** Looks at every resource the control is about; none means that it does not apply yet. Pure. */
  evaluate(model: EnvironmentModel): ControlFinding[];
}

/** Every control, implemented by a check or left to the account's owner. */
export const CONTROLS: readonly Control[] = Object.entries(controls).map(
  ([key, control]) => ({ key, ...control }) as Control,
);

const byKey = new Map(CONTROLS.map((control) => [control.key, control]));

/** Gives a control its predicate. */
export function check(key: ControlKey, evaluate: Check['evaluate']): Check {
  const control = byKey.get(key);
  if (control === undefined) throw new Error(`The catalogue has no control '${key}'.`);
  return { ...control, evaluate };
}
