/** `62 s`. */
export const formatSeconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** `15 min`. */
export const formatMinutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;
