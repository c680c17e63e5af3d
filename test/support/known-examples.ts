import fc from 'fast-check'

// `npm test` tries the same examples every time, so that nobody is stopped by one that chance drew;
// `npm run test:properties` draws others each time.

if (process.env.PROPERTY_RUNS !== 'all') fc.configureGlobal({ seed: 20261127 })
