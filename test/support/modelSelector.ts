// Which objects does a label selector mean? Only the form "key=value,…" is known.

export function selects(selector: string, labels: Readonly<Record<string, string>>): boolean {
  const terms = selector.split(',').filter((term) => term !== '');
  return terms.every((term) => {
    const [key = '', value = ''] = term.split('=');
    return labels[key] === value;
  });
}
