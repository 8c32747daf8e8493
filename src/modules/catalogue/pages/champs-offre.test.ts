import { expect, it } from 'vitest'
import { enContenu, fields } from './champs-offre.ts'

it('l’intitulé s’enregistre avec ses espaces insécables et ses apostrophes, sans changer quand on le renvoie', () => {
  const enregistrer = (intitule: string) => enContenu(fields.parse({ intitule })).intitule
  const pose = enregistrer("L'accueil : écouter  et orienter")
  expect(pose).toBe('L’accueil\u00a0: écouter et orienter')
  expect(enregistrer(pose)).toBe(pose)
})
