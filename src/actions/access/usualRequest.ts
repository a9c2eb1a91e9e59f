/**
 * What a request says unless told otherwise: it comes over TLS, and with none of the credentials that AWS marks as
 * special, neither of an instance's metadata nor of a root user that the management account took on.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const USUAL_REQUEST = {
  "aws:AssumedRoot": null,
  "aws:SecureTransport": "true",
  "ec2:RoleDelivery": null,
} as const;
