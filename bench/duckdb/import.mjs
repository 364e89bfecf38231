// The trail as a table of DuckDB, as somebody who asks DuckDB daily would keep it: the fields that TrailBoard filters by in columns of
// their own, request and response as JSON, each event once. Usage: node import.mjs TRAIL DATABASE RESULT.json
import fs from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [, , trail, file, result] = process.argv;

const record = `STRUCT(
  eventID VARCHAR, eventTime TIMESTAMP, eventSource VARCHAR, eventName VARCHAR, awsRegion VARCHAR, sourceIPAddress VARCHAR, userAgent VARCHAR,
  errorCode VARCHAR, errorMessage VARCHAR, readOnly BOOLEAN, recipientAccountId VARCHAR, requestParameters JSON, responseElements JSON,
  userIdentity STRUCT(type VARCHAR, arn VARCHAR, accountId VARCHAR, accessKeyId VARCHAR, userName VARCHAR, invokedBy VARCHAR,
    sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR, userName VARCHAR), attributes STRUCT(mfaAuthenticated VARCHAR))))`;

// Who acted, as docs/filters.md says, for the kinds of identities in this trail.
const fields = `
  r.eventID AS event_id, r.eventTime AS time, r.eventSource AS service, r.eventName AS action, r.awsRegion AS region,
  r.sourceIPAddress AS ip, coalesce(r.recipientAccountId, r.userIdentity.accountId) AS account,
  CASE r.userIdentity.type WHEN 'AssumedRole' THEN r.userIdentity.sessionContext.sessionIssuer.arn
    WHEN 'AWSService' THEN r.userIdentity.invokedBy ELSE r.userIdentity.arn END AS identity,
  CASE r.userIdentity.type WHEN 'AssumedRole' THEN split_part(r.userIdentity.arn, '/', 3) WHEN 'AWSService' THEN r.userIdentity.invokedBy
    WHEN 'Root' THEN 'root' ELSE r.userIdentity.userName END AS "user",
  r.userIdentity.sessionContext.sessionIssuer.userName AS role,
  nullif(r.userIdentity.accessKeyId, '') AS access_key,
  r.userIdentity.sessionContext.attributes.mfaAuthenticated = 'true' AS mfa,
  CASE WHEN r.eventSource = 'ecr.amazonaws.com' THEN r.requestParameters->>'repositoryName' END AS repository,
  r.errorCode AS error, r.errorMessage AS error_message, r.readOnly AS readonly, r.userAgent AS user_agent,
  r.requestParameters AS request, r.responseElements AS response`;

const instance = await DuckDBInstance.create(file);
const connection = await instance.connect();
const value = async sql => (await (await connection.runAndReadAll(sql)).getRows())[0][0];

const begun = performance.now();
await connection.run('SET preserve_insertion_order = false');
await connection.run(`CREATE TABLE events AS SELECT ${fields} FROM (
  SELECT unnest(Records) AS r FROM read_json('${trail.replaceAll("'", "''")}/AWSLogs/**/*.json.gz', format = 'auto', maximum_object_size = 1073741824,
    columns = { Records: '${record}[]' }))`);
// Faster than SELECT DISTINCT ON, which carries every column through its hash table, and in a third of the memory.
await connection.run('DELETE FROM events WHERE rowid IN (SELECT unnest(list(rowid)[2:]) FROM events GROUP BY event_id HAVING count(*) > 1)');
await connection.run('CHECKPOINT');
const seconds = (performance.now() - begun) / 1000;

const settings = `${await value('SELECT version()')}, threads ${await value("SELECT current_setting('threads')")}, memory_limit ${await value("SELECT current_setting('memory_limit')")}, preserve_insertion_order false`;
const events = Number(await value('SELECT count(*) FROM events'));
connection.closeSync();
instance.closeSync();
const usage = process.resourceUsage();
fs.writeFileSync(result, JSON.stringify({
  seconds,
  processor: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
  peakBytes: usage.maxRSS * 1024,
  events,
  storeBytes: fs.statSync(file).size,
  settings,
}));
