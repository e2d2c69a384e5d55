// A log that drops everything.
import type { Log } from '../../src/telemetry/log.ts';

function ignore(): void {}

export const silentLog: Log = { error: ignore, warn: ignore, info: ignore, isDebug: false, debug: ignore };
