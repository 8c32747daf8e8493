import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { reglesProposees } from './conservation.ts'
import { direLaFin } from './figes.ts'

const jour = '2026-11-30' as DateCivile
const fin = (lieu: string, derniere: string | null) => {
  const { terme, tant } = direLaFin(
    { lieu, nombre: 1, pourquoi: 'x', derniere: derniere as DateCivile | null },
    reglesProposees,
    jour,
  )
  return terme ?? tant
}

it.each([
  ['le registre, dix ans si l’Europe finance', 'emargement.prive.contenu', '2026-11-24', '2036-11-24'],
  ['une pièce, comme une facture', 'documents.piece.donnees', '2026-03-02', '2036-03-02'],
  ['un bilan déposé', 'bpf.depot.contenu', '2026-05-31', '2036-05-31'],
  ['une version publiée', 'catalogue.version.contenu', null, 'tant que l’offre existe'],
  ['la fiche d’une autre', 'tiers.personne.nom', null, 'jusqu’à l’effacement de cette autre personne'],
  ['le compte', 'compte.compte.nom', null, 'tant que le compte existe'],
])('%s se garde jusqu’à son terme, ou dit de quoi elle dépend', (_, lieu, derniere, attendu) => {
  expect(fin(lieu, derniere)).toBe(attendu)
})
