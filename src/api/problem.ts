// Describes a fault of an object by path and message, so that its author finds it.
import type { ErrorObject } from 'ajv';

export interface SpecProblem {
  /** Such as `spec.service.ports[0].port`; empty for the object as a whole. */
  readonly path: string;
  /** What is wrong; follows the path in a sentence. */
  readonly message: string;
}

const MAX_LENGTH = 256;

/** Cuts path and message to 256 characters: both quote text of any length, and go into status and log. */
export function shortened({ path, message }: SpecProblem): SpecProblem {
  return { path: path.slice(0, MAX_LENGTH), message: message.slice(0, MAX_LENGTH) };
}

export function toProblem(error: ErrorObject): SpecProblem {
  const path = toPath(error.instancePath);
  switch (error.keyword) {
    case 'required':
      return { path: joinPath(path, String(error.params['missingProperty'])), message: 'is required' };
    case 'enum':
      return { path, message: `must be one of ${[error.params['allowedValues']].flat().join(', ')}` };
    case 'type':
      return { path, message: `must be of type ${[error.params['type']].flat().join(' or ')}` };
    default:
      return { path, message: error.message ?? `breaks ${error.keyword}` };
  }
}

/** Converts a JSON pointer into the notation of kubectl. */
function toPath(pointer: string): string {
  const segments = pointer.split('/').slice(1);
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')).reduce(joinPath, '');
}

function joinPath(path: string, segment: string): string {
  if (!/^[A-Za-z]+$/.test(segment)) return `${path}[${segment}]`;
  return path === '' ? segment : `${path}.${segment}`;
}
