/** Action, method and path of Route 53 Recovery Control Config 2020-11-02, from the AWS service models as published with botocore 1.43.11. */
export const recoveryControlConfigRoutes = `
CreateCluster POST /cluster
CreateControlPanel POST /controlpanel
CreateRoutingControl POST /routingcontrol
CreateSafetyRule POST /safetyrule
DeleteCluster DELETE /cluster/{ClusterArn}
DeleteControlPanel DELETE /controlpanel/{ControlPanelArn}
DeleteRoutingControl DELETE /routingcontrol/{RoutingControlArn}
DeleteSafetyRule DELETE /safetyrule/{SafetyRuleArn}
DescribeCluster GET /cluster/{ClusterArn}
DescribeControlPanel GET /controlpanel/{ControlPanelArn}
DescribeRoutingControl GET /routingcontrol/{RoutingControlArn}
DescribeSafetyRule GET /safetyrule/{SafetyRuleArn}
GetResourcePolicy GET /resourcePolicy/{ResourceArn}
ListAssociatedRoute53HealthChecks GET /routingcontrol/{RoutingControlArn}/associatedRoute53HealthChecks
ListClusters GET /cluster
ListControlPanels GET /controlpanels
ListRoutingControls GET /controlpanel/{ControlPanelArn}/routingcontrols
ListSafetyRules GET /controlpanel/{ControlPanelArn}/safetyrules
ListTagsForResource GET /tags/{ResourceArn}
TagResource POST /tags/{ResourceArn}
UntagResource DELETE /tags/{ResourceArn}
UpdateCluster PUT /cluster
UpdateControlPanel PUT /controlpanel
UpdateRoutingControl PUT /routingcontrol
UpdateSafetyRule PUT /safetyrule
`;
