import { expect, it } from 'vitest'
import { defauts, valeursDe } from '../domain/formes/faits.ts'
import { formes } from '../domain/formes/formes.ts'
import { avertissements } from '../domain/formes/interdictions.ts'
import { motsDesChoix, motsDesComptes, motsDesOuiNon, motsDesPieces } from '../domain/formes/mots.ts'
import { lireFaitsDeLAdresse } from './lire-adresse.ts'

const lire = (adresse: string) => {
  const q = new URLSearchParams(adresse)
  return lireFaitsDeLAdresse((nom) => q.get(nom) ?? undefined)
}

it('une adresse dit des faits ; ce qui ne se lit pas vaut son défaut', () => {
  expect(lire('')).toEqual(defauts)
  expect(lire('statut=cesa&dirige=receveur&memeMorale=oui&nda=non&partCpf=79,5&rang=2')).toEqual({
    ...defauts,
    statut: 'cesa',
    dirige: 'receveur',
    memeMorale: true,
    nda: false,
    partCpf: 79.5,
    rang: 2,
  })
  for (const hostile of [
    'statut=roi',
    'nda=constructor',
    'nda=toString',
    'rang=1.5',
    'rang=3',
    'partCpf=-1',
    'heures=1e9',
    'montant=',
    'montant=NaN',
  ])
    expect(lire(hostile), hostile).toEqual(defauts)
})

it('chaque fait, chaque réponse et chaque pièce a ses mots', () => {
  const dits = [...Object.keys(motsDesChoix), ...Object.keys(motsDesOuiNon), ...Object.keys(motsDesComptes)]
  expect(dits.sort()).toEqual(Object.keys(defauts).sort())
  for (const [k, valeurs] of Object.entries(valeursDe))
    expect(Object.keys(motsDesChoix[k as keyof typeof motsDesChoix].reponses).sort()).toEqual(
      [...valeurs].sort(),
    )
  const pieces = [
    ...formes.flatMap((f) => f.pieces),
    ...avertissements.flatMap((r) => (r.piece ? [r.piece] : [])),
  ]
  expect([...new Set(pieces)].sort()).toEqual(Object.keys(motsDesPieces).sort())
})
