import { type EmulatorPlace, locateEmulator } from "../../sandbox/index.ts";
import { locateTerraform } from "../../terraform/index.ts";

export interface DoctorCheck {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** What cannot be done without it, and what to do. Absent when it was found. */
  readonly fix?: string;
}

export interface DoctorResult {
  readonly ready: boolean;
  readonly checks: readonly DoctorCheck[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What this machine has of what Trireme uses, and how to get the rest. Starts nothing. */
export async function doctor(env: Environment = process.env): Promise<DoctorResult> {
  const [terraform, emulator] = await Promise.all([locateTerraform(env), locateEmulator(env)]);
  const checks: DoctorCheck[] = [nodeCheck(process.versions.node)];
  if (terraform.ok) {
    checks.push({
      what: "Terraform",
      ok: true,
      found: `${terraform.name} ${terraform.version} at ${terraform.binary} (${terraform.foundBy})`,
    });
    checks.push(
      terraform.mirror === undefined
        ? {
            what: "AWS provider without the internet",
            ok: false,
            found: "no mirror on this machine",
            fix: "Only needed offline. Name a mirror in TRIREME_PROVIDER_MIRROR: a folder that contains registry.terraform.io/hashicorp/aws (terraform providers mirror DIR makes one).",
          }
        : {
            what: "AWS provider without the internet",
            ok: true,
            found: `${terraform.mirror.versions.join(", ")} in ${terraform.mirror.path} (${terraform.mirror.foundBy})`,
          },
    );
  } else {
    checks.push({ what: "Terraform", ok: false, found: terraform.reason, fix: terraform.fix });
  }
  checks.push(emulatorCheck(emulator));
  const ready = checks.every(({ what, ok }) => ok || what === "AWS provider without the internet");
  return { ready, checks };
}

function nodeCheck(version: string): DoctorCheck {
  const ok = Number(version.split(".")[0]) >= 24;
  return {
    what: "Node.js",
    ok,
    found: version,
    ...(ok
      ? {}
      : { fix: "Run through npm (npm run -s trireme -- …), which uses the Node 24 of the dependencies." }),
  };
}

function emulatorCheck(place: EmulatorPlace): DoctorCheck {
  const what = "Emulated AWS";
  if (!place.ok) return { what, ok: false, found: place.reason, fix: place.fix };
  const found = place.kind === "moto" ? `moto's server, ${place.command}` : `the endpoint ${place.endpoint}`;
  return { what, ok: true, found };
}
