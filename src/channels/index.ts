/** The ways in and out of the shop. */
export { type BotFrameworkParts, createBotFramework } from './bot-framework.ts';
export {
  acceptedTypes,
  basePath as directLinePath,
  createDirectLine,
  type Vouch,
} from './direct-line/index.ts';
export { channelTables } from './personal-data.ts';
export { uploadedFiles } from './uploaded-files.ts';
