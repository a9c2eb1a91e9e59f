// `npm install` leaves optional packages of other platforms out of the lock file when its registry
// does not serve them, and `npm ci` then refuses the lock file everywhere. This writes them back, by
// the platform in their names and without a hash. Run it after changing dependencies:
// node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const { packages } = lock;
const PLATFORM =
  /(android|darwin|freebsd|linux|win32|openharmony)-(arm64|x64|arm|ia32|ppc64|s390x|riscv64)(?:-(\w+))?$/;

for (const [path, { optionalDependencies = {}, dev, license }] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    const platform = PLATFORM.exec(name);
    if (key in packages || `${path}/${key}` in packages || platform === null) continue;
    const [, os, cpu, abi = ""] = platform;
    const libc = abi.startsWith("musl") ? ["musl"] : abi.startsWith("gnu") ? ["glibc"] : undefined;
    packages[key] = {
      version: version.replace(/^[\^~]/, ""),
      cpu: [cpu],
      ...(dev ? { dev } : {}),
      ...(libc ? { libc } : {}),
      license,
      optional: true,
      os: [os],
    };
    process.stdout.write(`${name}@${version}\n`);
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
