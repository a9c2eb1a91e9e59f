import { EphemeralAwsSecretsmanagerRandomPassword } from "@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-random-password/index.js";
import { SecretsmanagerSecret } from "@cdktn/provider-aws/lib/secretsmanager-secret/index.js";
import type { Construct } from "constructs";
import { type OwnerTags, tagsOf } from "../tags.ts";

interface GeneratedSecret {
  readonly name: string;
  readonly description: string;
  /** Key of this region. */
  readonly keyArn: string;
  /** Regions that the secret is copied to, with the key of each. */
  readonly copies: readonly { readonly region: string; readonly keyArn: string }[];
  /** Keeps a deleted secret for 30 days. Otherwise it goes at once, and its name is free for the next. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** A secret without a value as yet, and a random password to go into it: ephemeral, in no plan and no state. */
export function generatedSecret(scope: Construct, props: GeneratedSecret) {
  const secret = new SecretsmanagerSecret(scope, "secret", {
    name: props.name,
    description: props.description,
    kmsKeyId: props.keyArn,
    recoveryWindowInDays: props.protect ? 30 : 0,
    replica: props.copies.map((copy) => ({ region: copy.region, kmsKeyId: copy.keyArn })),
    tags: tagsOf(props.name, props.tags),
  });
  const random = new EphemeralAwsSecretsmanagerRandomPassword(scope, "random", {
    // Aurora takes 8 to 41 (Amazon RDS API, CreateDBCluster, MasterUserPassword).
    passwordLength: 40,
    // RDS refuses / @ " and space in a master password, and one may stand in JSON or in a statement of SQL.
    excludePunctuation: true,
    requireEachIncludedType: true,
  });
  return { secret, password: random.randomPassword };
}
