// The one place where text from outside becomes a value of our types: the caller names what the other side promises.

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it stands for an `as` in every caller
export function parseJson<T>(text: string): T {
  const value: T = JSON.parse(text);
  return value;
}
