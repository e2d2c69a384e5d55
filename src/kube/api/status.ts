// What does the API say of a request that it refuses?

/** The parts of a Status object that we use. */
export interface StatusText {
  readonly reason: string | undefined;
  readonly message: string;
}

/** Long answers are pages of some proxy, not words for a log. */
const LONGEST_MESSAGE = 1024;

/** Reads a Status object; anything else, such as a proxy's page, is taken as the message itself. */
export function statusOf(body: string): StatusText {
  const { reason, message } = parseObject(body);
  return {
    reason: typeof reason === 'string' && reason !== '' ? reason : undefined,
    message: (typeof message === 'string' ? message : body).slice(0, LONGEST_MESSAGE).trim() || 'no further words',
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
