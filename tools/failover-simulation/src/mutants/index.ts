import { ADAPTERS } from './adapters';
import { APPROVAL } from './approval';
import { CONFIRMATION } from './confirmation';
import { COOL_DOWN } from './cool-down';
import { EVIDENCE } from './evidence';
import { HOLD_AND_DRY_RUN } from './hold-and-dry-run';
import { LEASE } from './lease';
import { LOSS_BOUND } from './loss-bound';
import { NOTIFICATIONS } from './notifications';
import { PLANNED_MOVES } from './planned-moves';
import { SETTLEMENT } from './settlement';
import { TRAFFIC } from './traffic';
import type { Mutant } from './mutant';

/** A mutant, and what it is a mistake in. */
export type ClassedMutant = Mutant & { readonly class: string };

const CLASSES: Readonly<Record<string, readonly Mutant[]>> = {
  evidence: EVIDENCE,
  confirmation: CONFIRMATION,
  'loss bound': LOSS_BOUND,
  approval: APPROVAL,
  'cool-down': COOL_DOWN,
  'planned moves': PLANNED_MOVES,
  'hold and dry run': HOLD_AND_DRY_RUN,
  'drift and traffic order': TRAFFIC,
  'settlement, snapshot and capacity': SETTLEMENT,
  lease: LEASE,
  'notifications and severity': NOTIFICATIONS,
  "adapters' error classes": ADAPTERS,
};

/**
 * The controller with one guard broken each. All must be killed: one that survives asks for better schedules, not for a shorter list.
 */
export const MUTANTS: readonly ClassedMutant[] = Object.entries(CLASSES).flatMap(([name, mutants]) =>
  mutants.map((mutant) => ({ ...mutant, class: name })),
);
