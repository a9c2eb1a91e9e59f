import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";

interface Pack {
  readonly name: string;
  readonly arn: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Milliseconds, sandbox clock. */
  readonly changedAt: number;
}

/** Account, region and name, to the pack. */
type Packs = Map<string, Pack>;

/** Conformance packs of AWS Config, which the emulator lacks. */
export function configOverlay(): Overlay {
  const packs: Packs = new Map();
  return {
    name: "config-conformance-packs",
    service: "config",
    grade: "validated",
    models:
      "Conformance packs and whether they stand. Leaves out the rules in them and every evaluation: nothing is judged.",
    handle: async (call, world) => answer(call, world, packs),
  };
}

function answer(call: AwsCall, world: World, packs: Packs): AwsReply | undefined {
  const body = jsonBody(call);
  const place = `${call.account} ${call.signedRegion}`;
  const key = `${place} ${String(body.ConformancePackName ?? "")}`;
  switch (call.action) {
    case "PutConformancePack": {
      const name = String(body.ConformancePackName ?? "");
      // AWS ends it with an id of its own; the name does here, so that equal runs give equal answers.
      const arn = `arn:aws:config:${call.signedRegion}:${call.account}:conformance-pack/${name}/conformance-pack-${name}`;
      packs.set(key, { name, arn, body, changedAt: world.clock.now() });
      return jsonReply(call, { ConformancePackArn: arn });
    }
    case "DescribeConformancePacks":
      return described(call, packs, place, "ConformancePackDetails", ({ name, arn, body, changedAt }) => ({
        ConformancePackName: name,
        ConformancePackArn: arn,
        ConformancePackId: `conformance-pack-${name}`,
        ConformancePackInputParameters: body.ConformancePackInputParameters ?? [],
        DeliveryS3Bucket: body.DeliveryS3Bucket,
        DeliveryS3KeyPrefix: body.DeliveryS3KeyPrefix,
        LastUpdateRequestedTime: changedAt / 1000,
      }));
    case "DescribeConformancePackStatus":
      return described(call, packs, place, "ConformancePackStatusDetails", ({ name, arn, changedAt }) => ({
        ConformancePackName: name,
        ConformancePackArn: arn,
        ConformancePackId: `conformance-pack-${name}`,
        ConformancePackState: "CREATE_COMPLETE",
        StackArn: `arn:aws:cloudformation:${call.signedRegion}:${call.account}:stack/awsconfigconforms-${name}`,
        LastUpdateRequestedTime: changedAt / 1000,
      }));
    case "DeleteConformancePack":
      return packs.delete(key) ? jsonReply(call, {}) : missing(call, String(body.ConformancePackName));
    default:
      return undefined;
  }
}

function described(
  call: AwsCall,
  packs: Packs,
  place: string,
  list: string,
  view: (pack: Pack) => object,
): AwsReply {
  const names = jsonBody(call).ConformancePackNames as readonly string[] | undefined;
  const here = [...packs].flatMap(([key, pack]) => (key.startsWith(`${place} `) ? [pack] : []));
  const absent = names?.find((name) => !here.some((pack) => pack.name === name));
  // Asked for its status, AWS leaves out a pack that is not there; asked for the pack itself, it refuses.
  if (absent !== undefined && list === "ConformancePackDetails") return missing(call, absent);
  const wanted = names === undefined ? here : here.filter(({ name }) => names.includes(name));
  return jsonReply(call, { [list]: wanted.map(view) });
}

function missing(call: AwsCall, name: string): AwsReply {
  const message = `Conformance pack ${name} does not exist`;
  return errorReply(call, { status: 400, code: "NoSuchConformancePackException", message });
}
