import { progress, SHOWN_EVERY_MS } from './progress';

describe('progress', () => {
  const following = () => {
    const shown: string[] = [];
    let nowMs = 0;
    const tell = progress(
      (line) => shown.push(line),
      () => nowMs,
    );
    return { shown, tell, wait: (ms: number) => (nowMs += ms) };
  };

  it('shows what Terraform does, and not what it plans', () => {
    const { shown, tell, wait } = following();
    const lines = [
      '  + cidr_block = "10.0.0.0/16"',
      'Plan: 63 to add, 0 to change, 0 to destroy.',
      'aws_vpc.vpc: Creating...',
      'aws_vpc.vpc: Creation complete after 2s [id=vpc-1]',
      '}',
      'aws_vpc.vpc: Destruction complete after 0s',
    ];

    for (const line of lines) {
      tell(line);
      wait(SHOWN_EVERY_MS);
    }

    expect(shown).toEqual([lines[1], lines[2], lines[3], lines[5]]);
  });

  it('lets a flood pass at a pace that can be drawn', () => {
    const { shown, tell, wait } = following();

    for (let line = 0; line < 1000; line += 1) {
      tell(`aws_subnet.s${line}: Refreshing state...`);
      wait(1);
    }

    expect(shown).toHaveLength(1000 / SHOWN_EVERY_MS);
  });
});
