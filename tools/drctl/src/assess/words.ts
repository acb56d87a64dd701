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

const DAY_MS = 86_400_000;

/** A moment in UTC: `03:04:30Z`, and with its day once that is not within the last twelve hours. */
export function clock(at: number, now: number): string {
  const iso = new Date(at).toISOString();
  return Math.abs(now - at) < DAY_MS / 2
    ? `${iso.slice(11, 19)}Z`
    : `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z`;
}

/** The Region in an ARN; the whole, if there is none in it. */
export const regionOfArn = (arn: string): string => arn.split(':')[3] ?? arn;

/** The name at the end of the ARN of a caller: `jane`, or `role/session`. */
export const nameOfCaller = (arn: string): string =>
  arn.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:user|assumed-role)\//, '');
