// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Terraform writes expressions
import { describe, expect, it } from "vitest";
import { whoCan } from "../asking/whoCan.ts";
import { type Blocks, modelOf, text } from "../testing/graphs.ts";
import { ACCOUNT, allow, deny } from "../testing/requests.ts";

const trust = text({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const role = (name: string, more: object = {}): Blocks => ({
  aws_iam_role: { [name]: { name, assume_role_policy: trust, ...more } },
});
const bucket: Blocks = { aws_s3_bucket: { photos: { bucket: "photos" } } };
const read = allow("s3:GetObject", "arn:aws:s3:::photos/*");
const OBJECT = { action: "s3:GetObject", resource: "arn:aws:s3:::photos/a.png" };

function readers(blocks: readonly Blocks[], options: Parameters<typeof modelOf>[1] = {}) {
  const merged: Record<string, Record<string, object>> = {};
  for (const block of [bucket, ...blocks]) {
    for (const [type, named] of Object.entries(block)) merged[type] = { ...merged[type], ...named };
  }
  return whoCan(modelOf(merged, options), OBJECT)
    .filter(({ kind }) => kind !== "root")
    .map(({ name, access }) => `${name} ${access}`);
}

describe("readAccess", () => {
  it("finds policies in every place where an identity can have one", () => {
    const attached = (type: string, holder: string, more: object) => ({
      [type]: { x: { [holder]: "r", ...more } },
    });
    const policy = { aws_iam_policy: { p: { name: "p", policy: text(read) } } };
    const arn = "${aws_iam_policy.p.arn}";
    const user = { aws_iam_user: { anna: { name: "anna" } } };
    const group = { aws_iam_group: { staff: { name: "staff" } } };
    const places: readonly (readonly Blocks[])[] = [
      [role("r", { inline_policy: [{ name: "i", policy: text(read) }] })],
      [role("r", { inline_policy: { name: "i", policy: text(read) } })],
      [role("r", { managed_policy_arns: [arn] }), policy],
      [role("r"), attached("aws_iam_role_policy", "role", { policy: text(read) })],
      [role("r"), { aws_iam_role_policy: { x: { role: "${aws_iam_role.r.id}", policy: text(read) } } }],
      [role("r"), policy, attached("aws_iam_role_policy_attachment", "role", { policy_arn: arn })],
      [role("r"), policy, { aws_iam_policy_attachment: { x: { roles: ["r"], policy_arn: arn } } }],
      [
        role("r"),
        policy,
        attached("aws_iam_role_policy_attachment", "role", {
          policy_arn: `arn:aws:iam::${ACCOUNT}:policy/p`,
        }),
      ],
      [user, { aws_iam_user_policy: { x: { user: "anna", policy: text(read) } } }],
      [user, policy, { aws_iam_user_policy_attachment: { x: { user: "anna", policy_arn: arn } } }],
      [
        user,
        group,
        {
          aws_iam_group_policy: { x: { group: "staff", policy: text(read) } },
          aws_iam_user_group_membership: { x: { user: "anna", groups: ["staff"] } },
        },
      ],
      [
        user,
        group,
        policy,
        {
          aws_iam_group_policy_attachment: { x: { group: "staff", policy_arn: arn } },
          aws_iam_group_membership: { x: { group: "staff", users: ["anna"] } },
        },
      ],
    ];
    for (const place of places) {
      expect(readers(place), JSON.stringify(place)).toEqual([expect.stringMatching(/^(r|anna) allowed$/)]);
    }
  });

  it("holds a role to its boundary", () => {
    const policy = { aws_iam_policy: { limit: { name: "limit", policy: text(allow("ec2:*")) } } };
    const bounded = role("r", {
      inline_policy: { name: "i", policy: text(read) },
      permissions_boundary: "${aws_iam_policy.limit.arn}",
    });
    expect(readers([bounded, policy])).toEqual([]);
  });

  it("reads policies of resources, by name and by reference, and lambda's permissions", () => {
    const model = modelOf({
      ...bucket,
      aws_s3_bucket_policy: {
        x: { bucket: "photos", policy: text({ ...read, Principal: { Service: "a.amazonaws.com" } }) },
      },
      aws_sqs_queue: { q: { name: "q" } },
      aws_sqs_queue_policy: {
        x: {
          queue_url: "${aws_sqs_queue.q.url}",
          policy: text({ ...allow("sqs:SendMessage"), Principal: { Service: "b.amazonaws.com" } }),
        },
      },
      aws_lambda_function: { f: { function_name: "f" } },
      aws_lambda_permission: {
        x: {
          function_name: "${aws_lambda_function.f.function_name}",
          action: "lambda:InvokeFunction",
          principal: "c.amazonaws.com",
          source_account: ACCOUNT,
        },
      },
      aws_secretsmanager_secret: { s: { name: "s" } },
      aws_secretsmanager_secret_policy: {
        x: {
          secret_arn: "${aws_secretsmanager_secret.s.arn}",
          policy: text({
            ...allow("secretsmanager:GetSecretValue"),
            Principal: { Service: "d.amazonaws.com" },
          }),
        },
      },
    });
    const services = (action: string, resource: string) =>
      whoCan(model, { action, resource }).flatMap(({ kind, name, access }) =>
        kind === "service" ? [`${name} ${access}`] : [],
      );
    expect(services("s3:GetObject", "arn:aws:s3:::photos/a")).toEqual(["a.amazonaws.com allowed"]);
    expect(services("s3:GetObject", "arn:aws:s3:::photos-old/a")).toEqual(
      expect.arrayContaining(["a.amazonaws.com unknown"]),
    );
    expect(services("sqs:SendMessage", `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`)).toEqual([
      "b.amazonaws.com allowed",
    ]);
    expect(services("lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`)).toEqual([
      "c.amazonaws.com conditional",
    ]);
    expect(
      services(
        "secretsmanager:GetSecretValue",
        `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:s-AbCdEf`,
      ),
    ).toEqual(["d.amazonaws.com allowed"]);
  });

  it("reads a policy that Terraform is yet to put together, hole by hole", () => {
    const data = {
      aws_iam_policy_document: {
        d: {
          statement: [
            { actions: ["s3:GetObject"], resources: ["${aws_kms_key.k.arn}", "arn:aws:s3:::films/*"] },
            { effect: "Deny", actions: ["s3:PutObject"], resources: ["*"] },
          ],
        },
      },
    };
    const blocks: Blocks = {
      ...role("r"),
      aws_kms_key: { k: {} },
      aws_iam_role_policy: { x: { role: "r", policy: "${data.aws_iam_policy_document.d.json}" } },
    };
    const who = (action: string, resource: string) =>
      whoCan(
        modelOf(
          {
            ...bucket,
            ...blocks,
            aws_s3_bucket: { photos: { bucket: "photos" }, films: { bucket: "films" } },
          },
          { data },
        ),
        { action, resource },
      ).flatMap(({ kind, access }) => (kind === "role" ? [access] : []));
    expect(who("s3:GetObject", "arn:aws:s3:::films/a")).toEqual(["allowed"]);
    expect(who("s3:GetObject", "arn:aws:s3:::photos/a")).toEqual(["unknown"]);
    expect(who("s3:PutObject", "arn:aws:s3:::films/a")).toEqual([]);
  });

  it("says what it could not read, and lets nobody through for it", () => {
    const model = modelOf({
      ...bucket,
      ...role("r"),
      aws_iam_role_policy: {
        broken: { role: "r", policy: "{" },
        stranger: { role: "somebody", policy: text(read) },
      },
      aws_glue_resource_policy: { g: { policy: text(allow("glue:*")) } },
    });
    expect(model.notices.map(({ code, places }) => [code, places])).toEqual([
      ["policy-unknown", ["test:aws_iam_role_policy.broken"]],
      ["policy-unread-type", ["test:aws_glue_resource_policy.g"]],
      ["policy-of-nobody", ["test:aws_iam_role_policy.stranger"]],
      ["no-organization", []],
    ]);
    const [answer] = whoCan(model, OBJECT);
    expect(answer).toMatchObject({ name: "r", access: "unknown" });
    expect(answer?.decision.missing[0]).toContain("is not JSON");
  });

  it("takes resources whose account nothing tells for those of one account, and says so", () => {
    const inline = role("r", { inline_policy: { name: "i", policy: text(read) } });
    expect(readers([inline], { inAccount: "" })).toEqual(["r allowed"]);
    const model = modelOf({ ...bucket, ...inline }, { inAccount: "" });
    expect(model.notices.map(({ code }) => code)).toContain("account-unknown");
    expect(modelOf({ ...inline }, { inAccount: "", account: ACCOUNT }).identities[0]?.caller.arn).toBe(
      `arn:aws:iam::${ACCOUNT}:role/r`,
    );
  });
});

describe("an organisation's policies", () => {
  const organization = (parent: string, tags: object = { account: ACCOUNT }): Blocks => ({
    aws_organizations_organization: { o: {} },
    aws_organizations_organizational_unit: {
      workloads: { name: "workloads", parent_id: "${aws_organizations_organization.o.roots[0].id}" },
      production: { name: "production", parent_id: "${aws_organizations_organizational_unit.workloads.id}" },
      sandbox: { name: "sandbox", parent_id: "${aws_organizations_organization.o.roots[0].id}" },
    },
    aws_organizations_account: {
      shop: { name: "shop", parent_id: parent, tags },
    },
    aws_organizations_policy: {
      no: { name: "no-reading", type: "SERVICE_CONTROL_POLICY", content: text(deny("s3:GetObject")) },
    },
    aws_organizations_policy_attachment: {
      x: {
        policy_id: "${aws_organizations_policy.no.id}",
        target_id: "${aws_organizations_organizational_unit.workloads.id}",
      },
    },
  });
  const inline = role("r", { inline_policy: { name: "i", policy: text(read) } });
  // In the management account no service control policy holds, so the organisation is another stack's.
  const withoutManagement = (parent: string, tags?: object): Blocks => {
    const { aws_organizations_organization: _, ...rest } = organization(parent, tags);
    return rest;
  };

  it("reach the accounts below the unit to which they are attached", () => {
    expect(
      readers([inline, withoutManagement("${aws_organizations_organizational_unit.production.id}")]),
    ).toEqual([]);
  });

  it("do not reach accounts elsewhere", () => {
    expect(
      readers([inline, withoutManagement("${aws_organizations_organizational_unit.sandbox.id}")]),
    ).toEqual(["r allowed"]);
  });

  it("may reach an account of which the number is not known", () => {
    expect(
      readers([inline, withoutManagement("${aws_organizations_organizational_unit.production.id}", {})]),
    ).toEqual(["r unknown"]);
  });

  it("do not reach the management account", () => {
    expect(readers([inline, organization("${aws_organizations_organizational_unit.production.id}")])).toEqual(
      ["r allowed"],
    );
  });
});

describe("permission sets", () => {
  it("are roles in the accounts to which they are assigned", () => {
    const set = "${aws_ssoadmin_permission_set.auditor.arn}";
    const blocks: Blocks = {
      aws_ssoadmin_permission_set: { auditor: { name: "Auditor" } },
      aws_ssoadmin_permission_set_inline_policy: {
        x: { permission_set_arn: set, inline_policy: text(read) },
      },
    };
    expect(readers([blocks])).toEqual([]);
    const assigned = {
      aws_ssoadmin_account_assignment: {
        x: { permission_set_arn: set, target_id: ACCOUNT, target_type: "AWS_ACCOUNT" },
      },
    };
    expect(readers([blocks, assigned])).toEqual(["permission set Auditor allowed"]);
  });
});
