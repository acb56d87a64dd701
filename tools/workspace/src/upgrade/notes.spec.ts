import { announcedIn, differences, upgradingFrom } from './notes';

const CHANGELOG = `# Changelog

## Unreleased

### Upgrading from 0.2.0

| Resource                  | Stacks                       | Becomes  | Why |
| ------------------------- | ---------------------------- | -------- | --- |
| \`aws_lb_target_group.a_B1\` | primary-compute, dr-compute  | replaced | another port |
| \`aws_kms_alias.c\`          | dr-kms                       | moved    | another folder |

## 0.2.0

### Upgrading from 0.1.0

| \`aws_sns_topic.old\` | dr-kms | destroyed | |

## 0.1.0
`;

describe('the upgrade notes', () => {
  it('of an environment are those above the version that it stands at', () => {
    expect(announcedIn(upgradingFrom('0.2.0', CHANGELOG))).toEqual([
      'primary-compute aws_lb_target_group.a_B1: replaced',
      'dr-compute aws_lb_target_group.a_B1: replaced',
      'dr-kms aws_kms_alias.c: moved',
    ]);
    expect(announcedIn(upgradingFrom('0.1.0', CHANGELOG))).toContain('dr-kms aws_sns_topic.old: destroyed');
  });

  it('are told from the plans both ways: what is missing, and what does not happen', () => {
    expect(differences(['a', 'both'], ['both', 'b'])).toEqual([
      'not in the upgrade notes: a',
      'in the upgrade notes, and not planned: b',
    ]);
  });
});
