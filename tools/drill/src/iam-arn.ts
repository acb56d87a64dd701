/** The path and the name in the ARN of a role or a policy, such as `/network/` and `hosted-zone`. */
export function pathAndName(arn: string): { readonly path: string; readonly name: string } {
  const resource = arn.split(':')[5] ?? '';
  const nameAt = resource.lastIndexOf('/') + 1;
  return { path: resource.slice(resource.indexOf('/'), nameAt), name: resource.slice(nameAt) };
}
