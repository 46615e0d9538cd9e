/** Files of the shop's own, such as those of prepared answers: kept as those of chats are, and of no conversation. */
import type { IncomingMessage } from 'node:http';
import { ShopdeskError } from '../../core/errors.ts';
import { readBody } from '../../core/request-body.ts';
import { ProtocolError } from '../protocol-error.ts';
import type { AttachmentStore } from './attachment-store.ts';
import { basePath } from './routes.ts';

export interface ShopFile {
  readonly contentType: string;
  readonly contentUrl: string;
  readonly name: string;
}

/** No conversation has this id, so none takes the files with it when it goes. */
const owner = 'desk:shop-files';

export function createKeepShopFile({
  attachments,
  addressOf,
}: {
  attachments: AttachmentStore;
  addressOf: (request: IncomingMessage) => string;
}) {
  /** @throws ShopdeskError `request.too-large`, `file.unusable` when it is empty or of a kind that is not taken. */
  return async function keepShopFile(request: IncomingMessage, name: string): Promise<ShopFile> {
    const content = await readBody(request, attachments.limits.maxBytes);
    if (content.length === 0) throw new ShopdeskError('file.unusable', 'The file is empty.');
    try {
      const { id, contentType, name: safe } = await attachments.store(owner, { name, content });
      return { contentType, name: safe, contentUrl: `${addressOf(request)}${basePath}/attachments/${id}` };
    } catch (error) {
      if (error instanceof ProtocolError) throw new ShopdeskError('file.unusable', error.message);
      throw error;
    }
  };
}
