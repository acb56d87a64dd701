import { blocksOf, type EnvironmentModel, type Resource } from '@healthcare-dr/testing';

/**
 * The values of the parameter groups, of one type, that an attribute of a database means by reference or by name; empty if it has none of
 * its own.
 */
export function parametersOf(
  model: EnvironmentModel,
  database: Resource,
  attribute: string,
  type: string,
): ReadonlyMap<string, string> {
  const name = database.at(attribute);
  const groups = model
    .ofType(type)
    .filter(
      (group) =>
        model.refersTo(database, name, group) ||
        (group.region === database.region && group.text('name') !== '' && group.text('name') === name),
    );
  const parameters = groups.flatMap((group) => blocksOf(group.at('parameter')));
  return new Map(parameters.map((parameter) => [String(parameter['name']), String(parameter['value'])]));
}
