import type { AwsCall, AwsReply } from "../call.ts";
import type { Overlay, World } from "../overlay.ts";
import { jsonBody, jsonReply } from "../wire/index.ts";

type Settings = Readonly<Record<string, unknown>>;

/** Settings that the emulator takes and forgets. */
const FORGOTTEN = ["KMSKeyArn", "LoggingConfig"] as const;

/** What a function was told of its key and its log. */
export function lambdaSettings(): Overlay {
  const kept = new Map<string, Settings>();
  return {
    name: "lambda-settings",
    service: "lambda",
    grade: "echoed",
    models:
      "A function's key and log, which the emulator takes and forgets. Versions share them with the function. Code, aliases and invocations are the emulator's.",
    async handle(call, world) {
      switch (call.action) {
        case "CreateFunction":
        case "UpdateFunctionConfiguration":
          return await keep(call, world, kept);
        case "GetFunction":
        case "GetFunctionConfiguration":
          return await tell(call, world, kept);
        case "DeleteFunction":
          if (!call.target.includes("Qualifier=")) kept.delete(keyOf(call, nameIn(call)));
          return undefined;
        default:
          return undefined;
      }
    },
  };
}

const keyOf = ({ account, signedRegion }: AwsCall, name: string) => `${account} ${signedRegion} ${name}`;

/** The function that the path names: by name, by ARN, with or without a qualifier. */
function nameIn({ target }: AwsCall): string {
  const named = decodeURIComponent((target.split("?")[0] ?? "").split("/")[3] ?? "");
  return named.startsWith("arn:") ? (named.split(":")[6] ?? "") : (named.split(":")[0] ?? "");
}

async function keep(call: AwsCall, world: World, kept: Map<string, Settings>): Promise<AwsReply> {
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const body = jsonBody(call);
  const key = keyOf(call, typeof body.FunctionName === "string" ? body.FunctionName : nameIn(call));
  const given = FORGOTTEN.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]] as const]));
  kept.set(key, { ...kept.get(key), ...Object.fromEntries(given) });
  return jsonReply(call, { ...jsonBody({ body: Buffer.from(reply.body) }), ...kept.get(key) }, reply.status);
}

async function tell(call: AwsCall, world: World, kept: ReadonlyMap<string, Settings>): Promise<AwsReply> {
  const reply = await world.forward(call);
  const settings = kept.get(keyOf(call, nameIn(call)));
  if (reply.status >= 300 || settings === undefined) return reply;
  const found = jsonBody({ body: Buffer.from(reply.body) });
  if (call.action === "GetFunctionConfiguration") return jsonReply(call, { ...found, ...settings });
  return jsonReply(call, { ...found, Configuration: { ...(found.Configuration as Settings), ...settings } });
}
