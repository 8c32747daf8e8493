import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { ecartDeSession, type SessionComparee } from './ecart-de-session.ts'

const nu = (t: unknown) => JSON.parse(JSON.stringify(t).replace(/[\u00a0\u202f]/g, ' '))
const demie = (id: string, jour: string, qui = 'Tom Okafor') => {
  const [prenom = '', nom = ''] = qui.split(' ')
  return {
    id,
    jour: jour as DateCivile,
    debutMinutes: 540,
    finMinutes: 750,
    tenue: true,
    salles: [{ nom: 'Duras' }],
    intervenants: [{ prenom, nom }],
  }
}
const session: SessionComparee = {
  etat: 'confirmee',
  lieu: 'Montreuil',
  capacite: 12,
  prixCentimes: 140_000,
  seances: [demie('a', '2026-12-07'), demie('b', '2026-12-14')],
}

describe('ce qui change d’une session', () => {
  it('ne dit rien quand rien ne change', () => {
    expect(ecartDeSession(session, session)).toEqual([])
  })
  it('réunit les demi-journées qu’une même personne reprend à une même autre', () => {
    const apres = { ...session, seances: session.seances.map((x) => demie(x.id, x.jour, 'Inès Carvalho')) }
    expect(ecartDeSession(session, apres)).toEqual([
      { quoi: 'Qui anime, 2\u00a0demi-journées', avant: 'Tom Okafor', apres: 'Inès Carvalho' },
    ])
  })
  it('dit le jour et l’heure d’avant et d’après, et la durée qui n’est plus la même', () => {
    const [a, b] = session.seances
    const apres = { ...session, seances: [a, { ...b, jour: '2026-12-15', finMinutes: 720 }] }
    expect(nu(ecartDeSession(session, apres as SessionComparee))).toEqual([
      {
        quoi: 'Demi-journée',
        avant: 'lundi 14 décembre 2026, 9 h – 12 h 30',
        apres: 'mardi 15 décembre 2026, 9 h – 12 h',
      },
      { quoi: 'Durée', avant: '7 h', apres: '6 h 30' },
    ])
  })
  it('dit l’état, et ce qui ne se tient plus', () => {
    const apres: SessionComparee = {
      ...session,
      etat: 'interrompue',
      seances: session.seances.map((x) => (x.id === 'b' ? { ...x, tenue: false } : x)),
    }
    expect(
      nu(ecartDeSession(session, apres)).map(
        (l: { quoi: string; apres: string }) => `${l.quoi} : ${l.apres}`,
      ),
    ).toEqual(['État : interrompue', 'Demi-journée : ne se tient pas', 'Durée : 3 h 30'])
  })
  it('dit le prix, les places et le lieu', () => {
    expect(
      nu(ecartDeSession(session, { ...session, lieu: 'Rennes', capacite: 8, prixCentimes: 150_000 })).map(
        (l: { quoi: string }) => l.quoi,
      ),
    ).toEqual(['Lieu', 'Prix par stagiaire', 'Places'])
  })
})
