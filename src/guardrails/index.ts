export { ACCOUNT_ACCESS_ROLE, DEPLOYER, deploymentRoleArns } from "./exemption.ts";
export { GLOBAL_ACTIONS } from "./globalActions.ts";
export { type PermissionSet, type PermissionSetName, permissionSets } from "./permissionSets.ts";
export {
  type PolicyCondition,
  type PolicyDocument,
  type PolicyStatement,
  policyText,
} from "./policyDocument.ts";
export {
  type OwnStatement,
  POLICY_LIMITS,
  ROOT,
  type ServiceControlPolicy,
  type ServiceControlProps,
  serviceControlPolicies,
} from "./serviceControlPolicies.ts";
export { TAG_POLICY_CHARACTERS, tagPolicy } from "./tagPolicy.ts";
