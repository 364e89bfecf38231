// Working users: each holds a circuit, looks at what it shows for some seconds, and asks the next question.
//
//   node bench/circuits/load.mjs ADDRESS USERS SECONDS [SEED]
//
// Writes a line of JSON when all circuits stand idle on the Events page, waits for a line, works, writes the figures, waits again, and leaves.
import { createInterface } from "node:readline";
import { Circuit } from "./circuit.mjs";

const [address, users, seconds, seed = 7] = [process.argv[2], ...process.argv.slice(3).map(Number)];

/** Seconds that a person looks before the next click: between these, evenly. */
const [Least, Most] = [2, 8];

const chance = mulberry(seed);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async path => (await fetch(address + path)).json();

const values = {};
for (const field of ["user", "repository", "service", "action", "ip", "region", "error"]) {
    values[field] = (await ask(`/api/groups/${field}?limit=20`)).groups.map(group => group.value);
}

const circuits = [];
for (let i = 0; i < users; i++) {
    const circuit = new Circuit(address);
    await circuit.open("/events");
    circuits.push(circuit);
}

console.log(JSON.stringify({ standing: circuits.length }));
await lines.next();

const steps = [];
const problems = [];
const end = performance.now() + seconds * 1000;
await Promise.all(circuits.map(work));

// Where all began, so that what work leaves behind can be told from what a page holds.
for (const circuit of circuits.filter(circuit => !circuit.problem)) {
    await circuit.go("/events");
}

console.log(JSON.stringify({ steps, problems }));
await lines.next();
await Promise.all(circuits.map(circuit => circuit.close()));
console.log(JSON.stringify({ standing: 0 }));
await lines.next();
process.exit(0);

async function work(circuit) {
    let filter = "";
    // Nobody begins at the same moment.
    await pause(chance() * Most);
    while (performance.now() < end) {
        const [kind, path] = await next(filter);
        filter = new URL(path, address).searchParams.get("q") ?? "";
        try {
            steps.push({ kind, ...await circuit.go(path) });
        } catch (problem) {
            problems.push(`${kind} ${path}: ${problem.message}`);
            return;
        }

        await pause(Least + chance() * (Most - Least));
    }
}

/** What is asked next: mostly narrower or other events, then one of them, now and then another page. */
async function next(filter) {
    const at = chance();
    const [field, value] = any();
    const leaf = `${field}:${quoted(value)}`;
    if (at < 0.35 || filter === "") {
        return ["filter", `/events?q=${encodeURIComponent(leaf)}`];
    }

    if (at < 0.5) {
        return ["narrow", `/events?q=${encodeURIComponent(`${filter.includes(" ") ? leaf : `${filter} ${leaf}`}`)}`];
    }

    if (at < 0.7) {
        const { events } = await ask(`/api/events?limit=20&q=${encodeURIComponent(filter)}`);
        const event = events.length > 0 ? `&event=${encodeURIComponent(pick(events).eventId)}` : "";
        return ["open an event", `/events?q=${encodeURIComponent(filter)}${event}`];
    }

    if (at < 0.78) {
        return ["events as rows", `/events?q=${encodeURIComponent(filter)}&rows=events`];
    }

    if (at < 0.86) {
        return ["group", `${pick(["/identities", "/addresses", "/repositories", "/errors", "/regions"])}?q=${encodeURIComponent(filter)}`];
    }

    return at < 0.93 ? ["container actions", "/containers"] : ["repository", `/things/repository/${pick(values.repository)}`];
}

function any() {
    const fields = Object.keys(values).filter(field => values[field].length > 0);
    const field = pick(fields);
    return [field, pick(values[field])];
}

function quoted(value) {
    return /^[\w.\-/:@*]+$/.test(value) ? value : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function pick(list) {
    return list[Math.floor(chance() * list.length)];
}

function pause(length) {
    return new Promise(resolve => setTimeout(resolve, length * 1000));
}

// The same seed asks the same questions.
function mulberry(state) {
    return () => {
        state = (state + 0x6D2B79F5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}
