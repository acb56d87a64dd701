import { parseDiagnostics } from './typecheck';

describe('the output of the compiler', () => {
  it('gives each finding its file, its place and every line of its message', () => {
    const output = [
      "libs/kms/src/key.ts(12,3): error TS2322: Type 'string' is not assignable to type 'number'.",
      '  The expected type comes from here.',
      "apps/dr/kms/stack.ts(1,10): error TS2305: Module has no exported member 'Key'.",
      '',
    ].join('\n');
    expect(parseDiagnostics(output)).toEqual({
      findings: [
        {
          file: 'libs/kms/src/key.ts',
          text: "libs/kms/src/key.ts:12:3 error TS2322: Type 'string' is not assignable to type 'number'.\n  The expected type comes from here.",
        },
        {
          file: 'apps/dr/kms/stack.ts',
          text: "apps/dr/kms/stack.ts:1:10 error TS2305: Module has no exported member 'Key'.",
        },
      ],
      rest: [],
    });
  });

  it('keeps what names no file: it is nobody’s alone', () => {
    expect(parseDiagnostics("error TS5023: Unknown compiler option 'strickt'.\n")).toEqual({
      findings: [],
      rest: ["error TS5023: Unknown compiler option 'strickt'."],
    });
  });

  it('finds nothing in an empty output', () => {
    expect(parseDiagnostics('')).toEqual({ findings: [], rest: [] });
  });
});
