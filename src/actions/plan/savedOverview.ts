import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { canonicalJson, InputError } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type { SavedPlan } from "../../terraform/index.ts";
import type { Site } from "../workbench/site.ts";
import type { Overview } from "./overview.ts";
import type { EnvironmentPlan } from "./result.ts";

const DOCUMENT = "plan.json";
const FORMAT = 2;

/** What `plan.json` of `plan --out` holds, beside a folder with a plan file for each stack. */
interface SavedOverview {
  readonly format: typeof FORMAT;
  readonly plan: EnvironmentPlan;
  /** By stack: SHA-256 of the configuration that was planned, hexadecimal. */
  readonly configurations: Readonly<Record<string, string>>;
  /** By stack. */
  readonly saved: Readonly<Record<string, Omit<SavedPlan, "file">>>;
}

/**
 * Keeps an overview and its plans in a folder, for `deploy --plan`. The folder's owner alone may read it:
 * plans hold secrets. An earlier one there is replaced as a whole.
 */
export async function saveOverview(out: string, { plan, saved, stacks }: Overview): Promise<string> {
  const folder = resolve(out);
  await refuseForeignFolder(folder);
  await mkdir(dirname(folder), { recursive: true });
  const fresh = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const entries: [string, Omit<SavedPlan, "file">][] = [];
    for (const [id, { file, ...rest }] of saved) {
      await mkdir(join(fresh, id), { recursive: true });
      await copyFile(file, planFile(fresh, id));
      entries.push([id, rest]);
    }
    const document: SavedOverview = {
      format: FORMAT,
      plan,
      configurations: Object.fromEntries(stacks.map((stack) => [stack.id, fingerprint(stack)])),
      saved: Object.fromEntries(entries),
    };
    await writeFile(join(fresh, DOCUMENT), canonicalJson(document), { mode: 0o600 });
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

/**
 * The overview that `saveOverview` kept. Refuses one of another environment, target or configuration;
 * whether the plan files are those that were made is checked when they are applied.
 */
export async function readOverview(folder: string, site: Site): Promise<Overview> {
  const file = join(resolve(folder), DOCUMENT);
  const document = await readDocument(file);
  const { plan, configurations, saved } = document;
  const expected = `${site.project.platform.name} ${site.unit.name} on ${site.target}`;
  const given = `${plan.platform} ${plan.environment} on ${plan.target}`;
  if (given !== expected) throw unfit(file, given, expected, "Name the folder of that environment's plan.");
  const stacks = site.stacks.filter(({ id }) => id in configurations);
  const present = Object.fromEntries(stacks.map((stack) => [stack.id, fingerprint(stack)]));
  const changed = Object.keys(configurations).filter((id) => present[id] !== configurations[id]);
  if (changed.length > 0) {
    const what = `plans of another configuration of ${changed.join(", ")}`;
    throw unfit(
      file,
      what,
      "plans of the configuration as it is now",
      "Plan again and have that plan approved.",
    );
  }
  const plans = Object.entries(saved).map(
    ([id, rest]) => [id, { ...rest, file: planFile(resolve(folder), id) }] as const,
  );
  return { plan, stacks, saved: new Map(plans) };
}

async function readDocument(file: string): Promise<SavedOverview> {
  const document = await readFile(file, "utf8").then(
    (text) => JSON.parse(text) as Partial<SavedOverview> | null,
    () => null,
  );
  const { format, plan, configurations, saved } = document ?? {};
  if (format === FORMAT && plan !== undefined && configurations !== undefined && saved !== undefined) {
    return { format, plan, configurations, saved };
  }
  throw unfit(
    file,
    "no plan that can be read",
    "a folder that plan --out wrote",
    "Correct the path, or plan again.",
  );
}

function unfit(file: string, given: string, wanted: string, fix: string): InputError {
  return new InputError(file, [{ code: "option/plan-unfit", where: "--plan", given, wanted, fix }]);
}

function planFile(folder: string, stack: string): string {
  return join(folder, stack, "stack.tfplan");
}

function fingerprint({ configuration }: SynthesizedStack): string {
  return createHash("sha256").update(canonicalJson(configuration)).digest("hex");
}

/** A folder that holds anything but an earlier plan is somebody's work, and is left alone. */
export async function refuseForeignFolder(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") return ["(a file)"];
    throw error;
  });
  if (entries.length === 0 || entries.includes(DOCUMENT)) return;
  throw new InputError("plan", [
    {
      code: "plan/folder-in-use",
      where: "--out",
      given: folder,
      wanted: "a new or empty folder, or one that an earlier plan --out wrote",
      fix: "Name another folder, or empty this one yourself.",
    },
  ]);
}
