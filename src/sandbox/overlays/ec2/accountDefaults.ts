import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { element, fields, parseForm, type XmlElement, xmlReply } from "../../wire/index.ts";

/** What a new instance gets for each option of its metadata when nobody says. AWS has no preference until told. */
const METADATA_OPTIONS = [
  "HttpTokens",
  "HttpPutResponseHopLimit",
  "HttpEndpoint",
  "InstanceMetadataTags",
] as const;
/** As requests say that an option goes back to having no preference. */
const NO_PREFERENCE: ReadonlySet<string> = new Set(["no-preference", "-1"]);

interface Defaults {
  snapshots: string;
  readonly metadata: Map<string, string>;
}

/** Settings of a region of an account that the emulator lacks: sharing of snapshots, options of metadata. */
export function ec2AccountDefaults(): Overlay {
  const accounts = new Map<string, Defaults>();
  return {
    name: "ec2-account-defaults",
    service: "ec2",
    grade: "echoed",
    models:
      "Whether snapshots may be shared, and the metadata options of new instances, as they were set. Leaves out their " +
      "effect on what is launched and shared.",
    async handle(call) {
      const place = `${call.account} ${call.signedRegion}`;
      const known = accounts.get(place) ?? { snapshots: "unblocked", metadata: new Map() };
      accounts.set(place, known);
      return answer(call, known);
    },
  };
}

function answer(call: AwsCall, defaults: Defaults): AwsReply | undefined {
  const form = parseForm(call.body);
  switch (call.action) {
    case "EnableSnapshotBlockPublicAccess":
      defaults.snapshots = form.get("State") ?? "";
      return reply(call, fields({ state: defaults.snapshots }));
    case "DisableSnapshotBlockPublicAccess":
      defaults.snapshots = "unblocked";
      return reply(call, fields({ state: defaults.snapshots }));
    case "GetSnapshotBlockPublicAccessState":
      return reply(call, fields({ state: defaults.snapshots }));
    case "ModifyInstanceMetadataDefaults":
      for (const option of METADATA_OPTIONS) {
        const value = form.get(option);
        if (value === undefined) continue;
        if (NO_PREFERENCE.has(value)) defaults.metadata.delete(option);
        else defaults.metadata.set(option, value);
      }
      return reply(call, fields({ return: "true" }));
    case "GetInstanceMetadataDefaults": {
      const set = [...defaults.metadata].map(([option, value]) =>
        element(`${option.charAt(0).toLowerCase()}${option.slice(1)}`, value),
      );
      return reply(call, [element("accountLevel", set)]);
    }
    default:
      return undefined;
  }
}

function reply(call: AwsCall, content: readonly XmlElement[]): AwsReply {
  return xmlReply(call, 200, element(`${call.action}Response`, content));
}
