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

/** What a line begins with that those it continues on stand under: its indentation, and a label that has a column of its own. */
const LEAD = /^ *(?:[a-z][a-z ]*: {2,})?/;

/**
 * Breaks each line of a text that is too wide between its words, and lets it continue under where it began; a line that fits stays as it is.
 *
 * @param width in columns
 */
export function wrapLines(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      if (line.length <= width) return [line];
      const [lead = ''] = LEAD.exec(line) ?? [];
      const indent = ' '.repeat(lead.length);
      return wrap(line.slice(lead.length), width - lead.length).map(
        (part, index) => `${index === 0 ? lead : indent}${part}`,
      );
    })
    .join('\n');
}

/** What a person reads at this terminal; where nobody does, each line stays whole. */
export const prose = (
  { interactive, columns }: { readonly interactive: boolean; readonly columns: number },
  text: string,
): string => (interactive ? wrapLines(text, columns) : text);

/** Breaks a shell command so that it can be copied as it stands. */
export function wrapCommand(command: string, width: number): string[] {
  const lines = wrap(command, Math.max(1, width - 2));
  return lines.map((line, index) => {
    const indented = index === 0 ? line : `  ${line}`;
    return index === lines.length - 1 ? indented : `${indented} \\`;
  });
}
