/** The package brings no types; only its one class is used. */
declare module 'xhr2' {
  export const XMLHttpRequest: typeof globalThis.XMLHttpRequest;
}
