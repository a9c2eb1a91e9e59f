import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Clock, canonicalJson, InputError } from "../../lib/index.ts";
import { openProject, synthesizeUnit, unitOf, unitsOf } from "../project.ts";

const MANIFEST = "trireme.json";

export interface SynthOptions {
  readonly path?: string;
  /** Folder to write to: new, empty, or written by an earlier `synth`. */
  readonly out: string;
  /** One environment, or the organization, only. */
  readonly environment?: string;
  readonly clock: Clock;
}

export interface SynthResult {
  readonly out: string;
  readonly stacks: readonly { readonly id: string; readonly file: string; readonly resources: number }[];
  readonly seconds: number;
}

/**
 * Writes each stack as `<out>/<stack id>/main.tf.json`, with `trireme.json` saying what depends on
 * what. The folder is replaced as a whole: a run that fails leaves the old one as it was.
 */
export async function synth(options: SynthOptions): Promise<SynthResult> {
  const started = options.clock.now();
  const out = resolve(options.out);
  await refuseForeignFolder(out);
  const project = await openProject(options.path, options.clock);
  const units =
    options.environment === undefined ? unitsOf(project.platform) : [unitOf(project, options.environment)];
  const stacks = units.flatMap((unit) => synthesizeUnit(project.platform, unit).stacks);

  await mkdir(dirname(out), { recursive: true });
  const fresh = await mkdtemp(join(dirname(out), `.${basename(out)}-`));
  // Moved aside rather than removed: whatever happens in between, one of the two is there.
  const earlier = `${fresh}-earlier`;
  try {
    for (const stack of stacks) {
      const dir = join(fresh, stack.id);
      await mkdir(dir, { recursive: true });
      await writeFile(join(dir, "main.tf.json"), canonicalJson(stack.configuration));
    }
    const manifest = stacks.map(({ configuration: _, ...rest }) => rest);
    await writeFile(
      join(fresh, MANIFEST),
      canonicalJson({ platform: project.platform.name, stacks: manifest }),
    );
    await rm(earlier, { recursive: true, force: true });
    await rename(out, earlier).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(fresh, out);
    await rm(earlier, { recursive: true, force: true });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return {
    out,
    stacks: stacks.map(({ id, configuration }) => ({
      id,
      file: join(out, id, "main.tf.json"),
      resources: Object.values((configuration.resource ?? {}) as Record<string, object>).reduce(
        (sum, blocks) => sum + Object.keys(blocks).length,
        0,
      ),
    })),
    seconds: (options.clock.now() - started) / 1000,
  };
}

/** A folder that holds anything but an earlier synthesis is somebody's work, and is left alone. */
async function refuseForeignFolder(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") return ["(a file)"];
    throw error;
  });
  if (entries.length === 0) return;
  const ours = await readFile(join(out, MANIFEST), "utf8").then(
    (text) => text.includes('"stacks"'),
    () => false,
  );
  if (ours) return;
  throw new InputError("synth", [
    {
      code: "synth/folder-in-use",
      where: "--out",
      given: out,
      wanted: "a new or empty folder, or one that an earlier synth wrote",
      fix: "Name another folder, or empty this one yourself.",
    },
  ]);
}
