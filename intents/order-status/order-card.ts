/** An order as a card: what was ordered, where it is, when it comes, and the way to its tracking. */
import {
  type Attachment,
  adaptiveCard,
  escapeMarkdown,
  facts,
  formatDay,
  formatDayOf,
  formatMoney,
  type Order,
  openUrl,
  type Turn,
  textBlock,
} from '../../src/kit.ts';

const mostLines = 5;

export function orderCard(turn: Turn, order: Order): Attachment {
  const { number, lines, trackingUrl, total } = order;
  const title = turn.phrase('order.card.title', { number });
  const status = turn.phrase(`order.card.status.${order.status}`);
  const more = lines.length - mostLines;
  const items = lines
    .slice(0, mostLines)
    .map((line) =>
      textBlock(escapeMarkdown(`${line.quantity} × ${line.title}`), { size: 'small', spacing: 'none' }),
    );
  return adaptiveCard({
    body: [
      textBlock(escapeMarkdown(title), { bold: true }),
      textBlock(status, { size: 'small', bold: true, colour: 'good', spacing: 'none' }),
      ...items,
      ...(more > 0
        ? [textBlock(turn.sentence('order.card.more', { count: more }), { size: 'small', subtle: true })]
        : []),
      facts([
        ...dates(turn, order),
        ...shipment(turn, order),
        ...(total
          ? [{ title: turn.phrase('order.card.total'), value: formatMoney(total, turn.language) }]
          : []),
      ]),
    ],
    actions: trackingUrl === undefined ? [] : [openUrl(turn.phrase('order.card.track'), trackingUrl)],
    words: `${title}: ${status}`,
  });
}

function dates(turn: Turn, order: Order): { title: string; value: string }[] {
  const zone = turn.knowledge.hours?.timeZone ?? 'UTC';
  const moments = [
    ['order.card.placed', order.placedAt],
    ['order.card.shipped', order.shippedAt],
    ['order.card.delivered', order.deliveredAt],
    ['order.card.cancelled', order.cancelledAt],
  ] as const;
  const past = moments.flatMap(([key, at]) =>
    at === undefined ? [] : [{ title: turn.phrase(key), value: formatDayOf(at, zone, turn.language) }],
  );
  const isOpen = order.deliveredAt === undefined && order.cancelledAt === undefined;
  return order.expectedOn === undefined || !isOpen
    ? past
    : [
        ...past,
        { title: turn.phrase('order.card.expected'), value: formatDay(order.expectedOn, turn.language) },
      ];
}

function shipment(turn: Turn, { carrier, trackingNumber }: Order): { title: string; value: string }[] {
  const known = [carrier, trackingNumber].filter((part) => part !== undefined);
  return known.length === 0
    ? []
    : [{ title: turn.phrase('order.card.carrier'), value: known.map(escapeMarkdown).join(' · ') }];
}
