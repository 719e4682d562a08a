/** How many tokens a request has and may have, where its refusal says so. */
export interface RequestSize {
  readonly tokens?: number;
  readonly limit?: number;
}

const n = String.raw`(\d[\d,]{0,14})`;
const words = (...patterns: readonly string[]): readonly RegExp[] => patterns.map((text) => new RegExp(text, 'i'));

/** The first that matches counts; two numbers are added up: a prompt, and the answer it asked for. */
const tokenWords = words(
  String.raw`\b${n} ?\+ ?${n} ?>`,
  String.raw`\b${n} tokens ?>`,
  String.raw`\bresulted in ${n} tokens`,
  String.raw`\brequested:?(?: about)? ${n}`,
  String.raw`\brequest (?:contains|has) ${n}`,
  String.raw`\bprompt contains ${n} tokens`,
  String.raw`\b(?:prompt|input) \((?:length )?${n}\b`,
  String.raw`\btoken count (?:of )?\(?${n}`,
  String.raw`\bprompt is too long: ${n}`,
  String.raw`\blength is ${n} while`,
  String.raw`\bn_(?:keep|prompt_tokens)"?: ?${n}`,
);

const limitWords = words(
  String.raw`> ?${n}\b`,
  String.raw`\bmaximum (?:context|model|prompt) length(?: is| of|:) ${n}`,
  String.raw`\bcontext length \(${n} tokens`,
  String.raw`\b${n} maximum context length`,
  String.raw`\bmaximum number of tokens allowed \(?${n}`,
  String.raw`\bexceeds the (?:limit|maximum) of ${n}`,
  String.raw`\btoken limit: ${n}`,
  String.raw`\bcontext window limit \(${n}`,
  String.raw`\blimit is ${n}`,
  String.raw`\bshould be \[\d{1,9}, ?${n}\]`,
  String.raw`\bn_ctx"?: ?${n}`,
);

/** ERR-23: of a request that is longer than the model's window. `body`: where the message does not say it. */
export function readContextSize(text: string, body = ''): RequestSize | undefined {
  const [tokens, limit] = [tokenWords, limitWords].map((list) => firstNumber(list, text) ?? firstNumber(list, body));
  return tokens === undefined && limit === undefined ? undefined : sizeOf(tokens, limit);
}

const minuteTokens = words(String.raw`\brequested:? ${n}`);
const minuteLimit = words(String.raw`\blimit:? ${n}`);

/** ERR-21: of a request that is larger than a minute's share. */
export function readMinuteSize(text: string): RequestSize {
  return sizeOf(firstNumber(minuteTokens, text), firstNumber(minuteLimit, text));
}

function sizeOf(tokens: number | undefined, limit: number | undefined): RequestSize {
  return { ...(tokens !== undefined && { tokens }), ...(limit !== undefined && { limit }) };
}

function firstNumber(patterns: readonly RegExp[], text: string): number | undefined {
  for (const pattern of patterns) {
    const found = pattern
      .exec(text)
      ?.slice(1)
      .filter((number) => number !== undefined);
    if (found) return found.reduce((sum, number) => sum + Number(number.replaceAll(',', '')), 0);
  }
  return undefined;
}
