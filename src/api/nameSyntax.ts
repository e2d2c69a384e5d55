// Is a text what Kubernetes takes as a name or UID? What stands in annotations and status may have been written by anybody.
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const UID = /^[A-Za-z0-9][-A-Za-z0-9_.]{0,127}$/;
const REQUEST_ID = /^[A-Za-z0-9]([-A-Za-z0-9_.:]{0,61}[A-Za-z0-9])?$/;

/** A DNS-1123 subdomain, as the names of pods, nodes and most other objects. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && SUBDOMAIN.test(text);
}

export function isUid(text: string): boolean {
  return UID.test(text);
}

/** As the CRD bounds spec.switchover.requestID. */
export function isRequestID(text: string): boolean {
  return REQUEST_ID.test(text);
}
