import { SsmParameter } from "@cdktn/provider-aws/lib/ssm-parameter/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { recoverySwitchName } from "./names.ts";

export interface RecoverySwitchProps {
  readonly naming: Naming;
  readonly tags: OwnerTags;
}

/**
 * What every recovery of this region reads before each call that changes something, so one switch stops them all, those
 * that have begun too. `manual`, which it is born with: those that a person began by name; `on`: whatever began them;
 * `off`: none. Its value belongs to people: Terraform makes it once and never puts it back. Sealed by nothing, since what
 * must be readable in the worst hour should hang on as little as possible, and it is no secret.
 */
export class RecoverySwitch extends Construct {
  constructor(scope: Construct, id: string, props: RecoverySwitchProps) {
    super(scope, id);
    const name = recoverySwitchName(props.naming);
    new SsmParameter(this, "switch", {
      name,
      type: "String",
      value: "manual",
      // A typing error would count as off, which is safe, and would be found in the middle of a recovery.
      allowedPattern: "^(on|manual|off)$",
      description: "on: recoveries act; manual: those that somebody began by name; off: none acts",
      tags: tagsOf(name, props.tags),
      lifecycle: { ignoreChanges: ["value"] },
    });
  }
}
