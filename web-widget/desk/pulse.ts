/** A worker that only keeps time: browsers let the timers of a hidden page rest, and its agent would seem gone. */

const beatMs = 15_000;

setInterval(() => postMessage('beat'), beatMs);
