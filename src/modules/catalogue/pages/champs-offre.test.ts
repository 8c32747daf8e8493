import { expect, it } from 'vitest'
import { enContenu, fields, titresDesFiches } from './champs-offre.ts'

it('l’intitulé s’enregistre avec ses espaces insécables et ses apostrophes, sans changer quand on le renvoie', () => {
  const enregistrer = (intitule: string) => enContenu(fields.parse({ intitule })).intitule
  const pose = enregistrer("L'accueil : écouter  et orienter")
  expect(pose).toBe('L’accueil\u00a0: écouter et orienter')
  expect(enregistrer(pose)).toBe(pose)
})

it('une offre part des titres que les fiches disent : les siens, ceux d’une petite équipe, rien au-delà', () => {
  const fiche = (prenom: string, titres: string, compte: string | null = null) => ({
    prenom,
    nom: 'K.',
    titres,
    compte: compte as never,
  })
  const [lea, tom] = [fiche('Léa', 'Juriste', 'lea'), fiche('Tom', 'Charpentier', 'tom')]
  expect(titresDesFiches([lea, tom], 'tom')).toBe('Tom K.\u00a0: Charpentier')
  expect(titresDesFiches([lea, tom, fiche('Zoé', '')], 'autre')).toBe(
    'Léa K.\u00a0: Juriste\nTom K.\u00a0: Charpentier',
  )
  expect(titresDesFiches([lea, lea, lea, tom, tom], 'autre')).toBe('')
})
