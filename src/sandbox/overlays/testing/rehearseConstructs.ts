import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktn/provider-aws/lib/provider/index.js";
import { App, TerraformOutput, TerraformStack } from "cdktn";
import type { Construct } from "constructs";
import { type JsonObject, systemClock } from "../../../lib/index.ts";
import {
  locateTerraform,
  prepareCliConfig,
  RealDriver,
  type StackSource,
  type Workspace,
  writeWorkspace,
} from "../../../terraform/index.ts";
import { locateEmulator, type RunningSandbox, startSandbox } from "../../index.ts";

/** Account of every call: what the gateway makes of the keys `testing`. */
export const ACCOUNT = "123456789012";

const terraform = await locateTerraform();
const emulator = await locateEmulator(process.env);
const missing = [
  ...(terraform.ok ? [] : [`no Terraform: ${terraform.reason}`]),
  ...(terraform.ok && terraform.mirror === undefined ? ["no mirror of the AWS provider"] : []),
  ...(emulator.ok ? [] : ["no emulator"]),
];

/** For `describe.skipIf`: what this machine lacks, and the end of a title that says so. */
export const toolsMissing = missing.length > 0;
export const skippedBecause = toolsMissing ? ` (SKIPPED: ${missing.join(", ")})` : "";

/** One stack of constructs: a region's, or `global`, which is signed in us-east-1 as global stacks are. */
export interface Part {
  /** Also its folder: `us-east-1/data`. */
  readonly id: string;
  readonly region: string;
  /** Account that it works in. @default the caller's own, `ACCOUNT` */
  readonly account?: string;
  /** Builds the constructs, and gives what later parts read, by output name. */
  build(scope: Construct): Readonly<Record<string, string | readonly string[]>> | undefined;
}

/**
 * Applies constructs with the real Terraform and provider to a sandbox of its own. What one part hands
 * to the next is the caller's to keep: `apply` gives a part's outputs, a later part's `build` uses them.
 */
export class ConstructRehearsal {
  readonly sandbox: RunningSandbox;
  readonly #driver: RealDriver;
  readonly #root: string;
  readonly #workspaces = new Map<string, Workspace>();

  private constructor(sandbox: RunningSandbox, driver: RealDriver, root: string) {
    this.sandbox = sandbox;
    this.#driver = driver;
    this.#root = root;
  }

  static async start(): Promise<ConstructRehearsal> {
    if (!terraform.ok) throw new Error(terraform.reason);
    const root = await mkdtemp(join(tmpdir(), "constructs-"));
    const sandbox = await startSandbox();
    const env = {
      AWS_ENDPOINT_URL: sandbox.endpoint,
      // As `sandboxTarget` does it: for S3 Control, whose host names resolve nowhere.
      HTTP_PROXY: sandbox.endpoint,
      NO_PROXY: "",
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const cliConfigFile = await prepareCliConfig(terraform.mirror, join(root, "cli.tfrc"));
    const driver = new RealDriver({
      binary: terraform.binary,
      cliConfigFile,
      env,
      standingProviders: 4,
      standingForApplies: true,
      clock: systemClock,
    });
    return new ConstructRehearsal(sandbox, driver, root);
  }

  async stop(): Promise<void> {
    await this.#driver.close();
    await this.sandbox.stop();
    await rm(this.#root, { recursive: true, force: true });
  }

  /** Plans and applies; the outputs, and the slowest resources with their seconds. */
  async apply(part: Part) {
    const workspace = await this.#workspace(part);
    return await this.#driver.apply(workspace, await this.#driver.plan(workspace, { variables: {} }));
  }

  /** What a plan would change now, `update aws_vpc.x`. Empty when nothing. */
  async changes(part: Part): Promise<readonly string[]> {
    const plan = await this.#driver.plan(await this.#workspace(part), { variables: {} });
    return plan.changes.map((change) => `${change.action} ${change.address}`);
  }

  async destroy(part: Part): Promise<void> {
    const workspace = await this.#workspace(part);
    await this.#driver.apply(workspace, await this.#driver.plan(workspace, { variables: {}, destroy: true }));
  }

  /** A call of the query protocol (rds, elasticache, ec2, sns …) as a runbook would make it: status and body. */
  async query(
    place: { readonly service: string; readonly region: string; readonly version: string },
    action: string,
    parameters: Readonly<Record<string, string>> = {},
  ) {
    return await this.request({
      ...place,
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: new URLSearchParams({ Action: action, Version: place.version, ...parameters }).toString(),
    });
  }

  /** Any call, signed for a service and region; signatures are read, never checked. */
  async request(call: {
    readonly service: string;
    readonly region: string;
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }): Promise<{ readonly status: number; readonly body: string }> {
    const scope = `testing/20260101/${call.region}/${call.service}/aws4_request`;
    const response = await fetch(new URL(call.path, this.sandbox.endpoint), {
      method: call.method,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unchecked`,
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    return { status: response.status, body: await response.text() };
  }

  async #workspace(part: Part): Promise<Workspace> {
    const known = this.#workspaces.get(part.id);
    if (known !== undefined) return known;
    const workspace = await writeWorkspace(this.#root, sourceOf(part));
    await this.#driver.init(workspace);
    this.#workspaces.set(part.id, workspace);
    return workspace;
  }
}

function sourceOf(part: Part): StackSource {
  const stack = new TerraformStack(
    new App({ skipValidation: true, outdir: tmpdir() }),
    part.id.replaceAll("/", "-"),
  );
  // To the gateway a key of twelve digits is that account's.
  const credentials = part.account === undefined ? {} : { accessKey: part.account, secretKey: "testing" };
  new AwsProvider(stack, "aws", { region: part.region, maxRetries: 2, ...credentials });
  const outputs = part.build(stack) ?? {};
  for (const [name, value] of Object.entries(outputs)) new TerraformOutput(stack, name, { value });
  // The range that environments use: types come from 6.x, this machine may have 5.x.
  stack.addOverride("terraform.required_providers.aws.version", ">= 5.90, < 7");
  stack.prepareStack();
  return {
    id: part.id,
    scope: { kind: "region", region: part.region },
    alsoReads: [],
    dependsOn: [],
    inputs: [],
    stateRegion: part.region,
    configuration: withoutNotes(stack.toTerraform()) as JsonObject,
  };
}

/** Without cdktn's notes to itself; the state lies beside the configuration. */
function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//" && key !== "backend")
      .map(([key, child]) => [key, withoutNotes(child)]),
  );
}
