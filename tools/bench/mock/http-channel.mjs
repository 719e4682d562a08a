import { setImmediate as nextTurn } from 'node:timers/promises';

const joined = (pieces) => (typeof pieces[0] === 'string' ? pieces.join('') : Buffer.concat(pieces));

/** A streamed HTTP answer. */
export class HttpChannel {
  #response;
  /** Bytes until the connection breaks. */
  #left;

  constructor(response, contentType, cutbyte = Infinity) {
    this.#response = response;
    this.#left = cutbyte;
    response.writeHead(200, { 'content-type': contentType });
    if (cutbyte <= 0) this.destroy();
  }

  get isClosed() {
    return this.#response.destroyed || this.#left <= 0;
  }

  async write(pieces, { split }) {
    if (pieces.length === 0 || this.isClosed) return;
    if (this.#left < Infinity) return this.#writeUntilCut(Buffer.from(joined(pieces)));
    if (!split) return void this.#response.write(joined(pieces));
    const bytes = Buffer.from(joined(pieces));
    for (let i = 0; i < bytes.length && !this.isClosed; i += split) {
      this.#response.write(bytes.subarray(i, i + split));
      await nextTurn();
    }
  }

  #writeUntilCut(bytes) {
    this.#response.write(bytes.subarray(0, this.#left));
    this.#left -= bytes.length;
    // What was written must have left before the connection is torn down.
    if (this.#left <= 0) setTimeout(() => this.destroy(), 20);
  }

  fail(event) {
    this.#response.end(event);
  }

  breakOff(bytes) {
    this.#response.write(bytes, () => this.destroy());
  }

  end() {
    if (this.#left > 0) this.#response.end();
  }

  /** Politely, in mid-answer: HTTP has no other way to end. */
  hangUp() {
    this.end();
  }

  destroy() {
    this.#response.destroy();
  }
}
