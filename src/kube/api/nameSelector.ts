// How is one object asked for by a list, which needs no more permissions than there are?
import { isSubdomain } from '../../api/nameSyntax.ts';

/** A field selector; undefined: no object that is followed has such a name, and a selector would be misunderstood with it. */
export function nameSelector(name: string): string | undefined {
  return isSubdomain(name) ? `metadata.name=${name}` : undefined;
}
