/**
 * La machine d'états, jouée au hasard sur la vraie base contre un modèle écrit à part : ce qui est permis, ce qui tient
 * salles et intervenants, ce qui se consigne.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireSession } from '../db/sessions.queries.ts'
import { type EtatSession, etatsFermes } from '../domain/etats.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { passerALEtat } from '../gestes/changer-etat.ts'
import { planifier } from '../gestes/planifier.ts'
import { type Coop, jourDit, poserCoop } from './cooperatives.ts'

const base = await baseNeuve()

/** Le modèle, recopié de la note de domaine et non du code. */
const permis: Readonly<Record<EtatSession, readonly EtatSession[]>> = {
  brouillon: ['ouverte', 'annulee'],
  ouverte: ['confirmee', 'annulee', 'reportee'],
  confirmee: ['en-cours', 'annulee', 'reportee'],
  'en-cours': ['terminee', 'interrompue'],
  terminee: ['cloturee'],
  cloturee: ['archivee'],
  archivee: [],
  annulee: [],
  reportee: ['ouverte', 'annulee'],
  interrompue: ['en-cours', 'terminee'],
}
const tous = Object.keys(permis) as EtatSession[]

it('l’index des sessions que l’on suit écarte les états fermés, et eux seuls', async () => {
  const { rows } = await base.maintenance((tx) =>
    sql<{ predicat: string }>`select pg_get_expr(indpred, indrelid) as predicat from pg_index
      where indexrelid = 'sessions.session_suivie'::regclass`.execute(tx),
  )
  const ecartes = etatsFermes.map((e) => `'${e}'::text`).join(', ')
  expect(rows).toEqual([{ predicat: `(etat <> ALL (ARRAY[${ecartes}]))` }])
})
const demandeMotif = new Set<EtatSession>(['annulee', 'reportee', 'interrompue'])

// Une demi-journée par jour : le 22 et le 23 mars, de 8 h à 11 h 30 UTC.
const instants = [
  '2027-03-01T08:00:00Z',
  '2027-03-22T09:00:00Z',
  '2027-03-22T20:00:00Z',
  '2027-03-23T20:00:00Z',
  '2027-12-31T08:00:00Z',
].map((t) => new Date(t))
const debuts = ['2027-03-22T08:00:00Z', '2027-03-23T08:00:00Z'].map((t) => new Date(t))
const fins = ['2027-03-22T11:30:00Z', '2027-03-23T11:30:00Z'].map((t) => new Date(t))

type Modele = {
  etat: EtatSession
  maintenant: number
  tenues: boolean[]
  passages: number
  effectif: boolean
}
type Reel = { coop: Coop; session: SessionId }
const quand = (m: Modele) => instants[m.maintenant] as Date

/** Ce que les gardes disent, de ce que le modèle sait. */
const gardesFausses = (m: Modele, vers: EtatSession, motif: string): boolean => {
  const le = quand(m)
  if (vers === 'confirmee') return !m.effectif && motif === ''
  if (vers === 'ouverte' && m.etat === 'reportee') return !debuts.some((d) => d > le)
  if (vers === 'en-cours' && m.etat === 'interrompue') return !debuts.some((d) => d > le)
  if (vers === 'en-cours') return (debuts[0] as Date) > le
  if (vers === 'terminee' && m.etat === 'en-cours') return (fins[1] as Date) > le
  if (vers === 'archivee') return le < new Date('2027-09-19T00:00:00Z')
  return false
}

class Passer implements fc.AsyncCommand<Modele, Reel> {
  readonly vers: EtatSession
  readonly motif: string
  constructor(vers: EtatSession, motif: string) {
    this.vers = vers
    this.motif = motif
  }
  check = () => true
  async run(m: Modele, { coop, session }: Reel) {
    const rendu = await base.enTantQue(coop.organisme, { personne: coop.responsable }, (tx) =>
      passerALEtat(
        tx,
        { id: session, vers: this.vers, motif: this.motif, ailleurs: { 'effectif-atteint': m.effectif } },
        quand(m),
      ),
    )
    const code = rendu.ok ? 'fait' : rendu.error.code
    if (m.etat === this.vers) return expect(code).toBe('fait')
    if (!permis[m.etat].includes(this.vers)) return expect(code).toBe('transition-impossible')
    if (demandeMotif.has(this.vers) && this.motif === '') return expect(code).toBe('motif-exige')
    if (gardesFausses(m, this.vers, this.motif)) return expect(code).toBe('gardes-non-satisfaites')
    expect(code).toBe('fait')
    const aVenir = fins.map((f) => f > quand(m))
    if (demandeMotif.has(this.vers)) m.tenues = m.tenues.map((t, i) => t && !aVenir[i])
    else if (demandeMotif.has(m.etat)) m.tenues = m.tenues.map((t, i) => t || aVenir[i] === true)
    m.etat = this.vers
    m.passages++
  }
  toString = () => `passer à ${this.vers}${this.motif ? ' avec motif' : ''}`
}

class Attendre implements fc.AsyncCommand<Modele, Reel> {
  check = (m: Modele) => m.maintenant < instants.length - 1
  async run(m: Modele) {
    m.maintenant++
  }
  toString = () => 'attendre'
}

class Inscrire implements fc.AsyncCommand<Modele, Reel> {
  check = () => true
  async run(m: Modele) {
    m.effectif = true
  }
  toString = () => 'atteindre l’effectif'
}

/** Après chaque pas, la base dit ce que dit le modèle. */
class Constater implements fc.AsyncCommand<Modele, Reel> {
  check = () => true
  async run(m: Modele, { coop, session }: Reel) {
    const s = await base.enTantQue(coop.organisme, {}, (tx) => lireSession(tx, session))
    expect(s?.etat).toBe(m.etat)
    expect(s?.seances.map((x) => x.tenue)).toEqual(m.tenues)
    const { rows } = await base.maintenance((tx) =>
      sql<{ prises: number; gestes: number }>`select
        (select count(*)::int4 from sessions.occupation o join sessions.seance x on x.organisme_id = o.organisme_id
          and x.id = o.seance_id where x.session_id = ${session}) as prises,
        (select count(*)::int4 from journal.geste where objet_id = ${session}) as gestes`.execute(tx),
    )
    // Un passage, une ligne du journal ; plus celle de la planification.
    expect(rows[0]).toEqual({ prises: m.tenues.filter(Boolean).length, gestes: m.passages + 1 })
  }
  toString = () => 'constater'
}

it('quel que soit l’ordre des gestes et des jours, la session suit son modèle', async () => {
  const coop = await base.maintenance((tx) => poserCoop(tx, 'Modèle'))
  const passer = fc
    .tuple(fc.constantFrom(...tous), fc.constantFrom('', 'grève des trains'))
    .map(([vers, motif]) => new Passer(vers, motif))
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [
          passer,
          passer,
          passer,
          fc.constant(new Attendre()),
          fc.constant(new Inscrire()),
          fc.constant(new Constater()),
        ],
        { maxCommands: 40, size: 'max' },
      ),
      async (commandes) => {
        const session = newId<'Session'>()
        const fait = await base.enTantQue(coop.organisme, { personne: coop.responsable }, (tx) =>
          planifier(
            tx,
            {
              id: session,
              offre: coop.offre,
              lieu: 'Rue des Essais',
              zone: 'Europe/Paris',
              formateur: `Anime ${newId()}`,
              capacite: 12,
              seances: ['2027-03-22', '2027-03-23'].map((j) => ({ jour: jourDit(j), debut: 540, fin: 750 })),
              motif: '',
            },
            instants[0] as Date,
          ),
        )
        expect(fait.ok).toBe(true)
        await fc.asyncModelRun(
          () => ({
            model: {
              etat: 'brouillon' as EtatSession,
              maintenant: 0,
              tenues: [true, true],
              passages: 0,
              effectif: false,
            },
            real: { coop, session },
          }),
          [...commandes, new Constater()],
        )
      },
    ),
    { numRuns: 40 },
  )
})
