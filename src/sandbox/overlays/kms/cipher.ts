import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";

/*
 * The emulator cannot read back what it encrypts under a multi-Region key: its ciphertexts have room for the
 * 36 characters of an ordinary key id, and a multi-Region key's has 40. So these keys have a cipher of ours.
 */

const MAGIC = Buffer.from("trireme-mrk:");
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Pairs that must be the same again to decrypt. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** What a ciphertext of ours says of itself before it is decrypted. */
export interface Sealed {
  readonly keyId: string;
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly data: Buffer;
}

/** Material of a key: the same in all its regions, of no worth outside a sandbox. */
function materialOf(account: string, keyId: string): Buffer {
  return createHash("sha256").update(`sandbox key ${account}/${keyId}`).digest();
}

/** Bytes that are different for every `unique`, and the same in an equal run. */
export function derivedBytes(account: string, keyId: string, unique: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at * 32 < length; at++) {
    blocks.push(createHmac("sha256", materialOf(account, keyId)).update(`${unique}#${at}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

export function seal(
  account: string,
  keyId: string,
  plaintext: Buffer,
  context: EncryptionContext,
  unique: string,
): Buffer {
  const iv = derivedBytes(account, keyId, `iv ${unique}`, IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", materialOf(account, keyId), iv).setAAD(authenticated(context));
  const data = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([MAGIC, Buffer.of(keyId.length), Buffer.from(keyId), iv, cipher.getAuthTag(), data]);
}

/** Undefined for a ciphertext that is not of ours. */
export function readSealed(blob: Buffer): Sealed | undefined {
  if (!blob.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  let at = MAGIC.length;
  const take = (length: number) => {
    at += length;
    return blob.subarray(at - length, at);
  };
  const keyId = take(take(1)[0] ?? 0).toString();
  return { keyId, iv: take(IV_BYTES), tag: take(TAG_BYTES), data: blob.subarray(at) };
}

/** Undefined when the ciphertext was changed or the context is another. */
export function open(account: string, sealed: Sealed, context: EncryptionContext): Buffer | undefined {
  try {
    const cipher = createDecipheriv("aes-256-gcm", materialOf(account, sealed.keyId), sealed.iv)
      .setAAD(authenticated(context))
      .setAuthTag(sealed.tag);
    return Buffer.concat([cipher.update(sealed.data), cipher.final()]);
  } catch {
    return undefined;
  }
}

function authenticated(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}
