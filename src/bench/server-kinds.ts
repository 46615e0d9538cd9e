/** The servers that are measured: a file each under `servers/`. */
export const serverKinds = [
  'ws-echo',
  'ws-json',
  'bare-adapter',
  'bare-adapter-post',
  'offline-directline',
  'offline-directline-sdk',
  'shopdesk',
] as const;
export type ServerKind = (typeof serverKinds)[number];

/** What a server answers when it is asked what it has used. */
export interface Measured {
  /** Processor time, user and system, all threads. */
  readonly cpuMicros: number;
  /** Resident, bytes. */
  readonly memory: number;
}
