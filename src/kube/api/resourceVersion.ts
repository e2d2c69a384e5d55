// Which of two versions of an object is newer?
// Resource versions are decimal integers that may exceed 2^53; Kubernetes promises that they can be compared so.

/** Whether a is newer than b. The empty version is older than all. */
export function isNewer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
