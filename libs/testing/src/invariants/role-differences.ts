import type { DeclaredException } from './declared';

/**
 * Where the stacks of a tier differ between the primary and the dr side, and why. All else must be the same but for Region,
 * zones, addresses and the words for the roles; a difference that is declared and not there fails too.
 *
 * A tier that is not listed has none.
 */
export const ROLE_DIFFERENCES: Readonly<Record<string, readonly DeclaredException[]>> = {};

/**
 * Where a dr stack names the primary Region as plain data, and why it needs nothing from there.
 *
 * A tier that is not listed names it nowhere.
 */
export const PRIMARY_REGION_MENTIONS: Readonly<Record<string, readonly DeclaredException[]>> = {};
