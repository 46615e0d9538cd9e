/** Resolves host names for requests that must not reach into our own network. */
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/**
 * A look-up for `http.request`: Node connects to what it returns, so that what is checked is what is used. One
 * forbidden address among permitted ones is how a guard is tricked: all or none.
 *
 * @param refused makes the error for a host with an address that may not be connected to.
 */
export function guardedLookup(
  mayConnect: (address: string) => boolean,
  refused: () => Error,
  resolve: ResolveHost = resolveHost,
): LookupFunction {
  return (host: string, options: LookupOptions, done) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => mayConnect(address))) done(refused(), '', 4);
        else if (options.all) done(null, [...addresses]);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 4),
    );
  };
}

/** Every address of a host, as the system resolves it. */
export function resolveHost(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true, verbatim: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });
}
