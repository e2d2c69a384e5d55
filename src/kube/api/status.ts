// Reads reason and message of a failed request.

/** The used fields of a Status object. */
export interface StatusText {
  readonly reason: string | undefined;
  readonly message: string;
}

/** Longer bodies are pages of a proxy and are cut. */
const MAX_MESSAGE_LENGTH = 1024;

/** Reads a Status object; any other body, such as a proxy's page, becomes the message. */
export function statusOf(body: string): StatusText {
  const { reason, message } = parseObject(body);
  return {
    reason: typeof reason === 'string' && reason !== '' ? reason : undefined,
    message: (typeof message === 'string' ? message : body).slice(0, MAX_MESSAGE_LENGTH).trim() || 'no message',
  };
}

function parseObject(text: string): { readonly reason?: unknown; readonly message?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
