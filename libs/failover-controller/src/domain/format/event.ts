import type { JournalEvent } from '../protocol';

/** `promotion requested`: the codes are the words. */
export const formatEvent = (event: JournalEvent): string => event.replaceAll('-', ' ');
