/**
 * Signing names that differ from the name under which we know the service. Signing names are those of
 * the AWS service models (botocore 1.43, November 2026).
 */
const BY_SIGNING_NAME: ReadonlyMap<string, string> = new Map([
  ["monitoring", "cloudwatch"],
  ["eventbridge", "events"],
  ["email", "ses"],
  ["s3express", "s3"],
  ["sso", "sso-admin"],
]);

const TO_SIGNING_NAME: ReadonlyMap<string, string> = new Map([
  ["cloudwatch", "monitoring"],
  ["s3-control", "s3"],
  ["sso-admin", "sso"],
]);

/** Our name of the service that a signature names. S3 Control signs as S3 and is told by its path. */
export function serviceOf(signingName: string, path: string): string {
  const name = signingName.toLowerCase();
  if (name === "s3" && path.startsWith("/v20180820/")) return "s3-control";
  return BY_SIGNING_NAME.get(name) ?? name;
}

/** The name to sign with for one of our service names. */
export function signingNameOf(service: string): string {
  return TO_SIGNING_NAME.get(service) ?? service;
}
