// One circuit of Blazor Server as a browser holds it: the page by HTTP, its components over the hub, each batch acknowledged. What is drawn is
// counted, not painted: this measures the server.
import { HubConnectionBuilder, HttpTransportType, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

/** How long nothing may be drawn before what was asked for counts as shown whole. */
const Silence = 400;

/** What only a page says that failed. */
const Fault = "This page could not be shown";

/** Pixels of the list that show in a window of 1280 by 800. */
const ListHeight = 460;

export class Circuit {
    #address;
    #hub;
    #id;
    #objects = 0;
    #last = 0;
    #batches = 0;
    #bytes = 0;

    constructor(address) {
        this.#address = address;
    }

    /** Opens the page as a browser does and waits until it is drawn. */
    async open(path) {
        const page = await (await fetch(this.#address + path)).text();
        const markers = [...page.matchAll(/<!--Blazor:(\{"type":"server".*?\})-->/g)].map(([, json]) => JSON.parse(json));
        const state = /<!--Blazor-Server-Component-State:(.*?)-->/.exec(page)?.[1] ?? "";
        if (markers.length === 0) {
            throw new Error(`${path} is no page with components: ${page.slice(0, 200)}`);
        }

        const protocol = new MessagePackHubProtocol();
        protocol.name = "blazorpack";
        const hub = new HubConnectionBuilder()
            .withUrl(`${this.#address}/_blazor`, { transport: HttpTransportType.WebSockets, skipNegotiation: false })
            .withHubProtocol(protocol).configureLogging(LogLevel.Error).build();
        this.#hub = hub;
        hub.on("JS.RenderBatch", (id, batch) => {
            this.#last = performance.now();
            this.#batches++;
            this.#bytes += batch.byteLength;
            if (Buffer.from(batch).includes(Fault)) {
                this.problem = "The page shows a fault.";
            }

            void hub.send("OnRenderCompleted", id, null);
        });
        hub.on("JS.BeginInvokeJS", (task, name, json, kind) => this.#called(task, name, json, kind));
        hub.on("JS.AttachComponent", () => {});
        hub.on("JS.EndInvokeDotNet", () => {});
        hub.on("JS.EndUpdateRootComponents", () => {});
        hub.on("JS.EndLocationChanging", () => {});
        hub.on("JS.Error", problem => { this.problem = problem; });
        hub.onclose(problem => { this.problem ??= problem?.message ?? "closed"; });
        await hub.start();
        const asked = this.#begin();
        this.#id = await hub.invoke("StartCircuit", `${this.#address}/`, this.#address + path, "[]", "");
        if (!this.#id) {
            throw new Error("The server opened no circuit.");
        }

        const operations = markers.map((marker, index) => ({ type: "add", ssrComponentId: index + 1, marker }));
        await hub.send("UpdateRootComponents", JSON.stringify({ batchId: 1, operations }), state);
        return this.#drawn(asked);
    }

    /** Follows a link. Milliseconds until the last batch that it led to, and how many and how large these were. */
    async go(path) {
        const asked = this.#begin();
        await this.#hub.send("OnLocationChanged", this.#address + path, null, true);
        return this.#drawn(asked);
    }

    /** Ends it as a page does that is left: without this the server would keep it for whoever comes back. */
    async close() {
        const form = new FormData();
        form.append("circuitId", this.#id);
        await fetch(`${this.#address}/_blazor/disconnect`, { method: "POST", body: form });
        await this.#hub.stop();
    }

    #begin() {
        this.#last = this.#batches = this.#bytes = 0;
        return performance.now();
    }

    async #drawn(asked) {
        for (;;) {
            await new Promise(resolve => setTimeout(resolve, 20));
            if (this.problem) {
                throw new Error(this.problem);
            }

            const now = performance.now();
            if (this.#last > 0 && now - this.#last > Silence) {
                return { milliseconds: this.#last - asked, batches: this.#batches, bytes: this.#bytes };
            }

            if (now - asked > 60_000) {
                throw new Error("Nothing was drawn for a minute.");
            }
        }
    }

    // What scripts of the page would answer: modules and their objects are numbers here, nothing is open or compact, all else is nothing.
    #called(task, name, json, kind) {
        const isList = name.startsWith("Blazor._internal.Virtualize.");
        const isObject = kind === 1;
        const result = isObject ? { __jsObjectId: ++this.#objects } : name === "time" ? { zone: "UTC", offset: 0, utc: true } : name === "isCompact" || name === "isOpen" ? false : null;
        // Task 0 is a call that nobody waits for.
        if (task !== 0) {
            void this.#hub.send("EndInvokeJSFromDotNet", task, true, JSON.stringify([task, true, result]));
        }

        // A browser tells a long list how high its window is, for only the lines in sight are drawn, and lets go of it at its end.
        if (isList) {
            const { __dotNetObject: list } = JSON.parse(json)[0];
            const [method, told] = name.endsWith(".dispose") ? ["__Dispose", null] : ["OnSpacerAfterVisible", JSON.stringify([0, 0, ListHeight])];
            void this.#hub.send("BeginInvokeDotNetFromJS", "", null, method, list, told);
        }
    }
}
