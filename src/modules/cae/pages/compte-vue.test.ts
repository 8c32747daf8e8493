import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { compterActivite, reglageParDefaut } from '../domain/compte.ts'
import { marchesDe } from './compte-vue.tsx'

const vide = compterActivite({
  exercice: { debut: '2026-01-01' as DateCivile, fin: '2026-12-31' as DateCivile },
  jour: '2026-11-24' as DateCivile,
  activite: { du: '2020-01-01', au: null },
  lignes: [],
  charges: [],
  internes: [],
  ecritures: [],
  baremes: [],
  reglage: reglageParDefaut,
})

it('le salaire possible est la trésorerie moins la réserve, jamais sous zéro ; un exercice passé ne dit ni l’une ni l’autre', () => {
  if (!vide.ok) throw new Error(vide.error.phrase)
  const de = (reserve: number, courant = true) =>
    marchesDe({ ...vide.value, reserve, tresorerie: { reference: 200_000, aVenir: 0 } }, 0, courant)
  const montant = (reserve: number, titre: string, courant = true) =>
    de(reserve, courant).find((l) => l.titre === titre)?.montant
  expect(montant(0, 'Réserve convenue')).toBeUndefined()
  expect(montant(0, 'Salaire possible')).toBe(200_000)
  expect(montant(60_000, 'Réserve convenue')).toBe(-60_000)
  expect(montant(60_000, 'Salaire possible')).toBe(140_000)
  expect(montant(300_000, 'Salaire possible')).toBe(0)
  expect(montant(60_000, 'Salaire possible', false)).toBeUndefined()
})
