import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { HEURE_DU_MATIN } from '#kernel/heures.ts'
import { type Code, etapes, type Reglee, regler } from './etapes.ts'
import {
  type Arret,
  aFaire,
  arretDe,
  estDu,
  type Moment,
  type Prevu,
  planifier,
  RETARD_ADMIS,
  rappelDu,
  type SessionDuPlan,
} from './plan.ts'

const debut = '2026-11-24' as DateCivile
const session: SessionDuPlan = {
  debut,
  fin: '2026-11-25' as DateCivile,
  seances: [
    { id: 's1', debut: new Date('2026-11-24T08:00:00Z'), fin: new Date('2026-11-24T11:00:00Z') },
    { id: 's2', debut: new Date('2026-11-25T08:00:00Z'), fin: new Date('2026-11-25T11:00:00Z') },
  ],
}
const toutes: readonly Reglee[] = etapes.map((e) => ({ ...regler(e, undefined), active: true }))
const moment = (jour: string, minute = 600): Moment => ({
  instant: new Date(`${jour}T10:00:00Z`),
  jour: jour as DateCivile,
  minute,
})
const ici = toutes.filter((e) => e.conduite === 'ici').map((e) => e.code)
const avec = (armees: readonly Code[], faits: readonly string[] = []) => ({
  armees: new Set(armees),
  faits: new Set(faits),
  arrete: () => false,
})

describe('le plan d’une session', () => {
  const plan = planifier(session, toutes, (code) =>
    code === 'veille' ? ['a@x.example', 'b@x.example'] : undefined,
  )

  it('donne à chaque étape conduite ici son jour, et rien aux autres', () => {
    expect(new Set(plan.map((p) => p.code))).toEqual(new Set(ici))
    expect(plan.filter((p) => p.code === 'convocation')).toEqual([
      {
        code: 'convocation',
        cible: 'session',
        cle: 'convocation:session',
        du: '2026-11-17',
        au: '2026-11-23',
      },
    ])
  })

  it('prévoit un lien par demi-journée, et un message par adresse', () => {
    expect(plan.filter((p) => p.code === 'lien-emargement').map((p) => p.cible)).toEqual(['s1', 's2'])
    expect(plan.filter((p) => p.code === 'veille').map((p) => p.cible)).toEqual([
      'a@x.example',
      'b@x.example',
    ])
  })

  it('n’envoie ni avant huit heures, ni la veille, ni une fois la session commencée', () => {
    const convocation = plan.find((p) => p.code === 'convocation') as Prevu
    expect(estDu(convocation, moment('2026-11-16'))).toBe(false)
    expect(estDu(convocation, moment('2026-11-17', HEURE_DU_MATIN * 60 - 1))).toBe(false)
    expect(estDu(convocation, moment('2026-11-17', HEURE_DU_MATIN * 60))).toBe(true)
    expect(estDu(convocation, moment('2026-11-23'))).toBe(true)
    expect(estDu(convocation, moment('2026-11-24'))).toBe(false)
  })

  it('ne laisse pas partir un mot d’après avec plus d’une semaine de retard', () => {
    const merci = plan.find((p) => p.code === 'merci') as Prevu
    expect(estDu(merci, moment(ajouterJours(merci.du, RETARD_ADMIS)))).toBe(true)
    expect(estDu(merci, moment(ajouterJours(merci.du, RETARD_ADMIS + 1)))).toBe(false)
  })

  it('suit la demi-journée à la minute, pas au jour', () => {
    const lien = plan.find((p) => p.cible === 's1') as Prevu
    const a = (iso: string): Moment => ({ ...moment('2026-11-24', 0), instant: new Date(iso) })
    expect(estDu(lien, a('2026-11-24T07:59:59Z'))).toBe(false)
    expect(estDu(lien, a('2026-11-24T08:00:00Z'))).toBe(true)
    expect(estDu(lien, a('2026-11-24T11:00:01Z'))).toBe(false)
  })

  it('ne fait partir que ce qui est armé, et ni ce qui est arrêté, ni ce qui est fait', () => {
    const m = moment('2026-11-17')
    expect(aFaire(plan, avec([]), m)).toEqual([])
    expect(aFaire(plan, avec(['convocation']), m).map((p) => p.code)).toEqual(['convocation'])
    expect(aFaire(plan, avec(['convocation'], ['convocation:session']), m)).toEqual([])
    expect(aFaire(plan, { ...avec(['convocation']), arrete: () => true }, m)).toEqual([])
  })
})

describe('quel que soit le plan', () => {
  const jour = fc.integer({ min: 0, max: 800 }).map((n) => ajouterJours('2026-01-01' as DateCivile, n))
  const sessions = fc
    .record({ debut: jour, duree: fc.integer({ min: 0, max: 40 }), seances: fc.integer({ min: 0, max: 6 }) })
    .map(
      (s): SessionDuPlan => ({
        debut: s.debut,
        fin: ajouterJours(s.debut, s.duree),
        seances: Array.from({ length: s.seances }, (_, i) => ({
          id: `s${i}`,
          debut: new Date(`${ajouterJours(s.debut, i)}T08:00:00Z`),
          fin: new Date(`${ajouterJours(s.debut, i)}T11:00:00Z`),
        })),
      }),
    )
  const reglees = fc
    .array(
      fc.record({
        i: fc.nat(etapes.length - 1),
        ecart: fc.integer({ min: -60, max: 60 }),
        active: fc.boolean(),
      }),
    )
    .map((l) => l.map(({ i, ecart, active }): Reglee => ({ ...(toutes[i] as Reglee), ecart, active })))
  const cibles = fc.array(fc.constantFrom('a@x.example', 'b@x.example', 'c@x.example'))
  const moments = fc
    .record({ jour, minute: fc.integer({ min: 0, max: 1439 }) })
    .map(({ jour: j, minute }): Moment => ({ jour: j, minute, instant: new Date(`${j}T09:30:00Z`) }))
  const melanger = <T>(l: readonly T[]): T[] => l.toReversed()

  it('aucune chose n’y est deux fois, même donnée deux fois', () => {
    fc.assert(
      fc.property(sessions, reglees, cibles, (s, r, c) => {
        const cles = planifier(s, [...r, ...r], () => [...c, ...c]).map((p) => p.cle)
        expect(new Set(cles).size).toBe(cles.length)
      }),
    )
  })

  it('l’ordre de ce qu’on lui donne n’y change rien', () => {
    fc.assert(
      fc.property(sessions, fc.uniqueArray(fc.nat(etapes.length - 1)), cibles, (s, rangs, c) => {
        const r = rangs.map((i) => toutes[i] as Reglee)
        const droit = planifier(s, r, () => c)
        const envers = planifier({ ...s, seances: melanger(s.seances) }, melanger(r), () => melanger(c))
        expect(envers).toEqual(droit)
      }),
    )
  })

  it('fait une fois, rien n’en reste à faire au même instant', () => {
    fc.assert(
      fc.property(sessions, reglees, cibles, moments, (s, r, c, m) => {
        const plan = planifier(s, r, () => c)
        const faits = aFaire(plan, avec(ici), m).map((p) => p.cle)
        expect(aFaire(plan, avec(ici, faits), m)).toEqual([])
      }),
    )
  })

  it('rejoué à chaque heure, chaque chose part au plus une fois, et jamais hors de sa fenêtre', () => {
    fc.assert(
      fc.property(sessions, reglees, cibles, fc.array(moments, { maxLength: 20 }), (s, r, c, instants) => {
        const plan = planifier(s, r, () => c)
        const faits = new Set<string>()
        let partis = 0
        for (const m of instants)
          for (const p of aFaire(plan, { ...avec(ici), faits }, m)) {
            faits.add(p.cle)
            partis += 1
            if (!p.instants) expect(p.du <= m.jour && m.jour <= p.au).toBe(true)
          }
        expect(partis).toBe(faits.size)
      }),
    )
  })
})

describe('un rappel', () => {
  const d = (n: number) => ajouterJours(debut, n)
  const m = (n: number, minute = 600) => ({ jour: d(n), minute })
  const parti = (envois: number, dernier: DateCivile | null = debut) => ({
    envois,
    premier: debut,
    dernier,
    retenue: false,
  })

  it('part aux jours dits, jamais deux le même jour, jamais plus que réglé', () => {
    expect(rappelDu(parti(1), [3, 6], m(2))).toBe(false)
    expect(rappelDu(parti(1), [3, 6], m(3))).toBe(true)
    expect(rappelDu(parti(2, d(10)), [3, 6], m(10))).toBe(false)
    expect(rappelDu(parti(3, d(6)), [3, 6], m(60))).toBe(false)
    expect(rappelDu(parti(1), [], m(60))).toBe(false)
    expect(rappelDu(parti(1, null), [3, 6], m(60))).toBe(false)
  })

  it('n’écrit à personne avant huit heures, pas même ce qu’un arrêt levé retenait', () => {
    const [nuit, matin] = [3 * 60, HEURE_DU_MATIN * 60]
    expect(rappelDu(parti(1), [3], m(3, nuit))).toBe(false)
    expect(rappelDu(parti(1), [3], m(3, matin - 1))).toBe(false)
    expect(rappelDu(parti(1), [3], m(3, matin))).toBe(true)
    const retenue = { ...parti(0, null), retenue: true }
    expect(rappelDu(retenue, [], m(0, nuit))).toBe(false)
    expect(rappelDu(retenue, [], m(0, matin))).toBe(true)
  })

  it('rejoué chaque jour, n’en fait jamais plus que réglé', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }), (jours) => {
        const relances = jours.toSorted((a, b) => a - b)
        let [envois, dernier] = [1, debut]
        for (let n = 0; n <= 120; n++)
          if (rappelDu(parti(envois, dernier), relances, m(n))) {
            envois += 1
            dernier = d(n)
          }
        expect(envois).toBe(1 + relances.length)
      }),
    )
  })
})

describe('un arrêt', () => {
  const tout: Arret = { session: null, code: null, personne: null }

  it('sans rien nommer, retient tout ; en nommant, ne retient que cela', () => {
    expect(arretDe([tout], { session: 's', code: 'convocation', personne: 'p' })).toBe(tout)
    const etape = { ...tout, session: 's', code: 'convocation' }
    expect(arretDe([etape], { session: 's', code: 'convocation' })).toBe(etape)
    expect(arretDe([etape], { session: 's', code: 'veille' })).toBeUndefined()
    expect(arretDe([etape], { session: 't', code: 'convocation' })).toBeUndefined()
    expect(arretDe([{ ...tout, personne: 'p' }], { session: 's', code: 'veille' })).toBeUndefined()
  })

  it('le plus large est dit le premier', () => {
    const precis = { ...tout, session: 's' }
    expect(arretDe([precis, tout], { session: 's' })).toBe(tout)
  })
})
