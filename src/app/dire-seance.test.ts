import { describe, expect, it } from 'vitest'
import { direSeance, type SeanceADire } from './dire-seance.ts'

const a = (heure: string) => new Date(`2026-11-24T${heure}:00+01:00`)
const seance: SeanceADire = {
  lieu: 'Salle Duras',
  formateur: 'Tom Okafor',
  zone: 'Europe/Paris',
  place: { jour: 2, jours: 3, rang: 3, total: 6 },
  inscrits: 12,
  signees: 9,
  absences: 0,
  restent: ['Léonie Fabre', 'Agathe Pons', 'Ousmane Sarr'],
  closeLe: null,
  liensLe: new Date('2026-11-23T18:00:00+01:00'),
  ouvreLe: a('09:00'),
  fermeLe: a('14:30'),
}
const tout = { lit: true, renvoyer: '/feuille' }
const net = (t: string | undefined) => t?.replace(/\u00a0/g, ' ')
const dire = (s: Partial<SeanceADire>, heure: string, droits: Parameters<typeof direSeance>[2] = tout) => {
  const d = direSeance({ ...seance, ...s }, a(heure), droits)
  return { ...d, phrase: net(`${d.compte.fort ?? ''}${d.compte.suite}`) }
}

describe('ce que dit une séance', () => {
  it('pendant : le compte, jusqu’à quand, qui reste, où renvoyer', () => {
    const d = dire({}, '11:40')
    expect(d.detail).toBe('Salle Duras · Tom Okafor · deuxième jour sur trois')
    expect(d.phrase).toBe('9 signatures sur 12, possibles jusqu’à 14 h 30')
    expect(d.marques.filter((m) => m === 'manquant')).toHaveLength(3)
    expect(d.restent).toEqual({
      phrase: 'Restent Léonie Fabre, Agathe Pons et Ousmane Sarr.',
      renvoyer: {
        href: '/feuille',
        geste: 'Renvoyer leur lien',
        direct: { href: '/feuille', champs: { geste: 'envoyer' }, libelle: 'Renvoyer leur lien' },
      },
    })
  })
  it('coupée : l’heure de l’arrêt', () => {
    expect(net(dire({ arreteeA: 680 }, '11:40').detail)).toBe(
      'Salle Duras · Tom Okafor · deuxième jour sur trois · interrompue à 11 h 20',
    )
    expect(dire({ arreteeA: null }, '11:40').detail).not.toContain('interrompue')
  })
  it('avant : combien l’on attend, et si les liens sont partis', () => {
    expect(dire({ signees: 0 }, '08:00').phrase).toBe('12 stagiaires attendus, liens envoyés hier')
    expect(dire({ signees: 0, liensLe: null, inscrits: 1 }, '08:00').phrase).toBe('1 stagiaire attendu')
    expect(dire({ signees: 0 }, '08:00').restent).toBeUndefined()
  })
  it('après : à clore, sans lien qui ne servirait plus ; une seule personne se dit au singulier', () => {
    const d = dire({ signees: 10, absences: 1, restent: ['Léonie Fabre'] }, '15:00')
    expect(d.phrase).toBe('10 signatures sur 12, 1 absence notée, feuille à clore')
    expect(d.restent).toEqual({ phrase: 'Reste Léonie Fabre.' })
  })
  it('close : quand, et plus personne n’est nommé', () => {
    const d = dire({ signees: 11, absences: 1, closeLe: a('12:32') }, '13:00')
    expect(d.phrase).toBe('11 signatures sur 12, 1 absence notée, feuille close à 12 h 32')
    expect(d.restent).toBeUndefined()
  })
  it('à qui n’a pas à les lire, aucun nom ; à qui ne tient pas la feuille, aucun lien', () => {
    expect(dire({}, '11:40', { lit: false, renvoyer: undefined }).restent).toBeUndefined()
    expect(dire({}, '11:40', { lit: true, renvoyer: undefined }).restent?.renvoyer).toBeUndefined()
  })
  it('sans inscrit, le dit', () => {
    expect(dire({ inscrits: 0, signees: 0, restent: [] }, '11:40')).toMatchObject({
      marques: [],
      phrase: 'Personne n’est inscrit.',
    })
  })
})
