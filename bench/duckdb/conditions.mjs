// TrailBoard's questions in SQL. Written from their conditions, not from TrailBoard's filter language: other code, so that a mistake is not
// made twice.

// The column of each field.
const columns = {
  service: 'service', action: 'action', region: 'region', ip: 'ip', account: 'account', identity: 'identity', user: '"user"', repository: 'repository',
  error: 'error', readonly: 'readonly', mfa: 'mfa', time: 'time',
};

// Where words are looked for: TrailBoard also looks among all resources, which DuckDB has no column for; no word of the questions is there alone.
const wordColumns = ['service', 'action', 'region', 'ip', 'account', 'identity', '"user"', 'role', 'access_key', 'repository', 'error', 'error_message', 'user_agent'];

const text = value => `'${value.replaceAll("'", "''")}'`;
const like = pattern => text(pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%')) + " ESCAPE '\\'";
const time = value => `TIMESTAMP ${text(value.replace('T', ' ').replace(/(Z|\+00:00)$/, ''))}`;

export const column = field => columns[field] ?? fail(`no column for ${field}`);

function fail(message) {
  throw new Error(message);
}

function leaf({ field, test, values, not }) {
  const of = field ? column(field) : '';
  const is = () => {
    switch (field) {
      case 'readonly': case 'mfa': return `${of} = ${values[0]}`;
      case 'service': return `${of} IN (${values.map(value => text(`${value}.amazonaws.com`)).join(', ')})`;
      default: return `${of} IN (${values.map(text).join(', ')})`;
    }
  };
  const sql = {
    is,
    like: () => `${of} LIKE ${like(values[0])}`,
    present: () => `${of} IS NOT NULL`,
    // The networks of the questions end at a dot.
    within: () => {
      const [address, bits] = values[0].split('/');
      return bits % 8 === 0 ? `${of} LIKE ${like(address.split('.').slice(0, bits / 8).join('.') + '.*')}` : fail(`a network of ${bits} bits`);
    },
    words: () => '(' + wordColumns.map(name => `${name} LIKE ${like(`*${values[0]}*`)}`).join(' OR ') + ')',
    since: () => `${of} >= ${time(values[0])}`,
    before: () => `${of} < ${time(values[0])}`,
  }[test] ?? fail(`no SQL for ${test}`);
  return not ? `(${sql()}) IS NOT TRUE` : sql();
}

// The condition of a question, without those on one field where a facet ignores its own.
export function where(question, without = null) {
  const parts = question.leaves.filter(({ field }) => field !== without).map(leaf);
  if (question.from) parts.push(`time >= ${time(question.from)}`);
  if (question.to) parts.push(`time < ${time(question.to)}`);
  return parts.length ? `WHERE ${parts.join(' AND ')}` : '';
}

export const contains = (name, word) => `${name} LIKE ${like(`*${word}*`)}`;
