import { blocksOf, objectOf } from '@healthcare-dr/testing';
import type { Judge } from '../judge';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';

/**
 * Judges whether a backup selection includes the resource: by reference, by an ARN built from its name, or by a tag it carries.
 *
 * @param nameAttribute the attribute that holds the resource's name
 * @param arnPrefix what stands before the name in the last part of its ARN, such as `cluster:`
 */
export const judgeBackedUp =
  (nameAttribute: string, arnPrefix: string): Judge =>
  (resource, model) =>
    model
      .ofType('aws_backup_selection')
      .some((selection) => selects(selection, resource, model, nameAttribute, arnPrefix))
      ? undefined
      : 'is in no backup selection';

function selects(
  selection: Resource,
  resource: Resource,
  model: EnvironmentModel,
  nameAttribute: string,
  arnPrefix: string,
): boolean {
  const name = resource.text(nameAttribute);
  const byArn = selection
    .strings('resources')
    .some(
      (arn) =>
        model.refersTo(selection, arn, resource) ||
        (name !== '' && arn.endsWith(`:${arnPrefix}${name}`) && inRegion(arn, resource)),
    );
  const tags = objectOf(resource.at('tags'));
  const byTag = blocksOf(selection.at('selection_tag')).some(
    (tag) =>
      tag['type'] === 'STRINGEQUALS' &&
      tags[String(tag['key'])] === tag['value'] &&
      selection.region === resource.region,
  );
  return byArn || byTag;
}

const inRegion = (arn: string, { region }: Resource) => region !== undefined && arn.split(':')[3] === region;
