import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import rule from './no-sentence-matching.cjs';

const tester = new RuleTester({ languageOptions: { parser, sourceType: 'module' } });
const invalid = (code: string) => ({ code, errors: [{ messageId: 'sentence' }] });

tester.run('no-sentence-matching', rule, {
  valid: [
    "event === 'writer-moved'",
    "line.startsWith('rds:FailoverGlobalCluster')",
    '/^RDS-EVENT-\\d+$/.test(id)',
    '/^[0-9a-f]{40} +[A-Z]/.test(line)',
    "print('the writer has moved')",
    'const title = `In ${region} all alarms go off`;',
    "new RegExp(`^${name}$`).test('x')",
    "['failing-over', 'switching-over'].includes(status)",
  ],
  invalid: [
    invalid('/^(?:failover|switchover) refused: the hold/.test(reason)'),
    invalid("new RegExp('an operator must decide').test(reason)"),
    invalid("reason.startsWith('held: otherwise ')"),
    invalid("subject.includes('is stuck')"),
    invalid('subject.includes(`${kind} has not ended`)'),
    invalid("event === 'writer moved'"),
    invalid("if ('traffic engaged' != event) stop();"),
    invalid("switch (event) { case 'hold is on': stop(); }"),
    invalid('text.match(/not confirmed yet/)'),
  ],
});
