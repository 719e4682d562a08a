interface Malformed {
  readonly name: string;
  /** HTTP or the surface has a lenient reading of it, so a 200 is right too. */
  readonly mayPass?: boolean;
}

/** Bytes that no HTTP client would send. */
export interface MalformedBytes extends Malformed {
  /** What goes over the wire, one write each. */
  readonly pieces: readonly Buffer[];
  /** The client stops writing in the middle: nothing may follow on the connection. */
  readonly isCutOff?: boolean;
}

/** A POST that is good HTTP, and nothing else. */
export interface MalformedBody extends Malformed {
  readonly path: string;
  readonly body: string | Buffer;
}

export type MalformedRequest = MalformedBytes | MalformedBody;

/** Where requests go and as whom. */
export interface Aim {
  readonly host: string;
  readonly token: string;
}

export const chatPath = '/v1/chat/completions';
export const goodBody = '{"model":"openclaw","messages":[{"role":"user","content":"seed=malformed"}]}';

/** Text in which every character is one byte. */
export const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A head without its blank line. */
export function head({ host, token }: Aim, requestLine = `POST ${chatPath} HTTP/1.1`): string {
  return `${requestLine}\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
}

/** What answers if a body is taken for a request of its own. */
export function smuggled({ host, token }: Aim): string {
  return `GET /v1/models HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
}
