import type { PolicyStatement } from "./policyDocument.ts";

/** Accounts to try things in: no promise to pay for years, and no way into the others' networks. */
export function sandboxStatements(): readonly PolicyStatement[] {
  return [
    {
      Sid: "NoPromisesToPay",
      Effect: "Deny",
      Action: [
        "aws-marketplace:AcceptAgreementRequest",
        "aws-marketplace:Subscribe",
        "dynamodb:PurchaseReservedCapacityOfferings",
        "ec2:AcceptReservedInstancesExchangeQuote",
        "ec2:PurchaseHostReservation",
        "ec2:PurchaseReservedInstancesOffering",
        "elasticache:PurchaseReservedCacheNodesOffering",
        "rds:PurchaseReservedDBInstancesOffering",
        "route53domains:RegisterDomain",
        "route53domains:TransferDomain",
        "savingsplans:CreateSavingsPlan",
        "shield:CreateSubscription",
      ],
      Resource: "*",
    },
    {
      Sid: "NoWayToTheOthers",
      Effect: "Deny",
      Action: [
        "directconnect:*",
        "ec2:AcceptTransitGatewayPeeringAttachment",
        "ec2:AcceptTransitGatewayVpcAttachment",
        "ec2:AcceptVpcPeeringConnection",
        "ec2:CreateTransitGatewayPeeringAttachment",
        "ec2:CreateTransitGatewayVpcAttachment",
        "ec2:CreateVpcPeeringConnection",
        "ec2:CreateVpnConnection",
        "ram:AcceptResourceShareInvitation",
      ],
      Resource: "*",
    },
  ];
}
