import { z } from 'zod';
import { isRawObject } from '../load/raw-config.js';

/** The alias of references that name none, where the config names none either. Built in for variables (CFG-22). */
export const builtInAlias = 'default';
export const variableName = /^[A-Z][A-Z0-9_]{0,127}$/;
export const providerAlias = /^[a-z][a-z0-9_-]{0,63}$/;
const commandId = /^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,255}$/;

/** Where a secret is kept instead of in the config (CFG-20, CFG-21). */
export const secretRefSchema = z
  .strictObject({
    source: z.enum(['env', 'file', 'exec', 'store']),
    provider: z.string().regex(providerAlias, 'expected a-z, then a-z, 0-9, "_" and "-"').optional(),
    id: z.string(),
  })
  .superRefine(({ source, id }, context) => {
    const flaw = idFlaw(source, id);
    if (flaw !== undefined) context.addIssue({ code: 'custom', path: ['id'], message: flaw });
  });

export type SecretRef = z.output<typeof secretRefSchema>;

/** Why an id cannot be one of its source; undefined if it can. */
export function idFlaw(source: SecretRef['source'], id: string): string | undefined {
  switch (source) {
    case 'env':
      return variableName.test(id) ? undefined : 'expected the name of a variable: A-Z, 0-9 and "_"';
    case 'file':
      return id === 'value' || id.startsWith('/')
        ? undefined
        : 'expected a JSON pointer such as "/openai/key", or "value"';
    case 'exec':
      return isCommandId(id) ? undefined : 'expected letters, digits and ._:/#- without "." or ".." between slashes';
    case 'store':
      return 'source "store" is not here: use "env" or "file", or keep the secret in an auth profile';
    default:
      return source satisfies never;
  }
}

const isCommandId = (id: string): boolean =>
  commandId.test(id) && !id.split('/').some((segment) => segment === '.' || segment === '..');

/** A secret in the config: its text, `${NAME}` or `$NAME`, or a reference (CFG-20). */
export const secretInput = z.union([z.string(), secretRefSchema], {
  // A reference that is wrong is told in the words of its own schema.
  error: ({ input }) => (isRawObject(input) ? undefined : 'expected text or a reference { source, provider, id }'),
});

/** What a parsed config is once references are replaced by what they stand for. */
export type WithSecrets<T> = T extends SecretRef ? never : T extends object ? { [K in keyof T]: WithSecrets<T[K]> } : T;
