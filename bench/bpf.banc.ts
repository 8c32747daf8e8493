import './tsx.ts'

// Après le crochet : un import ordinaire serait lu avant lui.
await import('./bilan.ts')
