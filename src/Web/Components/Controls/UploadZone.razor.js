// Sends chosen or dropped files to the server by HTTP, never through the circuit, and tells the component how far it is.

const filesPerRequest = 1000;
const bytesPerRequest = 256 * 1024 * 1024;
const tellEvery = 200;

export function attach(zone, component, options) {
    const upload = new Upload(options, component);
    const inputs = [...zone.querySelectorAll("input[type=file]")];
    const choose = event => {
        upload.send([...event.target.files].map(file => ({ file, name: file.webkitRelativePath || file.name })));
        event.target.value = "";
    };
    let depth = 0;
    const over = event => {
        if (event.dataTransfer?.types.includes("Files")) {
            event.preventDefault();
        }
    };
    const enter = () => zone.classList.toggle("is-over", ++depth > 0);
    const leave = () => zone.classList.toggle("is-over", --depth > 0);
    const drop = async event => {
        event.preventDefault();
        depth = 0;
        zone.classList.remove("is-over");
        try {
            await upload.send(await dropped(event.dataTransfer));
        } catch (error) {
            await upload.say("Ended", `What was dropped could not be read, and none of it was sent: ${error.message ?? error}`);
        }
    };

    inputs.forEach(input => input.addEventListener("change", choose));
    zone.addEventListener("dragover", over);
    zone.addEventListener("dragenter", enter);
    zone.addEventListener("dragleave", leave);
    zone.addEventListener("drop", drop);
    return {
        cancel: () => upload.cancel(),
        detach() {
            upload.gone = true;
            upload.cancel();
            inputs.forEach(input => input.removeEventListener("change", choose));
            zone.removeEventListener("dragover", over);
            zone.removeEventListener("dragenter", enter);
            zone.removeEventListener("dragleave", leave);
            zone.removeEventListener("drop", drop);
        },
    };
}

class Upload {
    constructor(options, component) {
        this.options = options;
        this.component = component;
        this.request = null;
        this.busy = false;
        this.cancelled = false;
        this.gone = false;
    }

    // The page may be left while files are on their way, as when the first events lead to another: then nobody is there to be told.
    async say(method, ...words) {
        if (!this.gone) {
            await this.component.invokeMethodAsync(method, ...words);
        }
    }

    async send(items) {
        if (this.busy || this.gone) {
            return;
        }
        if (items.length === 0) {
            return;
        }
        this.busy = true;
        this.cancelled = false;
        this.told = 0;
        const total = items.reduce((sum, item) => sum + item.file.size, 0);
        const progress = { files: items.length, sentFiles: 0, bytes: total, sentBytes: 0 };
        try {
            await this.say("Began", progress);
            for (const batch of batches(items)) {
                const before = progress.sentBytes;
                const reply = await this.post(batch, sent => {
                    progress.sentBytes = before + Math.min(sent, batch.bytes);
                    this.tell(progress);
                });
                progress.sentFiles += batch.items.length;
                progress.sentBytes = before + batch.bytes;
                await this.say("SentAsync", progress, reply);
            }
            await this.say("Ended", null);
        } catch (error) {
            await this.say("Ended", this.cancelled ? "cancelled" : String(error.message ?? error));
        } finally {
            this.busy = false;
            this.request = null;
        }
    }

    // XMLHttpRequest, because fetch does not tell how much of a body has been sent.
    post(batch, sent) {
        return new Promise((resolve, reject) => {
            if (this.cancelled) {
                reject(new Error("cancelled"));
                return;
            }
            const form = new FormData();
            for (const { file, name } of batch.items) {
                form.append("files", file, name);
            }
            const request = this.request = new XMLHttpRequest();
            request.open("POST", this.options.url);
            request.upload.onprogress = event => sent(event.loaded);
            request.onload = () => request.status >= 200 && request.status < 300
                ? resolve(request.responseText)
                : reject(new Error(problem(request)));
            request.onerror = () => reject(new Error("The connection was lost. What arrived before is kept."));
            request.onabort = () => reject(new Error("cancelled"));
            request.send(form);
        });
    }

    tell(progress) {
        const now = performance.now();
        if (now - this.told > tellEvery) {
            this.told = now;
            this.say("Moved", progress);
        }
    }

    cancel() {
        this.cancelled = true;
        this.request?.abort();
    }
}

// Each request becomes a run of its own and is kept whole or not at all, so most uploads go in one; a larger file goes alone.
function* batches(items) {
    let batch = { items: [], bytes: 0 };
    for (const item of items) {
        if (batch.items.length > 0 && (batch.items.length >= filesPerRequest || batch.bytes + item.file.size > bytesPerRequest)) {
            yield batch;
            batch = { items: [], bytes: 0 };
        }
        batch.items.push(item);
        batch.bytes += item.file.size;
    }
    if (batch.items.length > 0) {
        yield batch;
    }
}

function problem(request) {
    try {
        const reply = JSON.parse(request.responseText);
        return reply.detail ?? reply.title ?? `The server answered ${request.status}.`;
    } catch {
        return `The server answered ${request.status}.`;
    }
}

// Folders are read too. The entries must be taken before the first await: the list is emptied after the event.
async function dropped(transfer) {
    const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry);
    if (entries.length === 0) {
        return [...transfer.files].map(file => ({ file, name: file.name }));
    }
    const found = [];
    for (const entry of entries) {
        await walk(entry, "", found);
    }
    return found;
}

async function walk(entry, path, found) {
    if (entry.isFile) {
        const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
        found.push({ file, name: path + entry.name });
        return;
    }
    const reader = entry.createReader();
    for (;;) {
        // A folder is read in parts of about a hundred entries until a part is empty.
        const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (part.length === 0) {
            return;
        }
        for (const child of part) {
            await walk(child, path + entry.name + "/", found);
        }
    }
}
