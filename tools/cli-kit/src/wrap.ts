/** How wide a terminal is taken to be that does not say: the narrowest that anybody is on call with. */
export const DEFAULT_COLUMNS = 80;

/**
 * Breaks a text between its words. A word that is wider than a line stands on one of its own: half an ARN is no ARN.
 *
 * @param width in columns
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((each) => each !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Breaks a shell command so that it can be copied as it stands. */
export function wrapCommand(command: string, width: number): string[] {
  const lines = wrap(command, Math.max(1, width - 2));
  return lines.map((line, index) => {
    const indented = index === 0 ? line : `  ${line}`;
    return index === lines.length - 1 ? indented : `${indented} \\`;
  });
}
