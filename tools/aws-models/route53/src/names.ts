/** A name as the DNS compares it: without the dot at its end, in lower case. */
export const sameName = (a: string, b: string): boolean => canonical(a) === canonical(b);

/** A name in lower case and without a dot at its end. */
export const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** The name of a load balancer behind an alias; Route 53's console puts `dualstack.` before it. */
export const loadBalancerName = (aliasName: string): string =>
  canonical(aliasName).replace(/^dualstack\./, '');
