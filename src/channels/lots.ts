/** The list in lots of at most so many, in order: platforms limit what goes into one call, row or message. */
export function inLots<T>(list: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, lot) =>
    list.slice(lot * most, (lot + 1) * most),
  );
}
