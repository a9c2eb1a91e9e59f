/** Action, method and path of OAM 2022-06-10, from the AWS service models as published with botocore 1.43.11. */
export const oamRoutes = `
CreateLink POST /CreateLink
CreateSink POST /CreateSink
DeleteLink POST /DeleteLink
DeleteSink POST /DeleteSink
GetLink POST /GetLink
GetSink POST /GetSink
GetSinkPolicy POST /GetSinkPolicy
ListAttachedLinks POST /ListAttachedLinks
ListLinks POST /ListLinks
ListSinks POST /ListSinks
ListTagsForResource GET /tags/{ResourceArn}
PutSinkPolicy POST /PutSinkPolicy
TagResource PUT /tags/{ResourceArn}
UntagResource DELETE /tags/{ResourceArn}
UpdateLink POST /UpdateLink
`;
