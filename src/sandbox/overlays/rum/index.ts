import { createHash } from "node:crypto";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Monitor {
  readonly settings: Fields;
  readonly tags: Readonly<Record<string, string>>;
}

/** Monitors of real users, as settings. */
export function rumOverlay(): Overlay {
  /** By account and region, then by name. */
  const places = new Map<string, Map<string, Monitor>>();
  return {
    name: "rum-app-monitors",
    service: "rum",
    grade: "validated",
    models:
      "Monitors of real users and their tags, as settings. Leaves out what browsers report, and so sessions and metrics.",
    async handle(call) {
      const key = `${call.account} ${call.signedRegion}`;
      const monitors = places.get(key) ?? new Map<string, Monitor>();
      places.set(key, monitors);
      return answer(call, monitors);
    },
  };
}

function answer(call: AwsCall, monitors: Map<string, Monitor>): AwsReply | undefined {
  const body = jsonBody(call);
  const rest = decodeURIComponent((call.target.split("?")[0] ?? "").split("/").slice(2).join("/"));
  const name = call.action === "CreateAppMonitor" ? String(body.Name) : rest.slice(rest.lastIndexOf("/") + 1);
  const known = monitors.get(name);
  if (call.action === "CreateAppMonitor") {
    if (known !== undefined) {
      const message = `An app monitor ${name} exists already`;
      return errorReply(call, { status: 409, code: "ConflictException", message });
    }
    monitors.set(name, { settings: body, tags: (body.Tags ?? {}) as Record<string, string> });
    return jsonReply(call, { Id: idOf(call, name) });
  }
  if (call.action === "ListAppMonitors") {
    return jsonReply(call, {
      AppMonitorSummaries: [...monitors.keys()].map((Name) => ({
        Name,
        Id: idOf(call, Name),
        State: "CREATED",
      })),
    });
  }
  if (known === undefined) {
    const message = `No app monitor ${name}`;
    return errorReply(call, { status: 404, code: "ResourceNotFoundException", message });
  }
  switch (call.action) {
    case "GetAppMonitor":
      return jsonReply(call, { AppMonitor: view(call, name, known) });
    case "UpdateAppMonitor":
      monitors.set(name, { ...known, settings: { ...known.settings, ...body } });
      return jsonReply(call, {});
    case "DeleteAppMonitor":
      monitors.delete(name);
      return jsonReply(call, {});
    case "ListTagsForResource":
      return jsonReply(call, { ResourceArn: rest, Tags: known.tags });
    case "TagResource":
      monitors.set(name, { ...known, tags: { ...known.tags, ...((body.Tags ?? {}) as object) } });
      return jsonReply(call, {});
    case "UntagResource": {
      const gone = new URLSearchParams(call.target.split("?")[1] ?? "").getAll("tagKeys");
      const kept = Object.entries(known.tags).filter(([key]) => !gone.includes(key));
      monitors.set(name, { ...known, tags: Object.fromEntries(kept) });
      return jsonReply(call, {});
    }
    default:
      return undefined;
  }
}

function view(call: AwsCall, name: string, { settings, tags }: Monitor): Fields {
  const { CwLogEnabled = false, Tags: _given, CustomEvents = { Status: "DISABLED" }, ...rest } = settings;
  return {
    ...rest,
    Id: idOf(call, name),
    State: "CREATED",
    CustomEvents,
    DataStorage: {
      CwLog: { CwLogEnabled, ...(CwLogEnabled === true ? { CwLogGroup: `RUMService_${name}` } : {}) },
    },
    Tags: tags,
  };
}

function idOf(call: AwsCall, name: string): string {
  const digest = createHash("sha256").update(`${call.account} ${call.signedRegion} ${name}`).digest("hex");
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
