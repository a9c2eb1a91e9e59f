import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locateEmulator, type RunningSandbox, startSandbox } from "../../index.ts";
import { Caller, json } from "../../refusals/cases/caller.ts";

const emulator = await locateEmulator(process.env);
const skipped = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

describe.skipIf(!emulator.ok)(`key material of a multi-Region key${skipped}`, () => {
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox?.stop());

  it("decrypts in one region what was encrypted in the other, by id or alias, with the first one gone", async () => {
    // given
    const kms = new Caller(sandbox.endpoint);
    const made = await kms.object(json("kms", "us-east-1", "CreateKey", { MultiRegion: true }));
    const { KeyId } = made.KeyMetadata as { KeyId: string };
    await kms.must(json("kms", "us-east-1", "ReplicateKey", { KeyId, ReplicaRegion: "eu-west-1" }));
    await kms.must(
      json("kms", "eu-west-1", "CreateAlias", { AliasName: "alias/orders", TargetKeyId: KeyId }),
    );
    const Plaintext = Buffer.from("an order").toString("base64");
    const { CiphertextBlob } = await kms.object(json("kms", "us-east-1", "Encrypt", { KeyId, Plaintext }));

    // when
    await sandbox.loseRegion("us-east-1");
    const strange = await kms.send(json("kms", "us-west-2", "Decrypt", { CiphertextBlob }));
    const answers = await Promise.all(
      [{ CiphertextBlob }, { CiphertextBlob, KeyId }, { CiphertextBlob, KeyId: "alias/orders" }].map((body) =>
        kms.object(json("kms", "eu-west-1", "Decrypt", body)),
      ),
    );

    // then
    expect(strange.text).toContain("AccessDeniedException");
    for (const answer of answers) {
      expect(answer.Plaintext).toBe(Plaintext);
      expect(answer.KeyId).toBe(`arn:aws:kms:eu-west-1:123456789012:key/${KeyId}`);
    }
  });

  it("moves a ciphertext to a key of one region and back, and keeps the encryption context", async () => {
    // given
    const kms = new Caller(sandbox.endpoint);
    const make = async (body: object) =>
      ((await kms.object(json("kms", "us-west-2", "CreateKey", body))).KeyMetadata as { KeyId: string })
        .KeyId;
    const [everywhere, here] = [await make({ MultiRegion: true }), await make({})];
    const context = { order: "1" };
    const dataKey = await kms.object(
      json("kms", "us-west-2", "GenerateDataKey", {
        KeyId: everywhere,
        KeySpec: "AES_256",
        EncryptionContext: context,
      }),
    );

    // when
    const moved = await kms.object(
      json("kms", "us-west-2", "ReEncrypt", {
        CiphertextBlob: dataKey.CiphertextBlob,
        SourceEncryptionContext: context,
        DestinationKeyId: here,
      }),
    );
    const back = await kms.object(
      json("kms", "us-west-2", "ReEncrypt", {
        CiphertextBlob: moved.CiphertextBlob,
        DestinationKeyId: everywhere,
        DestinationEncryptionContext: context,
      }),
    );
    const decrypt = (body: object) =>
      kms.send(json("kms", "us-west-2", "Decrypt", { CiphertextBlob: back.CiphertextBlob, ...body }));

    // then
    const right = await decrypt({ EncryptionContext: context });
    expect(JSON.parse(right.text)).toMatchObject({ Plaintext: dataKey.Plaintext });
    expect((await decrypt({})).text).toContain("InvalidCiphertextException");
    expect((await decrypt({ EncryptionContext: context, KeyId: here })).text).toContain(
      "IncorrectKeyException",
    );
    await kms.must(json("kms", "us-west-2", "DisableKey", { KeyId: everywhere }));
    expect((await decrypt({ EncryptionContext: context })).text).toContain("DisabledException");
  });
});
