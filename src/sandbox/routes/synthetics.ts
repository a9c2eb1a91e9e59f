/** Action, method and path of synthetics 2017-10-11, from the AWS service models as published with botocore 1.43.11. */
export const syntheticsRoutes = `
AssociateResource PATCH /group/{groupIdentifier}/associate
CreateCanary POST /canary
CreateGroup POST /group
DeleteCanary DELETE /canary/{name}
DeleteGroup DELETE /group/{groupIdentifier}
DescribeCanaries POST /canaries
DescribeCanariesLastRun POST /canaries/last-run
DescribeRuntimeVersions POST /runtime-versions
DisassociateResource PATCH /group/{groupIdentifier}/disassociate
GetCanary GET /canary/{name}
GetCanaryRuns POST /canary/{name}/runs
GetGroup GET /group/{groupIdentifier}
ListAssociatedGroups POST /resource/{resourceArn}/groups
ListGroupResources POST /group/{groupIdentifier}/resources
ListGroups POST /groups
ListTagsForResource GET /tags/{resourceArn}
StartCanary POST /canary/{name}/start
StartCanaryDryRun POST /canary/{name}/dry-run/start
StopCanary POST /canary/{name}/stop
TagResource POST /tags/{resourceArn}
UntagResource DELETE /tags/{resourceArn}
UpdateCanary PATCH /canary/{name}
`;
