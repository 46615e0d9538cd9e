/** Writes the addresses that stand in messages: all of them lead through this server, so that they are counted. */
import { signLink } from './link.ts';

export interface LinkWriter {
  /** The link number `at` of an alert. */
  to(alertId: string, at: number): string;
  /** What a client calls when the alert was looked at. */
  seen(alertId: string): string;
  /** A path of this server as an address. */
  absolute(path: string): string;
}

/** @param address of this server, such as `https://desk.example.com`; asked for each time, since a port may be chosen late. */
export function createLinkWriter(address: () => string, key: Uint8Array): LinkWriter {
  return {
    to: (alertId, at) => `${address()}/alerts/go/${signLink({ alertId, link: at }, key)}`,
    seen: (alertId) => signLink({ alertId, link: 'seen' }, key),
    absolute: (path) => (path.startsWith('/') ? `${address()}${path}` : path),
  };
}
