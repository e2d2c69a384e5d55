// Order of resource versions: decimal integers that may exceed 2^53 and that Kubernetes allows to compare.

/** Whether a is newer than b. The empty version is older than all. */
export function isNewer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
