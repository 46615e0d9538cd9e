/** The kinds of alerts there are. */
export const alertKinds = [
  'local-event',
  'called-off',
  'price-drop',
  'target-price',
  'back-in-stock',
  'order-news',
  'due-again',
  'anniversary',
  'new-from',
  'upgrade',
  'cart',
  'answer',
  'win-back',
  'announcement',
] as const;
export type AlertKindName = (typeof alertKinds)[number];
