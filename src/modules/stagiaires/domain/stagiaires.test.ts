import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, dateCivile, ecartEnJours } from '#kernel/dates.ts'
import {
  etatDuScrutin,
  fenetreDuScrutin,
  minutesEcoulees,
  refusDeScrutin,
  type SeancePrevue,
  verifierScrutin,
} from './delegues.ts'
import {
  bornesDeLaDecision,
  type Etape,
  estClose,
  listeEtapes,
  listeSanctions,
  type Procedure,
  refusDeRedaction,
  suitesPossibles,
  verifierEtape,
} from './discipline.ts'

const jour = (t: string): DateCivile => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}
/** Deux demi-journées de trois heures et demie par jour. */
const longue = (jours: number): SeancePrevue[] =>
  Array.from({ length: jours }, (_, i) => ajouterJours(jour('2026-01-05'), i)).flatMap((j) => [
    { jour: j, debut: 540, fin: 750 },
    { jour: j, debut: 810, fin: 1020 },
  ])

describe('le scrutin des délégués', () => {
  it('ne se tient que si l’action dépasse cinq cents heures', () => {
    expect(fenetreDuScrutin(longue(71))).toBeUndefined()
    expect(fenetreDuScrutin(longue(72))).toMatchObject({ minutes: 72 * 420 })
    expect(fenetreDuScrutin([{ jour: '2026-01-05', debut: 0, fin: 30_000 }])).toBeUndefined()
  })
  it('s’ouvre à la vingtième heure et ferme à la quarantième, comptées au calendrier', () => {
    expect(fenetreDuScrutin(longue(80))).toMatchObject({
      ouvre: { jour: '2026-01-07', minute: 960 },
      ferme: { jour: '2026-01-10', minute: 810 + 90 },
    })
  })
  it('compte les heures planifiées jusqu’à son instant, au milieu d’une demi-journée comme entre deux', () => {
    const dit = (j: string, minute: number) => minutesEcoulees(longue(80), { jour: j, minute })
    expect([dit('2026-01-05', 540), dit('2026-01-05', 600), dit('2026-01-05', 780)]).toEqual([0, 60, 210])
    expect([dit('2026-01-07', 960), dit('2026-01-10', 900)]).toEqual([20 * 60, 40 * 60])
  })
  it('dit où l’on en est', () => {
    const f = fenetreDuScrutin(longue(80))
    if (!f) throw new Error()
    expect(etatDuScrutin(f, false, { jour: '2026-01-07', minute: 959 })).toBe('a-venir')
    expect(etatDuScrutin(f, false, { jour: '2026-01-07', minute: 960 })).toBe('ouvert')
    expect(etatDuScrutin(f, false, { jour: '2026-01-12', minute: 0 })).toBe('en-retard')
    expect(etatDuScrutin(f, true, { jour: '2026-01-12', minute: 0 })).toBe('tenu')
  })
  it('la fermeture ne précède jamais l’ouverture, et le cumul y est exact', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 60, max: 300 }), { minLength: 120, maxLength: 400 }),
        (durees) => {
          const seances = durees.map((d, i) => ({
            jour: ajouterJours(jour('2026-01-05'), i),
            debut: 540,
            fin: 540 + d,
          }))
          const f = fenetreDuScrutin(seances)
          if (!f?.ouvre || !f.ferme) return
          expect(f.ouvre.jour <= f.ferme.jour).toBe(true)
          const cumul = (x: { jour: string; minute: number }) =>
            seances.filter((s) => s.jour < x.jour).reduce((n, s) => n + s.fin - s.debut, 0) + x.minute - 540
          expect(cumul(f.ouvre)).toBe(1200)
          expect(cumul(f.ferme)).toBe(2400)
        },
      ),
    )
  })
  const election = {
    genre: 'election',
    tours: 1,
    electeurs: 8,
    votants: 7,
    titulaire: { inscription: 'a', voix: 4 },
    suppleant: { inscription: 'b', voix: 5 },
  } as const
  const gens = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  it('demande plus de la moitié des voix au premier tour, la plus grande part au second', () => {
    expect(verifierScrutin(election, gens).ok).toBe(true)
    const courte = { ...election, titulaire: { inscription: 'a', voix: 3 } }
    expect(verifierScrutin(courte, gens)).toMatchObject({ error: { code: 'voix' } })
    expect(verifierScrutin({ ...courte, tours: 2 }, gens).ok).toBe(true)
  })
  it('refuse plus de votants que d’électeurs, un élu d’ailleurs, une personne deux fois, une carence sans raison', () => {
    expect(verifierScrutin({ ...election, votants: 9 }, gens)).toMatchObject({ error: { code: 'votants' } })
    expect(verifierScrutin({ ...election, electeurs: 9 }, gens)).toMatchObject({
      error: { code: 'electeurs' },
    })
    expect(verifierScrutin({ ...election, suppleant: election.titulaire }, gens)).toMatchObject({
      error: { code: 'elus' },
    })
    expect(verifierScrutin({ ...election, suppleant: { inscription: 'z', voix: 5 } }, gens)).toMatchObject({
      error: { code: 'elus' },
    })
    expect(
      verifierScrutin({ genre: 'carence', tours: 2, electeurs: 8, votants: 0, motif: 'non' }, gens),
    ).toMatchObject({ error: { code: 'motif' } })
  })
})

it('un scrutin n’est dû qu’au-delà de cinq cents heures, et s’écrit une fois tenu', () => {
  const due = fenetreDuScrutin(longue(72))
  expect(refusDeScrutin(undefined, '2026-01-05', '2026-01-05')?.code).toBe('sans-objet')
  expect(refusDeScrutin(due, '2026-01-06', '2026-01-05')?.code).toBe('a-venir')
  expect(refusDeScrutin(due, '2026-01-05', '2026-01-05')).toBeUndefined()
})

describe('ce qu’une étape écrit', () => {
  const rien = { heure: null, lieu: '', remise: null, texte: '' }
  const convocation = {
    genre: 'convocation',
    heure: 600,
    lieu: 'Rennes',
    remise: 'decharge',
    texte: '',
  } as const
  it('une convocation dit son heure, son lieu et sa remise (R6352-5)', () => {
    expect(refusDeRedaction(convocation)).toBeUndefined()
    expect(refusDeRedaction({ ...convocation, heure: 0 })).toBeUndefined()
    expect(refusDeRedaction({ ...convocation, heure: null })?.code).toBe('convocation')
    expect(refusDeRedaction({ ...convocation, lieu: '' })?.code).toBe('convocation')
    expect(refusDeRedaction({ ...convocation, remise: null })?.code).toBe('convocation')
  })
  it('une décision dit ses motifs, en dix signes au moins (R6352-6) ; les autres étapes n’exigent rien', () => {
    expect(refusDeRedaction({ genre: 'sanction', ...rien, texte: 'trop peu.' })?.code).toBe('motifs')
    expect(refusDeRedaction({ genre: 'sanction', ...rien, texte: 'dix signes' })).toBeUndefined()
    expect(refusDeRedaction({ genre: 'entretien', ...rien })).toBeUndefined()
  })
})

describe('la procédure disciplinaire', () => {
  const depart: Procedure = {
    presence: true,
    conservatoire: false,
    ouverteLe: jour('2026-11-02'),
    etapes: [],
  }
  const apres = (p: Procedure, ...etapes: Etape[]): Procedure => ({ ...p, etapes: [...p.etapes, ...etapes] })
  const griefs: Etape = { genre: 'griefs', le: jour('2026-11-03') }
  const convocation: Etape = { genre: 'convocation', le: jour('2026-11-03'), entretienLe: jour('2026-11-09') }
  const entretien: Etape = { genre: 'entretien', le: jour('2026-11-09') }
  const auj = jour('2026-12-31')

  it('porte d’abord les griefs, et ne sanctionne pas sans entretien ce qui touche la présence', () => {
    expect(suitesPossibles(depart)).toEqual(['griefs', 'classement'])
    expect(suitesPossibles(apres(depart, griefs))).toEqual(['convocation', 'classement'])
    expect(suitesPossibles(apres({ ...depart, presence: false }, griefs))).toEqual(['sanction', 'classement'])
    expect(
      verifierEtape(
        apres({ ...depart, presence: false }, griefs),
        { genre: 'sanction', le: jour('2026-11-04'), sanction: 'exclusion-definitive' },
        auj,
      ),
    ).toMatchObject({ error: { code: 'sanction' } })
  })
  it('laisse un jour franc et quinze jours au plus après l’entretien', () => {
    const p = apres(depart, griefs, convocation, entretien)
    expect(bornesDeLaDecision(jour('2026-11-09'))).toEqual({ du: '2026-11-11', au: '2026-11-24' })
    const decider = (le: string) =>
      verifierEtape(p, { genre: 'sanction', le: jour(le), sanction: 'blame' }, auj).ok
    expect([
      decider('2026-11-10'),
      decider('2026-11-11'),
      decider('2026-11-24'),
      decider('2026-11-25'),
    ]).toEqual([false, true, true, false])
  })
  it('tient l’entretien au jour dit, pas avant, et n’écrit rien d’à venir', () => {
    const p = apres(depart, griefs, convocation)
    expect(verifierEtape(p, { genre: 'entretien', le: jour('2026-11-08') }, auj)).toMatchObject({
      error: { code: 'date' },
    })
    expect(verifierEtape(p, entretien, jour('2026-11-08'))).toMatchObject({ error: { code: 'date' } })
    expect(verifierEtape(p, entretien, auj).ok).toBe(true)
  })
  it('sanctionnée, il reste à informer employeur et financeur ; classée, plus rien', () => {
    const p = apres(depart, griefs, convocation, entretien, {
      genre: 'sanction',
      le: jour('2026-11-12'),
      sanction: 'exclusion-definitive',
    })
    expect(suitesPossibles(p)).toEqual(['employeur', 'financeur'])
    expect(estClose(p)).toBe(true)
    expect(suitesPossibles(apres(depart, { genre: 'classement', le: jour('2026-11-03') }))).toEqual([])
  })
  it('nulle suite d’étapes acceptées ne sanctionne sans griefs, ni n’exclut sans entretien dans les bornes', () => {
    const etape = fc.record({
      genre: fc.constantFrom(...listeEtapes),
      dans: fc.integer({ min: 0, max: 20 }),
      sanction: fc.constantFrom(...listeSanctions),
    })
    fc.assert(
      fc.property(fc.boolean(), fc.array(etape, { maxLength: 12 }), (presence, voulues) => {
        let p: Procedure = { ...depart, presence }
        for (const v of voulues) {
          const le = ajouterJours(p.etapes.at(-1)?.le ?? p.ouverteLe, v.dans)
          const e: Etape = {
            genre: v.genre,
            le,
            entretienLe: ajouterJours(le, 3),
            sanction: v.genre === 'sanction' ? v.sanction : null,
            jours: v.sanction === 'exclusion-temporaire' ? 2 : null,
          }
          if (verifierEtape(p, e, jour('2030-01-01')).ok) p = apres(p, e)
        }
        const sanction = p.etapes.findIndex((e) => e.genre === 'sanction')
        if (sanction < 0) return
        const precedentes = p.etapes.slice(0, sanction)
        expect(precedentes.some((e) => e.genre === 'griefs')).toBe(true)
        const s = p.etapes[sanction]
        if (s?.sanction?.startsWith('exclusion')) {
          const tenu = precedentes.findLast((e) => e.genre === 'entretien')
          expect(tenu).toBeDefined()
          if (tenu) expect(ecartEnJours(tenu.le, s.le)).toSatisfy((n: number) => n >= 2 && n <= 15)
        }
      }),
    )
  })
})
