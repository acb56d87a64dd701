import { CHECKS, requirementOf, type AssertionId, type CheckId } from './assertion-id';

const checks = Object.keys(CHECKS) as CheckId[];

it.each(checks)('%s is evidence of a requirement, whatever it is checked of', (check) => {
  expect(requirementOf(check)).toBe(CHECKS[check]);
  expect(requirementOf(`${check}/eu-west-1/healthcare-lag-dev`)).toBe(CHECKS[check]);
});

it('refuses the id of a check that is not there', () => {
  expect(() => requirementOf('constructor/x' as AssertionId)).toThrow("No check is named 'constructor'");
});
