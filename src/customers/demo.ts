/** The demo shop's customers, with what each agreed to; read at the first start of an empty store. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { hasErrorCode, messageOf, ShopdeskError } from '../core/errors.ts';
import { languages } from '../core/language.ts';
import type { Statement } from '../store/index.ts';
import { channelPattern, purposes } from './consent.ts';
import { consentStatements } from './consents.ts';
import { emailAddress } from './email-address.ts';
import type { CustomerKeeper } from './keeper.ts';
import { insertIdentity, insertRecord, updateFacts } from './records.ts';

const settingName = 'demo-customers';

const rowSchema = z.object({
  customer_id: z.string().min(1),
  name: z.string(),
  email: z.string().transform((text, context) => {
    const address = emailAddress(text);
    if (address !== undefined) return address;
    context.addIssue('no e-mail address');
    return z.NEVER;
  }),
  city: z.string(),
  region: z.string(),
  country: z.string().length(2),
  time_zone: z.string(),
  language: z.enum(languages),
  consents: z.string().transform((text, context) =>
    text.split(' ').flatMap((each) => {
      if (each === '') return [];
      const [name, channel = ''] = each.split(':');
      const purpose = purposes.find((known) => known === name);
      if (purpose && channelPattern.test(channel)) return [{ purpose, channel }];
      context.addIssue(`${each} is no PURPOSE:CHANNEL`);
      return [];
    }),
  ),
});

/**
 * Imports the file once per store; without such a file, or a second time, nothing happens.
 * @throws ShopdeskError `demo.invalid`
 */
export async function importDemoCustomers(keeper: CustomerKeeper, file: string): Promise<void> {
  const [known] = await keeper.database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
  if (known) return;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) return;
  const statements = readRows(file, text).flatMap((row) => statementsOf(keeper, row));
  // The marker comes first: of two processes that start together one imports, the other finds it there.
  const marker = `INSERT INTO setting (name, value) VALUES ($1, 'imported') ON CONFLICT (name) DO NOTHING RETURNING name`;
  await keeper.database
    .write([{ sql: marker, params: [settingName], expect: 'one' }, ...statements])
    .catch(async (error: unknown) => {
      const [done] = await keeper.database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
      if (!done) throw error;
    });
}

function readRows(file: string, text: string): z.infer<typeof rowSchema>[] {
  try {
    return z.array(rowSchema).parse(parse(text, { columns: true, bom: true, skip_empty_lines: true }));
  } catch (cause) {
    throw new ShopdeskError('demo.invalid', `${file} cannot be used: ${messageOf(cause)}`, { cause });
  }
}

function statementsOf(keeper: CustomerKeeper, row: z.infer<typeof rowSchema>): Statement[] {
  const id = keeper.ids.next();
  const { city, region, country, language } = row;
  const place = { city, region, country, from: 'shop' } as const;
  return [
    insertRecord(keeper, id),
    insertIdentity(keeper, id, { kind: 'shop', value: row.customer_id }, 'shop'),
    insertIdentity(keeper, id, { kind: 'email', value: row.email }, 'shop'),
    ...updateFacts(id, { name: row.name, language, timeZone: row.time_zone, place }),
    ...consentStatements(
      keeper,
      id,
      row.consents.map((each) => ({
        ...each,
        granted: true,
        givenIn: 'import',
        wording: 'As the demo shop has it on file.',
        language,
      })),
    ),
  ];
}
