import { describe, expect, it } from 'vitest'
import { emptyForm, fieldError, fieldValue, rowsOf } from '#web/form.ts'
import { maxSeances } from '../domain/seance.ts'
import { ajouterJournee, type FormPlan, proposerDepart, rangsRemplis } from './planifier.form.ts'

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
    const jeudi = ['17/12/2026', '8 h', '12 h'] as const
    const vendredi = ['18/12/2026', '8 h', '12 h'] as const
    expect(heures(ajouterJournee(avec(jeudi, vendredi))).slice(2)).toEqual([['21/12/2026', '8 h', '12 h']])
  })
  it('d’une première matinée seule, donne au jour suivant sa matinée et un après-midi', () => {
    expect(heures(ajouterJournee(avec(['18/12/26', '8 h', '12 h']))).slice(1)).toEqual([
      ['21/12/2026', '8 h', '12 h'],
      ['21/12/2026', '13 h 30', '17 h'],
    ])
  })
  it('d’une date qui ne se lit pas, n’ajoute rien et le dit sur elle', () => {
    const f = ajouterJournee(avec(['18/12/2026', '8 h', '12 h'], ['31/02/2027', '8 h', '12 h']))
    expect(lire(f)).toHaveLength(2)
    expect(fieldError(f, 'seances[1].date')).toContain('n’existe pas')
  })
  it('sans rien d’écrit, propose les heures et laisse le jour à dire', () => {
    expect(heures(ajouterJournee(avec())).map(([d]) => d)).toEqual(['', ''])
  })
  it('ne dépasse jamais la borne du formulaire', () => {
    const plein = avec(...Array.from({ length: maxSeances }, () => ['14/12/2026', '9 h', '12 h'] as const))
    expect(lire(ajouterJournee(plein))).toHaveLength(maxSeances)
  })
})

describe('ce que sait déjà la page d’où l’on vient', () => {
  const partir = (creneaux: string, capacite = '14') =>
    proposerDepart(emptyForm(), {
      creneaux,
      lieu: 'Salle Duras, Rennes',
      formateur: 'Lila Benamar',
      capacite,
    })
  it('remplit le lieu, la personne et chaque jour ; une journée d’un trait y est déjà scindée', () => {
    const f = partir('17/12/2026,9 h,17 h;18/12/2026,9 h,12 h')
    expect(fieldValue(f, 'lieu')).toBe('Salle Duras, Rennes')
    expect(fieldValue(f, 'formateur')).toBe('Lila Benamar')
    expect(fieldValue(f, 'capacite')).toBe('14')
    expect(fieldValue(partir('17/12/2026,9 h,17 h', '14 places'), 'capacite')).toBe('')
    expect(heures(f)).toEqual([
      ['17/12/2026', '9 h', expect.stringMatching(/^12/)],
      ['17/12/2026', expect.stringMatching(/^13/), '17 h'],
      ['18/12/2026', '9 h', '12 h'],
    ])
  })
  it('ne se laisse pas tromper : trop de créneaux, des mots sans fin, rien du tout', () => {
    expect(
      rangsRemplis(partir(Array.from({ length: 500 }, () => 'x'.repeat(300)).join(';'))).length,
    ).toBeLessThanOrEqual(maxSeances)
    expect(rangsRemplis(partir(';;;'))).toEqual([])
  })
})
