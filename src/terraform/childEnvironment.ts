/**
 * Names of the caller's environment that Terraform may see. Everything else,
 * above all `TF_*` and `AWS_*`, reaches it only when it is given on purpose: a
 * forgotten `AWS_PROFILE` must not turn a rehearsal into a deployment.
 */
const ALLOWED = new Set([
  "HOME",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "LANG",
  "LOGNAME",
  "NO_PROXY",
  "PATH",
  "SHELL",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "SYSTEMROOT",
  "TEMP",
  "TERM",
  "TMP",
  "TMPDIR",
  "TZ",
  "USER",
  "USERPROFILE",
]);

export interface ChildEnvironmentOptions {
  /** Credentials, `AWS_ENDPOINT_URL` and whatever else the caller gives on purpose. Wins over all else. */
  readonly given: Readonly<Record<string, string>>;
  readonly cliConfigFile?: string | undefined;
  /** Appended to the user agent of every AWS call, so that a call log can tell who called. */
  readonly callerTag?: string | undefined;
}

/** The whole environment of a Terraform process. */
export function childEnvironment(
  outer: Readonly<Record<string, string | undefined>>,
  options: ChildEnvironmentOptions,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(outer)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (ALLOWED.has(upper) || upper.startsWith("LC_") || upper.startsWith("XDG_"))) {
      env[name] = value;
    }
  }
  env.TF_IN_AUTOMATION = "1";
  env.TF_INPUT = "0";
  // Terraform's version check calls home; a rehearsal must not need the internet.
  env.CHECKPOINT_DISABLE = "1";
  if (options.cliConfigFile !== undefined) env.TF_CLI_CONFIG_FILE = options.cliConfigFile;
  if (options.callerTag !== undefined) env.TF_APPEND_USER_AGENT = options.callerTag;
  return { ...env, ...options.given };
}
