/** Reads the text of a source by its format. */
import { readICalendar } from './icalendar.ts';
import type { EventReading } from './local-event.ts';
import type { ReadJob } from './read-source.ts';
import { readSchemaOrg } from './schema-org.ts';
import { readTicketmaster } from './ticketmaster.ts';

/** @throws ShopdeskError `events.format` when it is nothing of that format. */
export function readEvents({ kind, text, address, options }: ReadJob): EventReading {
  switch (kind) {
    case 'icalendar':
      return readICalendar(text, options);
    case 'schema-org':
      return readSchemaOrg(text, options, address);
    case 'ticketmaster':
      return readTicketmaster(text, options);
  }
}
