/** Action, method and path of arc-zonal-shift 2022-10-30, from the AWS service models as published with botocore 1.43.11. */
export const arcZonalShiftRoutes = `
CancelPracticeRun DELETE /practiceruns/{zonalShiftId}
CancelZonalShift DELETE /zonalshifts/{zonalShiftId}
CreatePracticeRunConfiguration POST /configuration
DeletePracticeRunConfiguration DELETE /configuration/{resourceIdentifier}
GetAutoshiftObserverNotificationStatus GET /autoshift-observer-notification
GetManagedResource GET /managedresources/{resourceIdentifier}
ListAutoshifts GET /autoshifts
ListManagedResources GET /managedresources
ListZonalShifts GET /zonalshifts
StartPracticeRun POST /practiceruns
StartZonalShift POST /zonalshifts
UpdateAutoshiftObserverNotificationStatus PUT /autoshift-observer-notification
UpdatePracticeRunConfiguration PATCH /configuration/{resourceIdentifier}
UpdateZonalAutoshiftConfiguration PUT /managedresources/{resourceIdentifier}
UpdateZonalShift PATCH /zonalshifts/{zonalShiftId}
`;
