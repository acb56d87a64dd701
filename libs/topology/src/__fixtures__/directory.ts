import { join } from 'node:path';

/** The environments that specs are written against: frozen, so that what a user writes into theirs turns no spec red. */
export const FIXTURES_DIRECTORY = join(__dirname, 'environments');
