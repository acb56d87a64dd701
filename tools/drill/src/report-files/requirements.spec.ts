import { CHECKS } from '../assertion-id';
import { QUESTIONS, REQUIREMENTS } from './requirements';

it('answers what an auditor asks for: time, loss, replication, backup and access', () => {
  const asked = new Set(Object.values(CHECKS).map((requirement) => REQUIREMENTS[requirement].question));
  expect([...asked].sort()).toEqual([...QUESTIONS].sort());
});
