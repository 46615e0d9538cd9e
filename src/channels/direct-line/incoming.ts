/** What a Direct Line client may send, made into an activity of ours: server fields set, the rest checked. */
import { z } from 'zod';
import type { Activity, Attachment } from '../../core/activity.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { badArgument, DirectLineError } from './errors.ts';
import type { TokenClaims } from './tokens.ts';

/** Longest text of one message, in UTF-16 units. */
export const maxTextLength = 8_000;
const maxAttachments = 10;

export interface Incoming {
  readonly activity: Activity;
  /** The client's own name for the message: sent again, it is stored once. */
  readonly clientActivityId: string | undefined;
}

/**
 * Checks an activity of a client. What a client may not choose (`id`, `timestamp`, `from.id`, `recipient`,
 * `conversation`, `serviceUrl`) is set or left out; `null` fields and `blob:` addresses are dropped;
 * `channelData` passes untouched, since clients find their echo by it.
 * @param signals `privacy`: the browser sent Global Privacy Control with the request.
 * @throws DirectLineError 400 with what is wrong.
 */
export function readIncoming(json: unknown, claims: TokenClaims, { privacy = false } = {}): Incoming {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw badArgument(describe(parsed.error));
  const { type, text, from, attachments, channelData, ...rest } = parsed.data;
  if (text && text.length > maxTextLength) {
    throw new DirectLineError(400, 'MessageSizeTooBig', `A message may have ${maxTextLength} characters.`);
  }
  const name = claims.name ?? (from?.name ? withoutControls(from.name) : undefined);
  const files = attachments?.flatMap(cleanAttachment);
  const activity: Activity = {
    ...withoutNull(rest),
    type,
    channelId: 'directline',
    conversation: { id: claims.conv },
    from: { id: claims.user, ...(name && { name }), role: 'user' },
    ...(text !== undefined && text !== null && { text: withoutControls(text) }),
    ...(files && files.length > 0 && { attachments: files }),
    ...((channelData || privacy) && {
      channelData: { ...channelData, ...(privacy && { globalPrivacyControl: true }) },
    }),
  };
  const clientActivityId = channelData?.clientActivityID;
  return {
    activity: withoutSecrets(activity),
    clientActivityId:
      typeof clientActivityId === 'string' ? clientActivityId.replaceAll('\0', '') : undefined,
  };
}

const shortText = (length: number) => z.string().max(length).nullish();

const schema = z.object({
  type: z.string().min(1).max(50),
  text: z.string().nullish(),
  textFormat: z.enum(['plain', 'markdown']).catch('plain').nullish(),
  locale: shortText(35),
  name: shortText(200),
  value: z.unknown().optional(),
  inputHint: shortText(50),
  localTimestamp: shortText(50),
  localTimezone: shortText(100),
  from: z.looseObject({ id: z.string().nullish(), name: shortText(100) }).nullish(),
  channelData: z
    .looseObject({ clientActivityID: z.string().max(200).nullish() })
    .nullish()
    .transform((data) => data ?? undefined),
  entities: z
    .array(z.looseObject({ type: z.string().max(200) }))
    .max(50)
    .nullish(),
  attachments: z
    .array(
      z.object({
        contentType: z.string().max(200),
        contentUrl: z.string().max(4_000).nullish(),
        content: z.unknown().optional(),
        name: shortText(300),
        thumbnailUrl: z.string().max(200_000).nullish(),
      }),
    )
    .max(maxAttachments)
    .nullish()
    .transform((list) => list ?? undefined),
});

type ClientAttachment = NonNullable<z.infer<typeof schema>['attachments']>[number];

/** Only http(s) addresses survive; a `blob:` one means nothing outside the page that made it. */
function cleanAttachment(attachment: ClientAttachment): Attachment[] {
  const { contentUrl, thumbnailUrl, name, content, contentType } = attachment;
  const kept: Attachment = {
    contentType: withoutControls(contentType),
    ...(contentUrl && isWebAddress(contentUrl) && { contentUrl }),
    ...(thumbnailUrl && isWebAddress(thumbnailUrl) && { thumbnailUrl }),
    ...(name && { name: withoutControls(name) }),
    ...(content !== undefined && content !== null && { content }),
  };
  return kept.contentUrl || kept.content !== undefined ? [kept] : [];
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** Control characters but tab and line break say nothing to a reader and break terminals and databases. */
export function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, '');
}

function withoutNull<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept: { [K in keyof T]?: NonNullable<T[K]> } = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== null && value !== undefined) kept[key] = value;
  }
  return kept;
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  return `The activity is not valid${where}: ${issue?.message ?? 'unknown reason'}.`;
}
