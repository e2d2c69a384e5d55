// Parses selectors. Labels: "key=value,key in (a,b),key notin (a),key,!key"; of fields only "key=value".

export function selects(selector: string, labels: Readonly<Record<string, string>>): boolean {
  const terms = selector.split(/,(?![^(]*\))/).filter((term) => term !== '');
  return terms.every((term) => holds(term, new Map(Object.entries(labels))));
}

function holds(term: string, labels: ReadonlyMap<string, string>): boolean {
  const {
    key = '',
    operator,
    values = '',
  } = /^(?<key>\S+) (?<operator>in|notin) \((?<values>.*)\)$/.exec(term)?.groups ?? {};
  if (operator !== undefined) {
    const value = labels.get(key);
    const isAmong = value !== undefined && values.split(',').includes(value);
    return operator === 'in' ? isAmong : !isAmong;
  }
  if (term.startsWith('!')) return !labels.has(term.slice(1));
  const [name = '', value] = term.split('=');
  return value === undefined ? labels.has(name) : labels.get(name) === value;
}
