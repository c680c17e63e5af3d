/** The API of a portal, as far as signals go: it knows no withdrawals. */
export const AN_API = {
  baseUrl: 'https://api.voorbeeld.example',
  authentication: { type: 'bearer', secret: 'ris-token' },
  signal: {
    method: 'POST',
    path: '/meldingen',
    fields: [
      { name: 'naam', source: 'surname', as: 'text' },
      { name: 'postcode', source: 'postcode', as: 'text' },
      { name: 'nummer', source: 'houseNumber', as: 'number' },
      { name: 'maanden', source: 'monthsInArrears', as: 'number' },
      { name: 'bedrag', source: 'amountCents', as: 'euros' },
    ],
  },
}
