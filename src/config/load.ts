import { createRequire, registerHooks } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Clock, InputError } from "../lib/index.ts";
import { show } from "./draft.ts";
import { findConfig } from "./find.ts";
import { importProblem } from "./importProblem.ts";
import type { Platform } from "./platform.ts";
import { resolvePlatform } from "./resolve.ts";

const require = createRequire(import.meta.url);

/** Marks what one load reads, so that the next load reads changed files again. */
const LOAD = "trireme-load";
let loads = 0;

/**
 * The platform of a configuration file. `path` is the file or its folder; when absent, the nearest
 * `trireme.config.ts` at or above the working directory.
 *
 * The file runs as it is, on Node's type stripping, and may import other files. Each call reads it afresh.
 * Throws InputError when there is no such file, when it does not run, or when what it exports is not a
 * platform that every rule allows.
 */
export async function loadPlatform(
  path: string | undefined,
  options: { readonly clock: Clock },
): Promise<Platform> {
  const file = await findConfig(path);
  const exported = await importConfig(file);
  if (!("default" in exported)) {
    const names = Object.keys(exported);
    throw new InputError(file, [
      {
        code: "config/no-default-export",
        where: file,
        given: names.length === 0 ? "no export" : `the exports ${names.join(", ")}`,
        wanted: "a platform as the default export",
        fix: "Write export default definePlatform({ ... }).",
      },
    ]);
  }
  const platform = exported.default;
  if (
    platform === null ||
    typeof platform !== "object" ||
    Array.isArray(platform) ||
    platform instanceof Promise
  ) {
    throw new InputError(file, [
      {
        code: "config/not-a-platform",
        where: `${file}, the default export`,
        given: platform instanceof Promise ? "a promise" : show(platform),
        wanted: "a platform, as definePlatform takes it",
        fix: "Write export default definePlatform({ ... }).",
      },
    ]);
  }
  return resolvePlatform(platform, { clock: options.clock, source: file });
}

async function importConfig(file: string): Promise<Record<string, unknown>> {
  const { nativeImport } = require(
    `./nativeImport${extname(import.meta.filename)}`,
  ) as typeof import("./nativeImport.ts");
  loads += 1;
  // Closed by a dot: that of the first load must not be found in that of the tenth, which may go on at the same time.
  const mark = `${LOAD}=${loads}.`;
  const hooks = hookResolution(mark);
  try {
    return await nativeImport(`${pathToFileURL(file).href}?${mark}`);
  } catch (error) {
    throw new InputError(file, [importProblem(file, error)]);
  } finally {
    hooks.deregister();
  }
}

/**
 * For the time of one load: `trireme` is this package, wherever the configuration is, and a `.ts` file is a
 * module also where no package.json says so.
 */
function hookResolution(mark: string): { deregister(): void } {
  return registerHooks({
    resolve(specifier, context, next) {
      if (!(specifier.includes(mark) || context.parentURL?.includes(mark))) return next(specifier, context);
      if (specifier === "trireme") return next(pathToFileURL(require.resolve("trireme")).href, context);
      const found = next(specifier, context);
      if (!found.url.startsWith("file:") || fileURLToPath(found.url).includes("node_modules")) return found;
      const url = found.url.includes(mark) ? found.url : `${found.url}?${mark}`;
      const isTypeScript = new URL(url).pathname.endsWith(".ts");
      return {
        ...found,
        url,
        format: isTypeScript && found.format == null ? "module-typescript" : found.format,
      };
    },
  });
}
