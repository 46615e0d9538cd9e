/** The demo shop's invented people, and whether the store holds nobody else: only then may anybody play them. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../store/index.ts';
import { readTable } from '../import/table.ts';
import { demoShopIds } from './demo.ts';
import { listShops } from './shops.ts';

export interface DemoCustomer {
  /** The shop's own id, as orders name it. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly city: string;
}

/** The customers of `folder/customers.csv`. */
export async function demoCustomers(folder: string): Promise<DemoCustomer[]> {
  const people: DemoCustomer[] = [];
  const required = ['customer_id', 'name', 'email', 'city'];
  for await (const record of readTable(bytesOf(join(folder, 'customers.csv')), {
    delimiter: ',',
    required,
  })) {
    people.push({
      id: record.field('customer_id'),
      name: record.field('name'),
      email: record.field('email'),
      city: record.field('city'),
    });
  }
  return people;
}

/** True while every shop of the store, if there is any, is one of the demo's. One shop of a merchant ends the demo. */
export async function isDemoStore(database: Database, folder: string): Promise<boolean> {
  if (!(await stat(join(folder, 'shops.yaml')).catch(() => undefined))) return false;
  const invented = new Set(await demoShopIds(folder));
  return (await listShops(database)).every(({ id }) => invented.has(id));
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield await readFile(path);
}
