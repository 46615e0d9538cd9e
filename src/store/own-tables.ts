/** What the store's own tables keep of persons: nothing. */
import type { TableData } from './personal-data.ts';

export const storeTables: readonly TableData[] = [
  { table: 'migration', withoutPersons: 'Which versions of the schema were applied.' },
  { table: 'lease', withoutPersons: 'Which process is at work that only one may do.' },
  { table: 'setting', withoutPersons: 'Secrets and marks of the installation.' },
];
