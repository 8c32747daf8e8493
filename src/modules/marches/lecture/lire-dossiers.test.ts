import { describe, expect, it } from 'vitest'
import { lireDossiers } from './lire-dossiers.ts'

const membre = { coop: 'A', motifs: ['volume'], texte: 'x' }
const fautesDe = (dossier: unknown) => {
  const r = lireDossiers(JSON.stringify({ cas: [{ id: 'a', dossier }] }))
  return r.ok ? [] : r.error.map((f) => f.chemin)
}
const avec = (plus: object) => ({ membres: [membre], ...plus })

describe('lire des dossiers', () => {
  it('un dossier sain se lit ; ce qui n’est pas dit n’y est pas', () =>
    expect(fautesDe(avec({}))).toEqual([]))
  it.each<[string, unknown, string]>([
    ['un dossier absent', undefined, 'cas[0].dossier'],
    ['des membres absents', {}, 'cas[0].dossier.membres'],
    ['aucun membre', { membres: [] }, 'cas[0].dossier.membres'],
    ['un membre en texte', { membres: ['A'] }, 'cas[0].dossier.membres[0]'],
    ['un membre sans nom', { membres: [{ motifs: [], texte: '' }] }, 'cas[0].dossier.membres[0].coop'],
    ['deux fois le même membre', { membres: [membre, membre] }, 'cas[0].dossier.membres[1].coop'],
    [
      'un motif inconnu',
      { membres: [{ ...membre, motifs: ['envie'] }] },
      'cas[0].dossier.membres[0].motifs[0]',
    ],
    ['une nécessité en nombre', { membres: [{ ...membre, texte: 4 }] }, 'cas[0].dossier.membres[0].texte'],
    [
      'un drapeau en texte',
      { membres: [{ ...membre, mandataire: 'oui' }] },
      'cas[0].dossier.membres[0].mandataire',
    ],
    ['une nature inconnue', avec({ nature: 'mixte' }), 'cas[0].dossier.nature'],
    ['une répartition en nombre', avec({ repartition: 1 }), 'cas[0].dossier.repartition'],
    ['des capables en texte', avec({ capables: 'A' }), 'cas[0].dossier.capables'],
    ['une capable nulle', avec({ capables: [null] }), 'cas[0].dossier.capables[0]'],
    ['un passé en objet', avec({ passe: {} }), 'cas[0].dossier.passe'],
    ['un lot sans offres', avec({ passe: [{ lot: '1' }] }), 'cas[0].dossier.passe[0].offres'],
    [
      'une offre sans candidat',
      avec({ passe: [{ lot: '1', offres: [{ candidats: [] }] }] }),
      'cas[0].dossier.passe[0].offres[0].candidats',
    ],
    [
      'un montant en texte',
      avec({ passe: [{ lot: '1', offres: [{ candidats: ['Y'], montant: '10' }] }] }),
      'cas[0].dossier.passe[0].offres[0].montant',
    ],
    [
      'un montant négatif',
      avec({ passe: [{ lot: '1', offres: [{ candidats: ['Y'], montant: -1 }] }] }),
      'cas[0].dossier.passe[0].offres[0].montant',
    ],
    [
      'un indice d’une seule',
      avec({ indices: [{ de: 'Y', et: 'Y', quoi: 'auteur' }] }),
      'cas[0].dossier.indices[0].et',
    ],
    [
      'un indice inconnu',
      avec({ indices: [{ de: 'Y', et: 'Z', quoi: 'flair' }] }),
      'cas[0].dossier.indices[0].quoi',
    ],
    [
      'un lot sans candidates',
      avec({ lots: [{ lot: '1', repond: ['A'] }] }),
      'cas[0].dossier.lots[0].pourrait',
    ],
  ])('%s : la faute dit où', (_, dossier, chemin) => expect(fautesDe(dossier)).toContain(chemin))
})
