import { essayer } from './essayer.ts'

// `npm run e2e` : les parcours seuls, dans un vrai navigateur ; les mots ajoutés filtrent les fichiers.
process.exitCode = (await essayer({ projets: ['parcours'], args: process.argv.slice(2), choisi: true }))
  ? 0
  : 1
