/** Parameters for a list in a statement. */

/** `$3, $4, $5` for a list of three whose first parameter is the third. */
export function placesFor(list: readonly unknown[], first = 1): string {
  return list.map((_, index) => `$${first + index}`).join(', ');
}
