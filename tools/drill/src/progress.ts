/** Lines of Terraform's that say what it is doing; the rest of its output is the plan, of which nobody can read a flickering line. */
const DOING =
  /^\S+: (?:Creating|Creation|Destroying|Destruction|Modifying|Modifications|Refreshing|Reading|Still)|^(?:Plan|Apply|Destroy)[: ]|^Initializing/;

/** How often at most a line is shown, in milliseconds: each one makes the whole task list be drawn anew. */
export const SHOWN_EVERY_MS = 200;

/**
 * Shows what Terraform is doing, line by line, no faster than an eye can follow.
 *
 * @param show - takes a line to be seen
 * @param now - the time in milliseconds
 */
export function progress(
  show: (line: string) => void,
  now = () => performance.now(),
): (line: string) => void {
  let shownMs = -Infinity;
  return (line) => {
    if (!DOING.test(line) || now() - shownMs < SHOWN_EVERY_MS) return;
    shownMs = now();
    show(line);
  };
}
