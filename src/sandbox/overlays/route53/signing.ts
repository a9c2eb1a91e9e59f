import { createHash } from "node:crypto";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  askJson,
  element,
  errorReply,
  fields,
  parseXml,
  textAt,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";

const XMLNS = { xmlns: "https://route53.amazonaws.com/doc/2013-04-01/" };
/** Where Route 53 looks for keys, whatever region a call comes from. */
const KEYS_REGION = "us-east-1";

interface SigningKey {
  readonly name: string;
  readonly kmsArn: string;
  status: string;
  readonly createdAt: number;
}

interface Signing {
  readonly keys: Map<string, SigningKey>;
  signing: boolean;
}

const signingsOf = perSandbox(() => new Map<string, Signing>());

/** Signing of a zone, by the account and the zone's id. */
function signingOf(world: World, account: string, zone: string): Signing {
  const zones = signingsOf(world);
  const known = zones.get(`${account} ${zone}`) ?? { keys: new Map(), signing: false };
  zones.set(`${account} ${zone}`, known);
  return known;
}

/** Key-signing keys and the signing of zones, which the emulator lacks. Nothing is signed. */
export async function signingCall(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  const path = (call.target.split("?")[0] ?? "").split("/").map(decodeURIComponent);
  const zone = path[3] ?? "";
  const name = path[4] ?? "";
  switch (call.action) {
    case "CreateKeySigningKey":
      return createKey(call, world);
    case "ActivateKeySigningKey":
    case "DeactivateKeySigningKey":
    case "DeleteKeySigningKey": {
      const { keys } = signingOf(world, call.account, zone);
      const key = keys.get(name);
      if (key === undefined)
        return fail(call, 404, "NoSuchKeySigningKey", "There is no such key-signing key.");
      if (call.action !== "DeleteKeySigningKey") {
        key.status = call.action === "ActivateKeySigningKey" ? "ACTIVE" : "INACTIVE";
        return changed(call, world);
      }
      if (key.status === "ACTIVE") {
        const message = "The key-signing key is active: deactivate it before it is deleted.";
        return fail(call, 400, "InvalidKeySigningKeyStatus", message);
      }
      keys.delete(name);
      return changed(call, world);
    }
    case "EnableHostedZoneDNSSEC": {
      const state = signingOf(world, call.account, zone);
      if (![...state.keys.values()].some(({ status }) => status === "ACTIVE")) {
        const message = "A key-signing key with status ACTIVE wasn't found.";
        return fail(call, 400, "KeySigningKeyWithActiveStatusNotFound", message);
      }
      state.signing = true;
      return changed(call, world);
    }
    case "DisableHostedZoneDNSSEC":
      signingOf(world, call.account, zone).signing = false;
      return changed(call, world);
    case "GetDNSSEC":
      return show(call, signingOf(world, call.account, zone));
    default:
      return undefined;
  }
}

async function createKey(call: AwsCall, world: World): Promise<AwsReply> {
  const root = parseXml(call.body);
  const zone = textAt(root, "HostedZoneId") ?? "";
  const name = textAt(root, "Name") ?? "";
  const kmsArn = textAt(root, "KeyManagementServiceArn") ?? "";
  const described = kmsArn.includes(`:${KEYS_REGION}:`)
    ? await askJson(world, { account: call.account, region: KEYS_REGION }, "kms", "DescribeKey", {
        KeyId: kmsArn,
      })
    : undefined;
  const { KeySpec, CustomerMasterKeySpec } = (described?.KeyMetadata ?? {}) as Record<string, unknown>;
  if ((KeySpec ?? CustomerMasterKeySpec) !== "ECC_NIST_P256") {
    const message =
      "The KeyManagementServiceArn must be of a key of us-east-1 with the key spec ECC_NIST_P256.";
    return fail(call, 400, "InvalidKMSArn", message);
  }
  const { keys } = signingOf(world, call.account, zone);
  if (keys.has(name))
    return fail(call, 409, "KeySigningKeyAlreadyExists", "The key-signing key exists already.");
  if (keys.size >= 2)
    return fail(call, 400, "TooManyKeySigningKeys", "A hosted zone has two key-signing keys at most.");
  const key = { name, kmsArn, status: textAt(root, "Status") ?? "INACTIVE", createdAt: world.clock.now() };
  keys.set(name, key);
  const body = element("CreateKeySigningKeyResponse", [changeInfo(world), keyView(key)], XMLNS);
  return xmlReply(call, 201, body);
}

function show(call: AwsCall, { keys, signing }: Signing): AwsReply {
  const status = element("Status", [element("ServeSignature", signing ? "SIGNING" : "NOT_SIGNING")]);
  const list = [...keys.values()].map((key) => ({ ...keyView(key), name: "member" }));
  return xmlReply(call, 200, element("GetDNSSECResponse", [status, element("KeySigningKeys", list)], XMLNS));
}

/** Digests stand for what Route 53 would compute: of the right form, and different for every key. */
function keyView({ name, kmsArn, status, createdAt }: SigningKey): XmlElement {
  const digest = createHash("sha256").update(kmsArn).digest("hex").toUpperCase();
  const publicKey = createHash("sha512").update(kmsArn).digest("base64");
  const tag = Number.parseInt(digest.slice(0, 4), 16);
  return element(
    "KeySigningKey",
    fields({
      Name: name,
      KmsArn: kmsArn,
      Flag: 257,
      SigningAlgorithmMnemonic: "ECDSAP256SHA256",
      SigningAlgorithmType: 13,
      DigestAlgorithmMnemonic: "SHA-256",
      DigestAlgorithmType: 2,
      KeyTag: tag,
      DigestValue: digest,
      PublicKey: publicKey,
      DSRecord: `${tag} 13 2 ${digest}`,
      DNSKEYRecord: `257 3 13 ${publicKey}`,
      Status: status,
      CreatedDate: new Date(createdAt).toISOString(),
      LastModifiedDate: new Date(createdAt).toISOString(),
    }),
  );
}

function changed(call: AwsCall, world: World): AwsReply {
  return xmlReply(call, 200, element(`${call.action}Response`, [changeInfo(world)], XMLNS));
}

function changeInfo(world: World): XmlElement {
  const SubmittedAt = new Date(world.clock.now()).toISOString();
  return element("ChangeInfo", fields({ Id: "/change/C2682N5HXP0BZ4", Status: "INSYNC", SubmittedAt }));
}

function fail(call: AwsCall, status: number, code: string, message: string): AwsReply {
  return errorReply(call, { status, code, message });
}
