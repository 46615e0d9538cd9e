/** The ways in and out of the shop. */
export { type Channel, type Event, Refused, SendFailure, type Shows } from './channel.ts';
export { type ChannelsInUse, createChannels } from './create-channels.ts';
export {
  acceptedTypes,
  basePath as directLinePath,
  createDirectLine,
  type Vouch,
} from './direct-line/index.ts';
export { channelTables } from './personal-data.ts';
export { uploadedFiles } from './uploaded-files.ts';
export type { Way } from './ways.ts';
export { channelsPath } from './webhook.ts';
