import type { SeededChoice } from '@clawmesh/testing';
import { chatPath, head, latin1, type Aim, type MalformedBytes } from './malformed-request.js';

/** Not HTTP, or HTTP that nobody here speaks. */
const requestLines = (pick: SeededChoice): readonly string[] => [
  `${pick.text(6, 'ABCDEFGHIJKLMNOPQ')} ${chatPath} HTTP/1.1`,
  `post ${chatPath} HTTP/1.1`,
  `${pick.of(['TRACE', 'PROPFIND', 'PURGE', 'SEARCH', 'SUBSCRIBE', 'QUERY'])} ${chatPath} HTTP/1.1`,
  `${pick.of(['DELETE', 'PUT', 'PATCH', 'OPTIONS'])} ${chatPath} HTTP/1.1`,
  `POST  ${chatPath} HTTP/1.1`,
  `POST ${chatPath}  HTTP/1.1`,
  `POST\t${chatPath}\tHTTP/1.1`,
  `POST ${chatPath}`,
  `POST ${chatPath} HTTP/${pick.of(['1.2', '2.0', '3.7', '0.9', '9.9', '1.10', '1.', '-1.1', 'x'])}`,
  `POST ${chatPath} HTTPS/1.1`,
  `POST ${chatPath} http/1.1`,
  `POST ${chatPath}\x00 HTTP/1.1`,
  `POST ${chatPath} ${pick.text(4)} HTTP/1.1`,
  `GET /${'a'.repeat(20_000)} HTTP/1.1`,
  `GET /v1/models?${'a'.repeat(20_000)} HTTP/1.1`,
  `GET * HTTP/1.1`,
  `CONNECT 169.254.169.254:80 HTTP/1.1`,
  `CONNECT ${chatPath} HTTP/1.1`,
  `GET http://169.254.169.254/latest/meta-data HTTP/1.1`,
  `POST //evil.example${chatPath} HTTP/1.1`,
  `GET /v1/../v1/models HTTP/1.1`,
  `GET /v1/%2e%2e/%2e%2e/etc/passwd HTTP/1.1`,
  `GET /v1%2Fmodels HTTP/1.1`,
  `GET /v1/models/%zz HTTP/1.1`,
  `GET /v1/models/%00 HTTP/1.1`,
  `GET /v1/models/%c0%ae%c0%ae HTTP/1.1`,
  `GET /v1/models/${'%25'.repeat(100)} HTTP/1.1`,
  `GET /v1/models/openclaw%0d%0aX-Injected:%20yes HTTP/1.1`,
  `GET /v1/models/__proto__ HTTP/1.1`,
  `GET /__proto__ HTTP/1.1`,
  `GET /constructor/prototype?__proto__[polluted]=yes HTTP/1.1`,
  `GET /ĀĂ HTTP/1.1`,
  'PRI * HTTP/2.0',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'SSH-2.0-OpenSSH_9.0',
  `EHLO ${pick.text(5)}`,
];

/** What asks for another protocol, or for what nobody promised. */
const protocolFields: readonly string[] = [
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n',
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n',
  'Connection: Upgrade\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n',
  'Upgrade: x\r\n',
  'Upgrade: \r\n',
  'Expect: 200-ok\r\n',
  'Expect: 100-continue, 200-ok\r\n',
  'Expect: \r\n',
];

/** Request lines and protocols that lead nowhere. */
export function requestLine(pick: SeededChoice, aim: Aim): MalformedBytes {
  if (pick.below(3) === 0) {
    const fields = pick.of(protocolFields);
    const bytes = `${head(aim, `GET ${pick.of(['/v1/models/nobody', '/nowhere'])} HTTP/1.1`)}${fields}\r\n`;
    return { name: `protocol ${JSON.stringify(fields)}`, pieces: [latin1(bytes)] };
  }
  const line = pick.of(requestLines(pick));
  const bytes = `${head(aim, line)}Content-Length: 0\r\n\r\n`;
  return { name: `request line ${JSON.stringify(line.slice(0, 60))}`, pieces: [latin1(bytes)] };
}
