import { describe, expect, it } from 'vitest'
import { emptyForm, fieldValue, rowsOf } from '#web/form.ts'
import { maxSeances } from '../domain/seance.ts'
import { ajouterJournee, type FormPlan } from './planifier.form.ts'

type Rang = readonly [date: string, debut: string, fin: string]
const avec = (...rangs: readonly Rang[]): FormPlan =>
  emptyForm(undefined, { seances: rangs.map(([date, debut, fin]) => ({ date, debut, fin })) })
const lire = (f: FormPlan): Rang[] =>
  Array.from({ length: rowsOf(f, 'seances') }, (_, i) => [
    fieldValue(f, `seances[${i}].date`),
    fieldValue(f, `seances[${i}].debut`),
    fieldValue(f, `seances[${i}].fin`),
  ])
const heures = (f: FormPlan) => lire(f).map(([d, a, b]) => [d, a.replace(/\s/g, ' '), b.replace(/\s/g, ' ')])

describe('ajouter une journée', () => {
  it('d’un jour nu fait une matinée et un après-midi', () => {
    expect(heures(ajouterJournee(avec(['14/12/2026', '', ''])))).toEqual([
      ['14/12/2026', '9 h', '12 h 30'],
      ['14/12/2026', '13 h 30', '17 h'],
    ])
  })
  it('reprend ensuite les heures du dernier jour, au jour ouvré suivant', () => {
    const vendredi = avec(['18/12/2026', '8 h', '12 h'])
    expect(heures(ajouterJournee(vendredi)).at(-1)).toEqual(['21/12/2026', '8 h', '12 h'])
  })
  it('sans rien d’écrit, propose les heures et laisse le jour à dire', () => {
    expect(heures(ajouterJournee(avec())).map(([d]) => d)).toEqual(['', ''])
  })
  it('ne dépasse jamais la borne du formulaire', () => {
    const plein = avec(...Array.from({ length: maxSeances }, () => ['14/12/2026', '9 h', '12 h'] as const))
    expect(lire(ajouterJournee(plein))).toHaveLength(maxSeances)
  })
})
