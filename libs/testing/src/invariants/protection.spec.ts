import { fixtureStack } from './fixture-stack';
import { protectionProblems } from './protection';

const topic = (lifecycle?: object) => ({
  aws_sns_topic: { topic: { name: 'x', ...(lifecycle && { lifecycle }) } },
});
const refusing = topic({ prevent_destroy: true });

it('wants something in each stack of production to refuse', () => {
  expect(protectionProblems(fixtureStack({ suffix: 'prod', resource: refusing }))).toEqual([]);
  expect(protectionProblems(fixtureStack({ suffix: 'prod', resource: topic() }))).toEqual([
    'primary-fixture: nothing of it refuses to be destroyed in production.',
  ]);
});

it('wants nothing of an ephemeral environment to refuse', () => {
  expect(protectionProblems(fixtureStack({ resource: topic({ prevent_destroy: false }) }))).toEqual([]);
  expect(protectionProblems(fixtureStack({ resource: refusing }))).toEqual([
    'primary-fixture: aws_sns_topic.topic refuses to be destroyed in an ephemeral environment.',
  ]);
});
