/**
 * A model's name says how it behaves: `mock_tokens-200_gap-5_cut-40`. Times in milliseconds.
 *
 * tokens   length of the answer                   first    wait before the status line
 * gap      wait between tokens                    burst    tokens per write without a gap
 * cut      close the connection after so many     half     the same, inside a character
 * stop     end politely after so many, unfinished broken   an error event after so many
 * status   an error status                        after    its Retry-After, in seconds
 * tools    call so many tools                     fail     so many 503 before the answer, per seed
 * echo     answer tool results with themselves    think    so many words of signed thinking first
 * split    bytes per write                        hang, html, leak, reset   what they say
 * cutbyte  the same as cut, after so many bytes    goeson   go on with an answer where it was cut off
 * repeat   so many of its last characters first   anew     ask for the rest, get the whole
 * dims     length of an embedding                 most     inputs an embedding request may have
 */
const defaults = { tokens: 20, first: 0, gap: 0, burst: 10, tools: 0, fail: 0, think: 0, dims: 8 };

export function behaviourOf(model) {
  const pairs = model
    .split('_')
    .slice(1)
    .map((part) => part.split('-'))
    .map(([name, value]) => [name, value === undefined ? true : Number(value)]);
  return { ...defaults, ...Object.fromEntries(pairs) };
}
