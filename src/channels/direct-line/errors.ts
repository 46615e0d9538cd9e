/**
 * Errors of Direct Line 3.0. A send in a live chat is never answered 403, 429 or 5xx by rule: real clients
 * then lose messages silently, or open ever more sockets (the fault table in the tests shows it).
 */
import { ProtocolError } from '../protocol-error.ts';

export { ProtocolError as DirectLineError };

export const badArgument = (message: string) => new ProtocolError(400, 'BadArgument', message);
export const notFound = (message: string) => new ProtocolError(404, 'BadArgument', message);
export const unauthorised = (message: string) => new ProtocolError(401, 'Unauthorized', message);
export const forbidden = (message: string) => new ProtocolError(403, 'BadArgument', message);
/** The code on which clients give up a conversation or fetch a new token. */
export const tokenExpired = () => new ProtocolError(403, 'TokenExpired', 'Token has expired');
