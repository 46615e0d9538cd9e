/** A title as it stands after "the": The Beatles are not called "the The Beatles". */
export function calledThe(title: string): string {
  return title.replace(/^The (?=\p{L})/u, '');
}
