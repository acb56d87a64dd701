/** A terminal that remembers what it was told. */
export class FakeTerminal {
  interactive = false;
  canAsk = true;
  columns = 80;
  answers: string[] = [];
  readonly printed: string[] = [];
  readonly noted: string[] = [];
  readonly asked: string[] = [];
  readonly drawn: (readonly string[])[] = [];
  print = (text: string): void => void this.printed.push(text);
  note = (text: string): void => void this.noted.push(text);
  question = (text: string): Promise<string> => {
    this.asked.push(text);
    return Promise.resolve(this.answers.shift() ?? '');
  };
  redraw = (lines: readonly string[]): void => void this.drawn.push(lines);
  get text(): string {
    return this.printed.join('\n');
  }
}
