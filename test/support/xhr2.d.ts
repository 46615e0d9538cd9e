/** The package brings no types; only its one class is used. */
declare module 'xhr2' {
  const xhr2: { readonly XMLHttpRequest: typeof globalThis.XMLHttpRequest };
  export default xhr2;
}
