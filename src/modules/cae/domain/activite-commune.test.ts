import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { newId } from '#platform/db/new-id.ts'
import {
  enseignesEnDouble,
  etatExemplaire,
  lireParts,
  partsDuJour,
  resteALaMarque,
} from './activite-commune.ts'

const enseigne = (nom: string) => ({ id: newId<'Activite'>(), nom })
const [marque, fil, ourlet] = [
  enseigne('Rénover sobrement'),
  enseigne('Fil à plomb'),
  enseigne('Ourlet numérique'),
]
const atelier = enseigne('Atelier : bois')
const toutes = [marque, fil, ourlet, atelier]
const lire = (texte: string, deja: Parameters<typeof lireParts>[3] = []) =>
  lireParts(texte, toutes, marque.id, deja)

describe('Les parts d’une activité commune', () => {
  it('se lisent une par ligne, sans égard aux accents ni à la casse', () => {
    const lu = lire('fil a plomb : 40\n\nOURLET NUMÉRIQUE\u00a0: 25,5 %')
    expect(lu.ok && lu.value).toEqual([
      { activite: fil.id, taux: 4_000 },
      { activite: ourlet.id, taux: 2_550 },
    ])
    expect(lu.ok && resteALaMarque(lu.value)).toBe(3_450)
  })

  it('se coupent au dernier deux-points : une enseigne peut en avoir un', () => {
    const lu = lire('Atelier : bois : 40')
    expect(lu.ok && lu.value).toEqual([{ activite: atelier.id, taux: 4_000 }])
  })

  it.each([
    ['', 'vide'],
    ['Fil à plomb 40', 'ligne'],
    ['Trame sonore : 40', 'enseigne'],
    ['Rénover sobrement : 40', 'enseigne'],
    ['Fil à plomb : 40\nFil à plomb : 10', 'enseigne'],
    ['Fil à plomb : 0', 'part'],
    ['Fil à plomb : 101', 'part'],
    ['Fil à plomb : 60\nOurlet numérique : 41', 'parts'],
  ])('« %s » se refuse', (texte, code) => {
    const lu = lire(texte)
    expect(!lu.ok && lu.error.code).toBe(code)
  })

  it('ne dépassent jamais le tout, avec ce qui est déjà convenu', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (avant, neuve) => {
          const deja = [{ activite: ourlet.id, taux: avant }]
          const lu = lire(
            `Fil à plomb : ${Math.floor(neuve / 100)},${String(neuve % 100).padStart(2, '0')}`,
            deja,
          )
          expect(lu.ok).toBe(avant + neuve <= 10_000)
        },
      ),
    )
    expect(lire('Ourlet numérique : 5', [{ activite: ourlet.id, taux: 100 }]).ok).toBe(false)
  })
})

describe('les parts d’un jour', () => {
  const jour = (j: string) => dateCivile(j) as DateCivile
  const part = (du: string, au: string | null) => ({ du: jour(du), au: au === null ? null : jour(au) })
  it('sont celles qui courent ce jour-là ; avant toutes, celles du premier jour', () => {
    const [hier, demain] = [part('2027-01-01', '2027-06-30'), part('2027-07-01', null)]
    expect(partsDuJour([hier, demain], jour('2027-06-30'))).toEqual([hier])
    expect(partsDuJour([hier, demain], jour('2027-07-01'))).toEqual([demain])
    expect(partsDuJour([hier, demain], jour('2026-12-01'))).toEqual([hier])
    expect(partsDuJour([], jour('2026-12-01'))).toEqual([])
  })

  it('une enseigne à deux parts successives se nomme : un seul texte ne les dit pas', () => {
    const c = (vendeuse: ActiviteId) => ({
      vendeuse,
      nomVendeuse: vendeuse === fil.id ? fil.nom : ourlet.nom,
    })
    expect(enseignesEnDouble([c(fil.id), c(ourlet.id)])).toEqual([])
    expect(enseignesEnDouble([c(fil.id), c(ourlet.id), c(fil.id)])).toEqual([fil.nom])
  })

  it('un exemplaire périmé l’est même signé ; un refus de signer n’est pas un lien à envoyer', () => {
    const e = {
      perimee: false,
      vise: true,
      refuse: false,
      refus: false,
      envoyee: false,
      client: false,
      organisme: false,
    }
    expect(etatExemplaire({ ...e, client: true, organisme: true })).toBe('signe')
    expect(etatExemplaire({ ...e, client: true, organisme: true, perimee: true })).toBe('perimee')
    expect(etatExemplaire({ ...e, refus: true })).toBe('refus')
    expect(etatExemplaire(e)).toBe('a-envoyer')
  })
})
