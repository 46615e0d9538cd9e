/** Nothing of a person is kept that nobody declared: the declarations are held against the schema itself. */
import { expect, test } from 'vitest';
import { personalData } from '../../src/personal-data.ts';
import {
  type Database,
  type DataSubject,
  eraseRows,
  expiredRows,
  isOfPersons,
  nobody,
  selectRows,
} from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';

const catalogues = {
  sqlite: `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m JOIN pragma_table_info(m.name) c
           WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`,
  postgres: `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
             WHERE table_schema = 'public'`,
};

async function schemaOf(database: Database): Promise<Map<string, Set<string>>> {
  const schema = new Map<string, Set<string>>();
  for (const { table, column } of await database.read(catalogues[database.engine])) {
    const columns = schema.get(String(table)) ?? new Set();
    schema.set(String(table), columns.add(String(column)));
  }
  return schema;
}

const someone: DataSubject = {
  customer: ['record', 'other record'],
  shopCustomer: ['c-1'],
  email: ['ada@example.com'],
  user: ['directline:dl_c-1'],
  userId: ['dl_c-1'],
  conversation: ['conversation'],
};
const days = { conversations: 1, traces: 1, events: 1, customers: 1 };

eachDatabase((_engine, open) => {
  test('every table is declared by its room', async () => {
    const schema = await schemaOf(await open());
    const declared = personalData.map(({ table }) => table);
    const missing = [...schema.keys()].filter((table) => !declared.includes(table));
    expect(
      missing,
      'Declare what these tables keep of persons in the personal-data.ts of their room (see src/store/personal-data.ts).',
    ).toEqual([]);
    expect(declared.filter((table) => !schema.has(table))).toEqual([]);
    expect(new Set(declared).size).toBe(declared.length);
  });

  test('a table that says it holds no person has no column that names one', async () => {
    const schema = await schemaOf(await open());
    const naming = /^(customer_id|user_id|user_name|email|address|phone|person_id|conversation_id|user_key)$/;
    const wrong = personalData.flatMap((data) =>
      isOfPersons(data) ? [] : [...(schema.get(data.table) ?? [])].filter((column) => naming.test(column)),
    );
    expect(wrong).toEqual([]);
  });

  test('every declaration is sound SQL on this engine, for somebody and for nobody', async () => {
    const database = await open();
    for (const data of personalData.filter(isOfPersons)) {
      for (const subject of [someone, nobody]) {
        const { sql, params } = selectRows(data, subject);
        expect(await database.read(sql, params), data.table).toEqual([]);
        await database.write([eraseRows(data, subject)]);
      }
      const expired = expiredRows(data, days, Date.now());
      if (expired) await database.write([expired]);
    }
  });
});
