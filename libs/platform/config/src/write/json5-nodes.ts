import JSON5 from 'json5';

/** A value in a JSON5 text, and from where to where it goes. */
export type Json5Node = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'object'; readonly members: readonly Json5Member[] }
  | { readonly kind: 'list'; readonly members: readonly Json5Member[] }
  | { readonly kind: 'plain' }
);

/** A property or an item. An item starts where its value does. */
export interface Json5Member {
  readonly key: string | number;
  readonly start: number;
  readonly value: Json5Node;
}

const space = /(?:\s|\uFEFF|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y;
const quotedText = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y;
const word = /[^\s,:[\]{}/"']+/y;

/** The places of all values. The text must be JSON5 that `JSON5.parse` took: nothing is checked again. */
export function json5Nodes(text: string): Json5Node {
  return new Scanner(text).value(skipSpace(text, 0));
}

/** The first place at or behind `at` that is neither blank nor comment. */
export function skipSpace(text: string, at: number): number {
  return endOf(space, text, at) ?? at;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

class Scanner {
  constructor(private readonly text: string) {}

  value(start: number): Json5Node {
    const opening = this.text[start];
    if (opening === '{') return { kind: 'object', ...this.members(start, '}') };
    if (opening === '[') return { kind: 'list', ...this.members(start, ']') };
    return { kind: 'plain', start, end: this.token(start) };
  }

  private members(start: number, closing: string) {
    const members: Json5Member[] = [];
    let at = skipSpace(this.text, start + 1);
    while (at < this.text.length && this.text[at] !== closing) {
      const member = closing === '}' ? this.property(at) : this.item(at, members.length);
      members.push(member);
      at = skipSpace(this.text, member.value.end);
      if (this.text[at] === ',') at = skipSpace(this.text, at + 1);
    }
    return { start, end: at + 1, members };
  }

  private property(start: number): Json5Member {
    const end = this.token(start);
    const [key = ''] = Object.keys(JSON5.parse<object>(`{${this.text.slice(start, end)}:0}`));
    const colon = skipSpace(this.text, end);
    return { key, start, value: this.value(skipSpace(this.text, colon + 1)) };
  }

  private item(start: number, key: number): Json5Member {
    return { key, start, value: this.value(start) };
  }

  private token(at: number): number {
    const end = endOf(quotedText, this.text, at) ?? endOf(word, this.text, at);
    if (end === undefined) throw new Error(`no JSON5 token at ${at}`);
    return end;
  }
}
