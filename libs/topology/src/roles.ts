/** The two sides of the pair. `primary` writes; `dr` stands by. */
export const ROLES = ['primary', 'dr'] as const;

/** Which side of the pair a stack stands on. Roles name where a stack is deployed, not who writes today. */
export type Role = (typeof ROLES)[number];

/** The other side of the pair. */
export function peerOf(role: Role): Role {
  return role === 'primary' ? 'dr' : 'primary';
}

/** Something of each side. */
export const byRole = <T>(make: (role: Role) => T): Readonly<Record<Role, T>> => ({
  primary: make('primary'),
  dr: make('dr'),
});
