/** Memory that several threads can read, so that a trained bank moves between them without a copy. */

export function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

export function sharedInts(length: number): Uint32Array<SharedArrayBuffer> {
  return new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT));
}

/** The same data with every array of numbers in memory that threads can share. */
export function intoShared<Data>(data: Data): Data;
export function intoShared(data: unknown): unknown {
  if (data instanceof Float32Array) return copied(data, sharedFloats(data.length));
  if (data instanceof Uint32Array) return copied(data, sharedInts(data.length));
  if (Array.isArray(data)) return typeof data[0] === 'object' ? data.map((each) => intoShared(each)) : data;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, intoShared(value)]));
}

function copied<Numbers extends Float32Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
