/** A duration as a person says it: `42 s`, `3 min`, `5 h`, `2 d`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** How long ago a moment was. */
export const ago = (at: number, now: number): string => `${duration(now - at)} ago`;

/** A lag: below two seconds in milliseconds, as AWS measures it. */
export const lagInWords = (ms: number): string => (ms < 2_000 ? `${Math.round(ms)} ms` : duration(ms));
