// Asks DuckDB what TrailBoard was asked, and writes the answers in the same form.
// Usage: node ask.mjs DATABASE QUESTIONS.json TRAILBOARDS-ANSWERS.json ANSWERS.json
import fs from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { column, contains, where } from './conditions.mjs';

const [, , file, questionsFile, oursFile, result] = process.argv;
const questions = JSON.parse(fs.readFileSync(questionsFile, 'utf8'));
const ours = JSON.parse(fs.readFileSync(oursFile, 'utf8'));

const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const rows = async sql => (await connection.runAndReadAll(sql)).getRows();
const number = value => Number(value);

const pageColumns = ['event_id', 'epoch(time)::BIGINT', 'service', 'action', 'region', 'account', 'identity', '"user"', 'ip', 'repository', 'error'];
const pageNames = ['id', 'time', 'service', 'action', 'region', 'account', 'identity', 'user', 'ip', 'repository', 'error'];
const PAGE = 50;

// DuckDB is told how wide the bars are; TrailBoard finds it out itself.
async function ask(question, our) {
  const begun = performance.now();
  const facets = [];
  for (const field of questions.facets) {
    const of = column(field);
    const condition = where(question, field);
    facets.push(await rows(`SELECT ${of}, count(*) AS c FROM events ${condition ? `${condition} AND` : 'WHERE'} ${of} IS NOT NULL GROUP BY 1 ORDER BY c DESC, 1 LIMIT 20`));
  }

  const bars = await rows(`SELECT (epoch(time)::BIGINT - ${our.start}) // ${our.width || 3600} AS bar, count(*), count(error), count(*) FILTER (NOT readonly)
    FROM events ${where(question)} GROUP BY 1 ORDER BY 1`);
  const facetsMs = performance.now() - begun;
  const pageBegun = performance.now();
  const page = await rows(`SELECT ${pageColumns.join(', ')} FROM events ${where(question)} ORDER BY time DESC, event_id LIMIT ${PAGE}`);
  const pageMs = performance.now() - pageBegun;
  return {
    facets: facets.map(values => values.map(([value, count]) => ({ value, count: number(count) }))),
    start: our.start,
    width: our.width,
    bars: bars.map(([bar, count, errors, writes]) => ({ number: number(bar), count: number(count), errors: number(errors), writes: number(writes) })),
    page: page.map(row => Object.fromEntries(pageNames.map((name, i) => [name, name === 'time' ? number(row[i]) : row[i]]))),
    edge: await edge(question, page),
    facetsMs,
    pageMs,
  };
}

// Not timed: all events of the second in which the page ends.
async function edge(question, page) {
  if (page.length < PAGE) return [];
  const condition = where(question);
  return (await rows(`SELECT event_id FROM events ${condition ? `${condition} AND` : 'WHERE'} epoch(time)::BIGINT = ${page.at(-1)[1]}`)).flat();
}

for (const question of questions.warmUp) {
  await ask(question, { start: 0, width: 3600 });
}

const filters = [];
for (const [i, question] of questions.filters.entries()) {
  filters.push(await ask(question, ours.filters[i]));
}

const records = [];
for (const id of ours.ids) {
  const begun = performance.now();
  const [[request, response]] = await rows(`SELECT request, response FROM events WHERE event_id = '${id}'`);
  records.push({ request: request === 'null' ? null : request, response: response === 'null' ? null : response, ms: performance.now() - begun });
}

const words = [];
for (const word of questions.words) {
  const begun = performance.now();
  const found = await rows(`SELECT event_id FROM events WHERE ${contains('request', word)} OR ${contains('response', word)} ORDER BY time DESC LIMIT ${PAGE}`);
  words.push({ ids: found.flat(), ms: performance.now() - begun });
}

fs.writeFileSync(result, JSON.stringify({ filters, ids: ours.ids, records, words }));
