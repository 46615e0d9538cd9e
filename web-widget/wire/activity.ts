/** The part of a Bot Framework activity the widget reads, taken apart with care: what comes in is not trusted. */

export interface Person {
  readonly id: string;
  readonly name: string | undefined;
  readonly role: string | undefined;
}

export interface CardAction {
  readonly type: string;
  readonly title: string;
  readonly value: unknown;
  readonly text: string | undefined;
  readonly displayText: string | undefined;
}

export interface Attachment {
  readonly contentType: string;
  readonly contentUrl: string | undefined;
  readonly name: string | undefined;
  readonly content: unknown;
}

export interface Activity {
  readonly type: string;
  readonly id: string | undefined;
  /** Milliseconds since the epoch, from the server's timestamp; they rise within a conversation. */
  readonly at: number | undefined;
  readonly from: Person;
  readonly name: string | undefined;
  readonly text: string;
  readonly textFormat: string | undefined;
  readonly value: unknown;
  readonly attachments: readonly Attachment[];
  readonly attachmentLayout: string | undefined;
  readonly suggestedActions: readonly CardAction[];
  readonly channelData: Fields;
}

export interface ActivitySet {
  readonly activities: readonly Activity[];
  readonly watermark: string | undefined;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Reads one activity; undefined when it is no activity at all. */
export function readActivity(input: unknown): Activity | undefined {
  if (!isFields(input) || typeof input.type !== 'string') return undefined;
  const from = fields(input.from);
  const time = Date.parse(text(input.timestamp) ?? '');
  return {
    type: input.type,
    id: text(input.id),
    at: Number.isNaN(time) ? undefined : time,
    from: { id: text(from.id) ?? '', name: text(from.name), role: text(from.role) },
    name: text(input.name),
    text: text(input.text) ?? '',
    textFormat: text(input.textFormat),
    value: input.value,
    attachments: list(input.attachments).flatMap(readAttachment),
    attachmentLayout: text(input.attachmentLayout),
    suggestedActions: readActions(fields(input.suggestedActions).actions),
    channelData: fields(input.channelData),
  };
}

/** Reads what a frame of the socket or the answer of a poll carries. */
export function readActivitySet(answer: unknown): ActivitySet {
  const input = fields(answer);
  const watermark = typeof input.watermark === 'number' ? String(input.watermark) : text(input.watermark);
  const activities = list(input.activities).flatMap((each) => readActivity(each) ?? []);
  return { activities, watermark };
}

export function readActions(input: unknown): CardAction[] {
  return list(input).flatMap((each) => {
    const action = fields(each);
    const title = text(action.title) ?? text(action.value);
    if (!title) return [];
    return {
      type: text(action.type) ?? 'imBack',
      title,
      value: action.value ?? title,
      text: text(action.text),
      displayText: text(action.displayText),
    };
  });
}

function readAttachment(input: unknown): Attachment | [] {
  const attachment = fields(input);
  const contentType = text(attachment.contentType);
  if (!contentType) return [];
  return {
    contentType: contentType.toLowerCase(),
    contentUrl: text(attachment.contentUrl),
    name: text(attachment.name),
    content: attachment.content,
  };
}

export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

export function isFields(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

/** The object's fields, or none when it is not an object. */
export function fields(input: unknown): Fields {
  return isFields(input) ? input : {};
}

export function list(input: unknown): readonly unknown[] {
  return Array.isArray(input) ? input : [];
}

export function text(input: unknown): string | undefined {
  return typeof input === 'string' ? input : undefined;
}
