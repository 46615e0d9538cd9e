/** Keeps one visitor from filling the disk: so many files of a network address in an hour, whichever chats they are for. */
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import { networkOf } from '../../core/network-of.ts';
import { createRateWindow } from '../rate-window.ts';
import { DirectLineError } from './errors.ts';

export interface UploadLimit {
  /** Counts this many files. @throws DirectLineError 409, for which real clients show "Send failed · Retry". */
  spend(request: IncomingMessage, files: number): void;
}

export function createUploadLimit({
  most,
  visitorOf,
  clock,
}: {
  most: number;
  visitorOf: (request: IncomingMessage) => string;
  clock: Clock;
}): UploadLimit {
  const window = createRateWindow({ most, windowMs: 3_600_000, clock });
  return {
    spend(request, files) {
      const network = networkOf(visitorOf(request));
      for (let file = 0; file < files; file++) {
        if (window.allows(network)) continue;
        throw new DirectLineError(409, 'TooManyFiles', 'Too many files came from here. Wait an hour.');
      }
    },
  };
}
