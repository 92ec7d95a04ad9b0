/** Whether a NATS subject matches a filter: `*` is one token, `>` is one or more at the end. */
export function matches(filter: string, subject: string): boolean {
  const wanted = filter.split('.');
  const tokens = subject.split('.');
  for (const [i, want] of wanted.entries()) {
    if (want === '>') return i === wanted.length - 1 && tokens.length > i;
    if (tokens[i] === undefined || (want !== '*' && want !== tokens[i])) return false;
  }
  return tokens.length === wanted.length;
}
