// Checks the syntax of names and UIDs, since annotations and status may have been written by any client.
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const UID = /^[A-Za-z0-9][-A-Za-z0-9_.]{0,127}$/;
const REQUEST_ID = /^[A-Za-z0-9]([-A-Za-z0-9_.:]{0,61}[A-Za-z0-9])?$/;

/** A DNS-1123 subdomain, which the names of pods, nodes and most other objects must be. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && SUBDOMAIN.test(text);
}

export function isUid(text: string): boolean {
  return UID.test(text);
}

/** The same pattern as that of spec.switchover.requestID in the CRD. */
export function isRequestID(text: string): boolean {
  return REQUEST_ID.test(text);
}
