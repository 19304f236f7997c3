/** The service that runs automations, as a principal. */
export const SSM_SERVICE = 'ssm.amazonaws.com';
