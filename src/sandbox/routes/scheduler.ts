/** Action, method and path (with the query keys and headers that tell it apart) of Scheduler 2021-06-30, from the AWS service models as published with botocore 1.43.11. */
export const schedulerRoutes = `
CreateSchedule POST /schedules/{Name}
CreateScheduleGroup POST /schedule-groups/{Name}
DeleteSchedule DELETE /schedules/{Name}
DeleteScheduleGroup DELETE /schedule-groups/{Name}
GetSchedule GET /schedules/{Name}
GetScheduleGroup GET /schedule-groups/{Name}
ListScheduleGroups GET /schedule-groups
ListSchedules GET /schedules
ListTagsForResource GET /tags/{ResourceArn}
TagResource POST /tags/{ResourceArn}
UntagResource DELETE /tags/{ResourceArn}?TagKeys
UpdateSchedule PUT /schedules/{Name}
`;
