import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AccountTree, type AdoptedOrganization } from "../../constructs/index.ts";
import { TAGS } from "../../constructs/testing/synthesised.ts";
import { ConstructRehearsal, type Part, skippedBecause, toolsMissing } from "./testing/rehearseConstructs.ts";

const GLOBAL = "us-east-1";
const PRODUCTION = "111111111111";
const units = [{ name: "security", under: "root" }];
const account = { name: "production", account: PRODUCTION, email: "aws-production@shop.example.com" };

describe.skipIf(toolsMissing)(
  `an organization that is there already, with Terraform${skippedBecause}`,
  () => {
    let rehearsal: ConstructRehearsal;
    let adopted: AdoptedOrganization;
    beforeAll(async () => {
      rehearsal = await ConstructRehearsal.start();
    });
    afterAll(() => rehearsal?.stop());

    /** What a company has: other names, other tags, an account at the top, a service that it trusts. */
    const before: Part = {
      id: "company/organization",
      region: GLOBAL,
      build(scope) {
        const tree = new AccountTree(scope, "tree", {
          platform: "company",
          units,
          members: [{ ...account, unit: "root" }],
          protect: false,
          tags: { service: "other", owner: "other", costCentre: "other" },
        });
        return { organization: tree.organization.id, unit: tree.targetId("security") };
      },
    };
    /** The platform's, with a state that knows nothing of it. */
    const after: Part = {
      id: "organization/accounts",
      region: GLOBAL,
      build(scope) {
        const tree = new AccountTree(scope, "tree", {
          platform: "shop",
          units: [...units, { name: "production", under: "root" }],
          members: [{ ...account, unit: "production" }],
          adopted,
          protect: false,
          tags: TAGS,
        });
        return { organization: tree.organization.id, account: tree.accountId("production") };
      },
    };

    it("is imported and not made anew: the account keeps its id, moves into its unit, and nothing more is planned", async () => {
      const { outputs } = await rehearsal.apply(before);
      adopted = {
        organization: String(outputs.organization),
        accounts: ["production"],
        units: { security: String(outputs.unit) },
        trustedServices: ["backup.amazonaws.com"],
        policyTypes: [],
      };
      const planned = await rehearsal.changes(after);
      expect(planned.filter((change) => /^(delete|replace)/.test(change))).toEqual([]);
      expect(planned).not.toContain("create aws_organizations_organization.tree_organization");
      expect(planned).not.toContain("create aws_organizations_account.tree_account-production");
      const { outputs: taken } = await rehearsal.apply(after);
      expect(taken).toEqual({ organization: adopted.organization, account: PRODUCTION });
      expect(await rehearsal.changes(after)).toEqual([]);
    }, 400_000);
  },
);
