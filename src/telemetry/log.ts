// Structured logging to stderr, as JSON or text: a constant message and its fields. An entry is always one line and
// cannot be mistaken for another one, whatever its fields quote.
import winston from 'winston';
import { escaped } from '../api/printable.ts';

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export const logFormats = ['json', 'text'] as const;
export type LogFormat = (typeof logFormats)[number];

export type Fields = Readonly<Record<string, unknown>>;

export interface Log {
  error(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  /** To check before debug() in a hot path: winston formats an entry before it checks the level. */
  readonly isDebug: boolean;
  debug(message: string, fields?: Fields): void;
}

const { combine, timestamp, json, printf } = winston.format;

export function makeLog(level: LogLevel, format: LogFormat): Log {
  const logger = winston.createLogger({
    level,
    format: combine(timestamp(), formatOf(format)),
    transports: [new winston.transports.Console({ stderrLevels: [...logLevels] })],
  });
  return {
    error: (message, fields) => void logger.error(message, fields),
    warn: (message, fields) => void logger.warn(message, fields),
    info: (message, fields) => void logger.info(message, fields),
    isDebug: level === 'debug',
    debug: (message, fields) => void logger.debug(message, fields),
  };
}

/** The key of the formatted line in winston's entries. */
const LINE = Symbol.for('message');

export function formatOf(format: LogFormat): winston.Logform.Format {
  return format === 'json'
    ? combine(
        json(),
        printf((entry) => escaped(String(entry[LINE]))),
      )
    : printf((entry) => escaped(toText(entry)));
}

function toText({ timestamp: at, level, message, ...fields }: winston.Logform.TransformableInfo): string {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  const rest = present.map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}`,
  );
  return `${String(at)} ${level.padEnd(5)} ${String(message)}${rest.join('')}`;
}

/** Quotes only values that could be ambiguous. */
function quoted(value: string): string {
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

/** An error with its causes in one line, without the stack. */
export function describeError(error: unknown): string {
  return describe(error).replaceAll(/\s+/g, ' ').trim();
}

/** Omits a cause that the message already contains. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const why = cause === undefined ? '' : describe(cause);
  return why === '' || message.includes(why) ? message : `${message} (${why})`;
}
