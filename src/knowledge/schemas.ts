/** Schemas that several knowledge files share. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { isOneLine } from './text-file.ts';

export const oneLine = z.string().refine(isOneLine, 'write a text of one line');

/** A calendar day such as `2027-01-31`. */
export const isoDay = z
  .string()
  .refine(
    (date) => /^\d{4}-\d\d-\d\d$/.test(date) && DateTime.fromISO(date).isValid,
    'write a day that exists, such as 2027-01-31',
  );

export const webAddress = z
  .string()
  .refine((url) => /^https?:\/\/\S+$/i.test(url) && URL.canParse(url), 'must begin with https:// or http://');
