import { table } from './table';

describe('table', () => {
  it('makes each column as wide as its widest cell, and leaves no space at the end of a line', () => {
    const text = table(
      ['Region', 'What'],
      [
        ['eu-west-2', 'VPC'],
        ['us', ''],
      ],
    );

    expect(text.split('\n')).toEqual(['Region     What', '---------  ----', 'eu-west-2  VPC', 'us']);
  });
});
