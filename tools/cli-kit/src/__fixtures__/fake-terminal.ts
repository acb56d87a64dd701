/** A terminal that remembers what it was told. */
export class FakeTerminal {
  interactive = false;
  canAsk = true;
  answers: string[] = [];
  readonly printed: string[] = [];
  readonly noted: string[] = [];
  readonly asked: string[] = [];
  print = (text: string): void => void this.printed.push(text);
  note = (text: string): void => void this.noted.push(text);
  question = (text: string): Promise<string> => {
    this.asked.push(text);
    return Promise.resolve(this.answers.shift() ?? '');
  };
  get text(): string {
    return this.printed.join('\n');
  }
}
