/** Errors as part of the interface: a stable code, what happened, and what to do about it. */

export interface ErrorDetails {
  /** What the reader can do about it, one sentence. */
  readonly remedy?: string;
  readonly cause?: unknown;
  /** Each thing that is wrong with what was given: where, and why. */
  readonly issues?: readonly Issue[];
}

export interface Issue {
  readonly path: string;
  readonly message: string;
}

/**
 * The one error class of the house. Codes are `room.reason`, for example `store.duplicate`; they never
 * change once released, messages may.
 */
export class ShopdeskError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;
  readonly issues: readonly Issue[];

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ShopdeskError';
    this.code = code;
    this.remedy = details.remedy;
    this.issues = details.issues ?? [];
  }
}

/** True when `error` is ours and carries `code`. */
export function hasCode(error: unknown, code: string): error is ShopdeskError {
  return error instanceof ShopdeskError && error.code === code;
}

/** What to print for an error of any origin: its message, never a stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What a person at a terminal is told of an error: what happened and what to do about it, below one another where the
 * first is a list. Files are named as they were given, without the system's words for it.
 */
export function explain(error: unknown): string {
  if (error instanceof ShopdeskError) {
    const { message, remedy } = error;
    return remedy ? `${message}${message.includes('\n') ? '\n' : ' '}${remedy}` : message;
  }
  if (error instanceof Error && 'path' in error && 'code' in error) {
    const said = ofFiles[String(error.code)];
    if (said) return `${said}: ${String(error.path)}`;
  }
  return messageOf(error);
}

const ofFiles: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder',
  EISDIR: 'This is a folder, not a file',
  ENOTDIR: 'This leads through a file as if it were a folder',
  EEXIST: 'This is a file, not a folder',
  EACCES: 'This may not be read or written by whoever runs this',
  EPERM: 'The system does not allow this',
  EROFS: 'Nothing can be written here',
};

/** True for an error of the operating system or of Node with this `code`, such as `ENOENT`. */
export function hasErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
