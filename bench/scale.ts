/**
 * `check` of a platform of many services, in a process of its own: `node bench/scale.ts 300` prints wall seconds from
 * the start of the process, resources, and the largest memory in MB, as JSON.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../src/actions/index.ts";
import { systemClock } from "../src/lib/index.ts";

const services = Number(process.argv[2] ?? 300);
const folder = await mkdtemp(join(tmpdir(), "trireme-scale-"));
const platform = JSON.stringify(new URL("./scalePlatform.ts", import.meta.url).pathname);
await writeFile(
  join(folder, "trireme.config.ts"),
  `import { scalePlatform } from ${platform};\nexport default scalePlatform(${services});\n`,
);
try {
  const { environments } = await check({ path: folder, clock: systemClock });
  const resources = environments.reduce((sum, environment) => sum + environment.resources, 0);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `${JSON.stringify({ services, seconds: performance.now() / 1000, resources, peakMb })}\n`,
  );
} finally {
  await rm(folder, { recursive: true });
}
