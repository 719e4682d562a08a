import { invalidRequest } from './request-error.js';

const maxDepth = 128;
const maxValues = 100_000;
/** So many bytes of a key count as another value: parsers look up and keep each key they see. */
const bytesPerValue = 64;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const zero = 0x30;
const nine = 0x39;
const exponent = 0x65;
const upperExponent = 0x45;

/** Numbers of so many characters are read without loss. */
const safeChars = 15;

export interface JsonShape {
  /** Some of its numbers may be rounded when they are read. */
  readonly mayRound: boolean;
}

/**
 * Refuses JSON that costs far more than its size: millions of tiny values keep a parser busy for seconds, during which
 * nobody else is served, and what is nested thousands deep can be parsed but not written again. Tells what else it saw.
 * Looks at a body piece by piece as it arrives, because one look at twenty megabytes would be a pause of its own.
 */
export class JsonShapeCheck {
  #depth = 0;
  #values = 0;
  #mayRound = false;
  #inString = false;
  #stringStart = 0;
  #stringBytes = 0;
  /** The bytes before this piece. */
  #before = 0;
  /** Where what stands between punctuation and strings begins: a number, a word, or white space. */
  #start = 0;
  #lastByte: number | undefined;
  /** The piece ends in an odd number of backslashes: what comes next in the string is escaped. */
  #isEscaping = false;

  push(json: Buffer): void {
    let at = this.#inString ? this.#afterString(json, 0) : 0;
    while (at < json.length) at = this.#look(json, at);
    this.#before += json.length;
    this.#lastByte = json[json.length - 1];
  }

  end(): JsonShape {
    return { mayRound: this.#mayRound };
  }

  /** Looks at one byte, or at one string; gives where to go on. */
  #look(json: Buffer, at: number): number {
    const byte = json[at];
    switch (byte) {
      case quote:
        this.#stringStart = this.#before + at;
        return this.#afterString(json, at + 1);
      case openBracket:
      case openBrace:
        this.#values += 1;
        this.#depth = deeper(this.#depth);
        break;
      case closeBracket:
      case closeBrace:
        this.#depth -= 1;
        break;
      case comma:
        this.#values = more(this.#values, 1);
        break;
      case colon:
        this.#values = more(this.#values, 1 + Math.floor(this.#stringBytes / bytesPerValue));
        break;
      case exponent:
      case upperExponent:
        this.#mayRound ||= isDigit(at === 0 ? this.#lastByte : json[at - 1]);
        return at + 1;
      default:
        return at + 1;
    }
    this.#endWord(at);
    return at + 1;
  }

  #endWord(at: number): void {
    this.#mayRound ||= this.#before + at - this.#start > safeChars;
    this.#start = this.#before + at + 1;
  }

  /** The byte after a string, found by searching: an image of many megabytes must not be walked through. */
  #afterString(json: Buffer, from: number): number {
    let end = json.indexOf(quote, from);
    while (end !== -1 && this.#isEscaped(json, from, end)) end = json.indexOf(quote, end + 1);
    this.#inString = end === -1;
    const after = end === -1 ? json.length : end + 1;
    this.#stringBytes = this.#before + after - this.#stringStart;
    this.#isEscaping = this.#inString && this.#isEscaped(json, from, after);
    this.#start = this.#before + after;
    return after;
  }

  /** Whether the byte at `at`, in a string that goes on at `from`, follows an odd number of backslashes. */
  #isEscaped(json: Buffer, from: number, at: number): boolean {
    let first = at;
    while (first > from && json[first - 1] === backslash) first -= 1;
    const carried = first === 0 && this.#isEscaping ? 1 : 0;
    return (at - first + carried) % 2 === 1;
  }
}

function deeper(depth: number): number {
  if (depth === maxDepth) throw invalidRequest(`The body is nested more than ${maxDepth} levels deep.`);
  return depth + 1;
}

function more(values: number, count: number): number {
  if (values + count > maxValues) throw invalidRequest(`The body has more than ${maxValues} values.`);
  return values + count;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}
