const deepestCause = 4;

/** Of an error, what says what went wrong and where. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/**
 * An error as a log shows it. Whatever else its maker hung on it stays out: clients attach the command or the request
 * that failed, with passwords, headers and bodies in it (AUTH-81).
 */
export function errorFields(error: unknown, depth = 0): unknown {
  if (!isError(error) || depth > deepestCause) return isError(error) ? error.message : error;
  const { name, message, stack, cause } = error;
  const inner = (value: unknown): unknown => errorFields(value, depth + 1);
  return {
    type: error.constructor?.name || name,
    message,
    ...(stack !== undefined && { stack }),
    ...(hasCode(error) && { code: error.code }),
    ...(isError(cause) && { cause: inner(cause) }),
    ...('errors' in error && Array.isArray(error.errors) && { errors: error.errors.map(inner) }),
  } satisfies ErrorFields;
}

/** Also one of another realm, such as a worker thread's. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'stack' in value;
}

function hasCode(error: Error): error is Error & { readonly code: string | number } {
  return 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number');
}
