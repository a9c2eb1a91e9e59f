/** Action, method and path (with the query keys and headers that tell it apart) of Pipes 2015-10-07, from the AWS service models as published with botocore 1.43.11. */
export const pipesRoutes = `
CreatePipe POST /v1/pipes/{Name}
DeletePipe DELETE /v1/pipes/{Name}
DescribePipe GET /v1/pipes/{Name}
ListPipes GET /v1/pipes
ListTagsForResource GET /tags/{resourceArn}
StartPipe POST /v1/pipes/{Name}/start
StopPipe POST /v1/pipes/{Name}/stop
TagResource POST /tags/{resourceArn}
UntagResource DELETE /tags/{resourceArn}?tagKeys
UpdatePipe PUT /v1/pipes/{Name}
`;
