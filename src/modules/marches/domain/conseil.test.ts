import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { demandeDAvis } from '../documents/courriels.ts'
import { obstacleAuRendu } from './conseil.ts'
import type { DossierLu, GroupementId, Membre } from './groupement.ts'

const [a, b] = ['a' as OrganismeId, 'b' as OrganismeId]
const le = new Date('2027-03-01T10:00:00Z')
const membre = (organisme: OrganismeId, nom: string): Membre => ({
  organisme,
  nom,
  mandataire: organisme === a,
  accepteLe: le,
  sortiLe: null,
  sortie: null,
})
const d: DossierLu = {
  g: {
    id: 'g' as GroupementId,
    mandataire: a,
    lot: 'l',
    idweb: '27-1',
    objet: 'Former à la mer',
    acheteur: 'Région',
    limite: le,
    zone: 'Indian/Reunion',
    forme: 'conjoint',
    etat: 'tour-de-table',
    constitueLe: null,
    signeLe: null,
    version: 1,
  },
  membres: [membre(a, 'Appui'), membre(b, 'Boussole')],
  necessites: [{ organisme: a, motifs: ['volume'], capableSeule: true, texte: 'Deux formatrices.', le }],
  convention: null,
  accords: [],
  signatures: [],
  poles: [['Appui', 'Boussole']],
}
const conseil = {
  cle: 'c',
  organisme: a,
  contenu: {
    nom: 'N',
    qualite: 'avocate',
    courriel: 'n@n.example',
    question: 'Q',
    demandeLe: '2027-03-01',
    rendu: null,
  },
}

it('la demande dit le lot, chaque membre, sa raison ou qu’elle manque, et les signaux ; à la pendule de l’acheteur', () => {
  const { texte } = demandeDAvis(
    d,
    {
      nom: 'Maître N.',
      question: 'Pouvons-nous ?',
      repondreA: 'a@a.example',
      lien: 'https://exemple.example/avis-demande/x',
    },
    'Appui',
  )
  const lu = texte.replace(/[\u00a0\u202f]/g, ' ')
  for (const dit of [
    'Pouvons-nous ?',
    'Former à la mer',
    '14 h',
    'Deux formatrices.',
    'capable seule',
    'Boussole : rien d’écrit encore',
    'a@a.example',
  ])
    expect(lu).toContain(dit)
  expect(lu).toMatch(/signale : *\n- /)
  // Une source est un article, une décision, un guide : pas un document d’ici, et jamais une parenthèse vide.
  expect(lu).toContain('(R2142-20 du code de la commande publique)')
  expect(lu).not.toMatch(/synthèse|\(\)/)
})
describe('recopier un avis', () => {
  it.each([
    ['de la coopérative qui l’a demandé, après la demande', conseil, a, '2027-03-02', undefined],
    ['jamais demandé, non', undefined, a, '2027-03-02', 'n’a pas été demandé'],
    ['d’une autre coopérative, non', conseil, b, '2027-03-02', 'qui a demandé'],
    ['d’avant la demande, non', conseil, a, '2027-02-28', 'après avoir été demandé'],
    ['d’un jour à venir, non', conseil, a, '2027-03-11', 'à venir'],
  ])('%s', (_, c, moi, jour, dit) => {
    const obstacle = obstacleAuRendu(c, moi, jour, '2027-03-10')
    if (dit === undefined) expect(obstacle).toBeUndefined()
    else expect(obstacle).toContain(dit)
  })
})
