// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Terraform writes expressions
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../lib/index.ts";
import { graphFromDirectory } from "./graphFromDirectory.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trireme-directory-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function files(contents: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function problems(limits = {}) {
  try {
    await graphFromDirectory(folder, { limits });
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
}

const ROOT = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "region" { default = "us-west-2" }
variable "zones" { type = list(string) }
variable "later" { type = number }
variable "password" {
  sensitive = true
  default   = "hunter2"
}
provider "aws" {
  region = var.region
  default_tags {
    tags = { team = "web" }
  }
}
provider "aws" {
  alias  = "eu"
  region = "eu-west-1"
}
locals { name = "shop-\${var.region}" }
resource "aws_vpc" "main" {
  count      = length(var.zones) > 1 ? 1 : 0
  cidr_block = "10.0.0.0/16"
  tags       = { Name = local.name }
}
resource "aws_security_group" "web" {
  dynamic "ingress" {
    for_each = toset(["80", "443"])
    content {
      from_port = tonumber(ingress.value)
    }
  }
}
resource "aws_instance" "many" {
  count     = var.later
  user_data = "p=\${var.password}"
  ami       = data.aws_ami.base.id
}
data "aws_ami" "base" { owners = ["self"] }
module "net" {
  source    = "./modules/net"
  for_each  = { blue = 0, green = 1 }
  vpc       = aws_vpc.main[0].id
  offset    = each.value
  providers = { aws = aws.eu }
}
module "registry" { source = "terraform-aws-modules/vpc/aws" }
resource "aws_lb" "web" {
  subnets    = module.net["blue"].ids
  depends_on = [module.registry, aws_security_group.web]
}
`;
const NET = `
variable "vpc" {}
variable "offset" {}
resource "aws_subnet" "each" {
  count      = 2
  vpc_id     = var.vpc
  cidr_block = cidrsubnet("10.0.0.0/16", 8, var.offset * 2 + count.index)
}
output "ids" { value = aws_subnet.each[*].id }
`;

describe("the graph of a folder", () => {
  beforeEach(() =>
    files({
      "main.tf": ROOT,
      "terraform.tfvars": 'zones = ["a", "b"]\nregion = "us-east-2"\n',
      "z.auto.tfvars.json": '{"region": "us-east-1"}',
      "modules/net/main.tf": NET,
      "extra.tf.json": '{"resource":{"aws_s3_bucket":{"logs":{"bucket":"${local.name}-logs"}}}}',
    }),
  );

  it("evaluates variables, locals, count, for_each and modules", async () => {
    const graph = await graphFromDirectory(folder);
    expect(graph.resources.map(({ id }) => id)).toEqual([
      "aws_instance.many",
      "aws_lb.web",
      "aws_s3_bucket.logs",
      "aws_security_group.web",
      "aws_vpc.main[0]",
      "data.aws_ami.base",
      'module.net["blue"].aws_subnet.each[0]',
      'module.net["blue"].aws_subnet.each[1]',
      'module.net["green"].aws_subnet.each[0]',
      'module.net["green"].aws_subnet.each[1]',
    ]);
    expect(graph.byAddress("aws_vpc.main[0]")).toMatchObject({
      region: "us-east-1",
      tags: { Name: "shop-us-east-1", team: "web" },
    });
    expect(graph.byAddress("aws_s3_bucket.logs")?.values.known).toEqual({ bucket: "shop-us-east-1-logs" });
    expect(graph.byAddress('module.net["green"].aws_subnet.each[1]')).toMatchObject({
      region: "eu-west-1",
      values: { known: { cidr_block: "10.0.3.0/24" }, unknown: { vpc_id: "reference" } },
    });
    expect(graph.byAddress("aws_security_group.web")?.values.known.ingress).toEqual([
      { from_port: 443 },
      { from_port: 80 },
    ]);
  });

  it("marks what stands for an unknown number, and hides what comes of a secret", async () => {
    const graph = await graphFromDirectory(folder);
    expect(graph.byAddress("aws_instance.many")).toMatchObject({
      instances: "unknown",
      values: { sensitive: ["user_data"] },
    });
    expect(JSON.stringify(graph)).not.toContain("hunter2");
  });

  it("leads references through modules to instances", async () => {
    const graph = await graphFromDirectory(folder);
    expect(graph.referencesOf("aws_lb.web").map(({ to, via }) => `${via} -> ${to}`)).toEqual([
      "depends_on -> aws_security_group.web",
      'subnets[0] -> module.net["blue"].aws_subnet.each[0]',
      'subnets[1] -> module.net["blue"].aws_subnet.each[1]',
    ]);
    expect(graph.dependentsOf("aws_vpc.main[0]")).toHaveLength(4);
    expect(graph.dependentsOf("data.aws_ami.base")).toMatchObject([{ from: "aws_instance.many" }]);
  });

  it("names what it does not follow", async () => {
    const { notices } = await graphFromDirectory(folder);
    expect(notices.map(({ code }) => code)).toEqual(["count-unknown", "module-not-followed"]);
    expect(notices[1]?.text).toContain("terraform-aws-modules/vpc/aws");
  });
});

describe("bad folders", () => {
  it("refuses a syntax error with file, line and column", async () => {
    await files({
      "a.tf": "locals { a = 1 }\n",
      "b.tf": 'resource "aws_vpc" "main" {\n  cidr_block = [1,\n',
    });
    expect(await problems()).toMatchObject([{ code: "graph/hcl-syntax", where: "b.tf, line 3, column 1" }]);
  });

  it.each(["[", "{", "(", '"${'])(
    "refuses 100,000 times %s without falling over, with its line",
    async (open) => {
      await files({ "a.tf": `locals {\n  a = ${open.repeat(100_000)}` });
      expect(await problems()).toMatchObject([{ code: "graph/limit-depth", where: "a.tf, line 2" }]);
    },
  );

  it.each([
    ["signs in a row", `a = ${"!".repeat(100_000)}true`],
    ["conditionals in a row", `a = ${"true ? 1 : ".repeat(20_000)}1`],
    ["operators in a row", `a = ${"1 + ".repeat(50_000)}1`],
  ])("fails with InputError or a notice on %s", async (_, line) => {
    await files({ "a.tf": `locals {\n  ${line}\n}\nresource "aws_x" "y" {\n  v = local.a\n}\n` });
    const outcome = await graphFromDirectory(folder).then(
      ({ notices }) => notices.map(({ code }) => code),
      (error: unknown) => (error instanceof InputError ? ["refused"] : [String(error)]),
    );
    expect([["refused"], ["not-evaluated"]]).toContainEqual(outcome);
    // The parser is none the worse for it.
    await files({ "a.tf": "" });
    expect((await graphFromDirectory(folder)).resources).toEqual([]);
  });

  it("refuses modules that call themselves, and names the circle", async () => {
    await files({ "a.tf": 'module "a" { source = "./m" }', "m/m.tf": 'module "b" { source = "../" }' });
    expect(await problems()).toMatchObject([
      { code: "graph/module-calls-itself", given: ". calls m calls ." },
    ]);
  });

  it("refuses folders and files that are links to themselves", async () => {
    await symlink("loop", join(folder, "loop"));
    await files({ "a.tf": 'module "a" { source = "./loop" }' });
    expect(await problems()).toMatchObject([{ code: "graph/folder-unreadable" }]);
    await rm(join(folder, "a.tf"));
    await symlink("b.tf", join(folder, "b.tf"));
    expect(await problems()).toMatchObject([{ code: "graph/file-unreadable" }]);
  });

  it("refuses a module of a linked folder that leads back", async () => {
    await symlink(".", join(folder, "again"));
    await files({ "a.tf": 'module "a" { source = "./again" }' });
    expect(await problems()).toMatchObject([{ code: "graph/module-calls-itself" }]);
  });

  it("refuses two blocks of one name, a missing module, an empty and a missing folder", async () => {
    await files({ "a.tf": 'resource "aws_x" "y" {}\nresource "aws_x" "y" {}\n' });
    expect(await problems()).toMatchObject([{ code: "graph/duplicate-address", where: "a.tf: aws_x.y" }]);
    await files({ "a.tf": 'module "a" { source = "./none" }' });
    expect(await problems()).toMatchObject([{ code: "graph/folder-unreadable", where: ".: module.a" }]);
    await rm(join(folder, "a.tf"));
    expect(await problems()).toMatchObject([{ code: "graph/no-configuration" }]);
    await rm(folder, { recursive: true });
    expect(await problems()).toMatchObject([{ code: "graph/folder-unreadable" }]);
  });

  it("refuses more bytes than the limit, over all files", async () => {
    await files({ "a.tf": "# note\n".repeat(10), "b.tf": "# note\n".repeat(10) });
    expect(await problems({ bytes: 100 })).toMatchObject([{ code: "graph/limit-bytes" }]);
  });
});
