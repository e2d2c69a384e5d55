// Checks label keys and values, as CEL's format.qualifiedName() and format.labelValue() do.
import { GROUP } from './names.ts';
import { isSubdomain } from './nameSyntax.ts';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

export function isQualifiedName(text: string): boolean {
  const [name = '', prefix, ...rest] = text.split('/').toReversed();
  if (rest.length > 0 || !NAME.test(name)) return false;
  return prefix === undefined || isSubdomain(prefix);
}

export function isLabelValue(text: string): boolean {
  return text === '' || NAME.test(text);
}

/** The label belongs to the operator's domain: the operator writes it, so a selector must not use it. */
export function isOwnLabel(key: string): boolean {
  const prefix = key.split('/')[0];
  return key.includes('/') && (prefix === GROUP || prefix?.endsWith(`.${GROUP}`) === true);
}
