/** Every table of every room with what it keeps of persons; a test compares it with the schema itself. */
import { alertTables } from './alerts/index.ts';
import { botTables } from './bot/index.ts';
import { channelTables } from './channels/index.ts';
import { commerceTables } from './commerce/index.ts';
import { conversationTables } from './conversations/index.ts';
import { customerTables } from './customers/index.ts';
import { deskTables } from './desk/index.ts';
import { storeTables, type TableData } from './store/index.ts';

/** In the order in which a person is erased: what leans on another table comes before it. */
export const personalData: readonly TableData[] = [
  ...channelTables,
  ...deskTables,
  ...botTables,
  ...alertTables,
  ...conversationTables,
  ...commerceTables,
  ...customerTables,
  ...storeTables,
];
