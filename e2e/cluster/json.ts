// The only place where external JSON becomes a value of our types: the caller states the type.

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it stands for an `as` in every caller
export function parseJson<T>(text: string): T {
  const value: T = JSON.parse(text);
  return value;
}
