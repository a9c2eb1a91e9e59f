import { devNull } from "node:os";
import type { AwsTarget } from "../../aws/index.ts";
import type { Override } from "../../terraform/index.ts";

/** Where stacks are rolled out to: an emulated AWS, or AWS. */
export interface Target {
  readonly kind: "sandbox" | "aws";
  /** What Terraform is given of the environment: credentials and where AWS is. */
  readonly env: Readonly<Record<string, string>>;
  /** Merged into every stack, never written into the approved configuration. */
  readonly override: Override | undefined;
  /** A sandbox's endpoint stands in the backend and changes; AWS's does not. */
  readonly endpointChanges: boolean;
  /** Whether it ends with this process, so that an apply which is cut off leaves nothing behind. */
  readonly endsWithUs: boolean;
  /** For SDK clients of ours that call as `appId`. */
  clients(appId: AwsTarget["appId"]): AwsTarget;
}

/** An emulated AWS behind the gateway at `endpoint`, for the credentials of one account. */
export function sandboxTarget(
  { endpoint, endsWithUs = false }: { readonly endpoint: string; readonly endsWithUs?: boolean },
  account: string,
): Target {
  return {
    kind: "sandbox",
    env: {
      AWS_ENDPOINT_URL: endpoint,
      // S3 Control puts the account's number before the endpoint's name, which then resolves nowhere; a proxy is asked
      // for it all the same. What goes to the endpoint itself, a loopback address, is never sent through a proxy.
      HTTP_PROXY: endpoint,
      NO_PROXY: "",
      // The emulator takes a key of twelve digits for the account of that number.
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: "sandbox",
      AWS_EC2_METADATA_DISABLED: "true",
      // Nothing of the person at this machine reaches the sandbox.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      // A fifth less processor time for a few more megabytes (measured, provider 5.100: 5.2 to 4.1 s a plan).
      GOGC: "400",
    },
    override: SANDBOX_OVERRIDE,
    endpointChanges: true,
    endsWithUs,
    clients: (appId) => ({
      endpoint,
      credentials: { accessKeyId: account, secretAccessKey: "sandbox" },
      appId,
    }),
  };
}

/**
 * Few retries: what is not emulated answers with an error that the provider's 25 retries would turn
 * into minutes of silence.
 */
const SANDBOX_OVERRIDE = { provider: { aws: [{ max_retries: 3, skip_metadata_api_check: "true" }] } };

/** Names of the variables by which the default chain of the SDKs finds credentials, and no others. */
const CREDENTIALS = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_CA_BUNDLE",
];

/**
 * AWS itself, with the credentials that `env` leads to. Terraform walks the same chain as we do, so
 * that credentials which expire during a long apply are renewed by whoever gave them.
 */
export function awsTarget(env: Readonly<Record<string, string | undefined>>): Target {
  const given = CREDENTIALS.flatMap((name) => {
    const value = env[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  return {
    kind: "aws",
    // An `endpoint_url` in a profile would lead elsewhere than to the account that was checked.
    env: { ...Object.fromEntries(given), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
    override: undefined,
    endpointChanges: false,
    endsWithUs: false,
    clients: (appId) => ({ appId }),
  };
}
