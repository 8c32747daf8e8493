import { expect, it } from 'vitest'
import { traitementsProposes } from './traitements.ts'

it('la marque du navigateur qui signe est au registre : ce qu’elle est, combien de temps, et pourquoi elle ne se demande pas', () => {
  const { base = '', donnees = '', finalite = '' } = traitementsProposes.presences ?? {}
  expect(finalite).toContain('Émargement')
  expect(donnees).toMatch(/marque du navigateur \(tirée au sort, un jour\)/)
  expect(base).toMatch(/R6313-3\. La marque du navigateur a le même fondement/)
  expect(base).toMatch(/strictement nécessaire[^.]*article\s82[^.]*sans consentement/)
})

it('une phrase du registre nomme une page, jamais une adresse : elle se lit imprimée', () => {
  for (const [code, traitement] of Object.entries(traitementsProposes))
    for (const dit of Object.values(traitement)) expect(dit, code).not.toMatch(/(^|[\s«(])\/[a-z]/)
})
