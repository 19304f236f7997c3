/** Example values: a customer's account, Alphaus's account, an external id. */
export const EXAMPLE = {
  accountId: '111122223333',
  principal: '444455556666',
  externalId: 'octo-ext-7f3c2a1b9d',
} as const;
