/**
 * La feuille, jouée au hasard sur la vraie base contre un modèle écrit à part : chaque geste est permis ou
 * refusé comme le modèle le dit, un double envoi n'écrit qu'une fois, et la chaîne du registre se vérifie à la fin.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { baseNeuve } from '../../../../test/base/index.ts'
import { compterCases } from '../db/comptes.ts'
import { lireCases, lireDemi } from '../db/lectures.ts'
import { verifierEnBase } from '../db/registre.ts'
import {
  annulerCase,
  cloreLaFeuille,
  contresignerLaSeance,
  corrigerEnAbsence,
  noterAbsence,
  noterMinutes,
  regulariser,
} from '../gestes/composer.ts'
import {
  acces,
  clesDEssai,
  poserSessionDEssai,
  type ServicesDEssai,
  type SessionDEssai,
  servicesDe,
} from './session-d-essai.ts'

const base = await baseNeuve()
const motif = 'Vue en salle, sans téléphone'
type Etat = 'attendue' | 'signee' | 'absente'
/** La demi-journée va de 9 h à 12 h 30 à Paris : avant, pendant, après. */
const instants = ['2026-11-24T07:00:00Z', '2026-11-24T09:00:00Z', '2026-11-24T17:00:00Z'] as const

type Modele = {
  quand: number
  close: boolean
  contresignee: boolean
  cases: Etat[]
  perdues: number[]
  ecrits: number
}
type Reel = { readonly fil: SessionDEssai; readonly services: ServicesDEssai }

const a = <T>(liste: readonly T[], rang: number): T => {
  const v = liste[rang]
  if (v === undefined) throw new Error('hors de la liste')
  return v
}
const ici = (m: Modele, r: Reel) => r.services.a(a(instants, m.quand))
const qui = (r: Reel) => ({ acces, id: r.fil.personne, nom: 'Tom Okafor' })
const ouCase = (r: Reel, rang: number) => ({
  session: r.fil.session,
  seance: a(r.fil.seances, 0),
  inscription: a(r.fil.inscriptions, rang),
})
const ouFeuille = (r: Reel) => ({
  session: r.fil.session,
  seance: a(r.fil.seances, 0),
  ip: '192.0.2.9',
  agent: 'essai',
})

type Quoi = 'presence' | 'absence' | 'minutes' | 'corriger' | 'annuler'
/** Le modèle : ce que chaque geste demande, d'après la note de domaine. */
const permis = (m: Modele, quoi: Quoi, rang: number): boolean => {
  const etat = a(m.cases, rang)
  switch (quoi) {
    case 'presence':
      return m.quand === 2 && etat !== 'signee'
    case 'absence':
      return !m.close && m.quand >= 1 && etat === 'attendue'
    case 'minutes':
      return etat === 'signee' && a(m.perdues, rang) !== 15
    case 'corriger':
      return m.quand === 2 && etat === 'signee'
    case 'annuler':
      return !m.close && etat !== 'attendue'
  }
}
const gestes = {
  presence: (s: ServicesDEssai, q: ReturnType<typeof qui>, o: ReturnType<typeof ouCase>) =>
    regulariser(s, q, { ...o, motif }),
  absence: (s: ServicesDEssai, q: ReturnType<typeof qui>, o: ReturnType<typeof ouCase>) =>
    noterAbsence(s, q, { ...o, motif: 'inconnu' }),
  minutes: (s: ServicesDEssai, q: ReturnType<typeof qui>, o: ReturnType<typeof ouCase>) =>
    noterMinutes(s, q, { ...o, retard: 15, depart: 0, motif }),
  corriger: (s: ServicesDEssai, q: ReturnType<typeof qui>, o: ReturnType<typeof ouCase>) =>
    corrigerEnAbsence(s, q, { ...o, motif, absence: 'inconnu' }),
  annuler: (s: ServicesDEssai, q: ReturnType<typeof qui>, o: ReturnType<typeof ouCase>) =>
    annulerCase(s, q, { ...o, motif }),
} as const

class Statuer implements fc.AsyncCommand<Modele, Reel> {
  readonly quoi: Quoi
  readonly rang: number
  /** Deux clics, ou deux personnes, au même instant. */
  readonly double: boolean
  constructor(quoi: Quoi, rang: number, double: boolean) {
    this.quoi = quoi
    this.rang = rang
    this.double = double
  }
  check = () => true
  async run(m: Modele, r: Reel) {
    const faits = await Promise.all(
      (this.double ? [0, 1] : [0]).map(() => gestes[this.quoi](ici(m, r), qui(r), ouCase(r, this.rang))),
    )
    const passes = faits.filter((f) => f.ok).length
    expect([this.toString(), passes]).toEqual([this.toString(), permis(m, this.quoi, this.rang) ? 1 : 0])
    if (passes === 0) return
    m.ecrits++
    // Ce qui s’inscrit après une contresignature en demande une autre.
    m.contresignee = false
    m.cases[this.rang] = {
      presence: 'signee',
      absence: 'absente',
      minutes: 'signee',
      corriger: 'absente',
      annuler: 'attendue',
    }[this.quoi] as Etat
    m.perdues[this.rang] = this.quoi === 'minutes' ? 15 : 0
  }
  toString = () => `${this.quoi} ${this.rang}${this.double ? ' à deux' : ''}`
}
class Attendre implements fc.AsyncCommand<Modele, Reel> {
  check = (m: Modele) => m.quand < 2
  async run(m: Modele) {
    m.quand++
  }
  toString = () => 'attendre'
}
class Contresigner implements fc.AsyncCommand<Modele, Reel> {
  check = () => true
  async run(m: Modele, r: Reel) {
    const fait = await contresignerLaSeance(ici(m, r), qui(r), ouFeuille(r))
    const peut = m.quand === 2 && !m.close && !m.contresignee
    expect(['contresigner', fait.ok]).toEqual(['contresigner', peut])
    if (!peut) return
    m.contresignee = true
    m.ecrits++
  }
  toString = () => 'contresigner'
}
class Clore implements fc.AsyncCommand<Modele, Reel> {
  readonly double: boolean
  constructor(double: boolean) {
    this.double = double
  }
  check = () => true
  async run(m: Modele, r: Reel) {
    const faits = await Promise.all(
      (this.double ? [0, 1] : [0]).map(() => cloreLaFeuille(ici(m, r), qui(r), ouFeuille(r))),
    )
    const peut = m.quand === 2 && !m.close && m.cases.every((c) => c !== 'attendue')
    expect(['clore', faits.filter((f) => f.ok).length]).toEqual(['clore', peut ? 1 : 0])
    if (!peut) return
    m.ecrits += m.contresignee ? 1 : 2
    m.contresignee = true
    m.close = true
  }
  toString = () => `clore${this.double ? ' à deux' : ''}`
}
class Constater implements fc.AsyncCommand<Modele, Reel> {
  check = () => true
  async run(m: Modele, r: Reel) {
    const { seance, session } = ouFeuille(r)
    await base.enTantQue(r.fil.organisme, {}, async (tx) => {
      const cases = await lireCases(tx, { session })
      const parRang = r.fil.inscriptions.map((i) => cases.find((c) => c.inscription === i))
      expect(parRang.map((c) => c?.presence.etat)).toEqual(m.cases)
      expect(parRang.map((c) => c?.minutes.retard)).toEqual(m.perdues)
      expect((await lireDemi(tx, session, seance))?.seance.close).toBe(m.close)
      const n = (await compterCases(tx, [seance])).get(seance)
      expect([n?.presentes, n?.absentes]).toEqual([
        m.cases.filter((c) => c === 'signee').length,
        m.cases.filter((c) => c === 'absente').length,
      ])
    })
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from emargement.maillon where organisme_id = ${r.fil.organisme}`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe(m.ecrits)
  }
  toString = () => 'constater'
}

it('quel que soit l’ordre des gestes, la feuille et le registre suivent leur modèle', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [
          ...([0, 1, 2] as const).map(() =>
            fc
              .tuple(
                fc.constantFrom<Quoi>('presence', 'absence', 'minutes', 'corriger', 'annuler'),
                fc.integer({ min: 0, max: 1 }),
                fc.boolean(),
              )
              .map(([q, rang, d]) => new Statuer(q, rang, d)),
          ),
          fc.constant(new Attendre()),
          fc.constant(new Contresigner()),
          fc.boolean().map((d) => new Clore(d)),
          fc.constant(new Constater()),
        ],
        { maxCommands: 25, size: 'max' },
      ),
      async (commandes) => {
        const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
        await fc.asyncModelRun(
          () => ({
            model: {
              quand: 0,
              close: false,
              contresignee: false,
              cases: ['attendue', 'attendue'],
              perdues: [0, 0],
              ecrits: 0,
            } satisfies Modele as Modele,
            real: { fil, services: servicesDe(base, fil) },
          }),
          [...commandes, new Constater()],
        )
        const verdict = await base.enTantQue(fil.organisme, {}, (tx) =>
          verifierEnBase(tx, clesDEssai.publicKey),
        )
        expect(verdict).toMatchObject({ ok: true, illisibles: 0 })
      },
    ),
    { numRuns: 40 },
  )
})
