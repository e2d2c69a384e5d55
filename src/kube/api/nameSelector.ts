// A list or watch of one object, which needs the permission for that name only.
import { isSubdomain } from '../../api/nameSyntax.ts';

/** A field selector; undefined: the name is invalid, no object can have it, and it could change the selector. */
export function nameSelector(name: string): string | undefined {
  return isSubdomain(name) ? `metadata.name=${name}` : undefined;
}
