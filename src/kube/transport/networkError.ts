// Classifies and describes requests without a response.

/** Errors from before the request was sent: nothing was executed. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'ERR_CREDENTIALS',
  'ERR_NOT_LEADING',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
  'UND_ERR_INVALID_ARG',
]);

/** Codes of a TLS handshake that failed. */
const handshakeFailed = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/** Whether the server may have received the request. True in doubt. */
export function mayHaveBeenSent(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || !(neverSent.has(code) || handshakeFailed.test(code));
}

/** Never empty: an AggregateError of several addresses has no message, only a code. */
export function describeNetworkError(error: unknown): string {
  return textOf(error, 'message') ?? codeOf(error) ?? String(error);
}

function codeOf(error: unknown): string | undefined {
  return textOf(error, 'code');
}

function textOf(error: unknown, name: 'message' | 'code'): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
