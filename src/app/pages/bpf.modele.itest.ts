/**
 * Ce que le bilan pédagogique et financier demande est présent sur toute session terminée, ou nommé à
 * l'écran. Des gestes tirés au hasard, par les portes des modules, sur la vraie base ; un modèle à part dit ce qui manque.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TenantTx } from '#platform/db/index.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { calculerBpf, enJson } from '../../modules/bpf/index.ts'
import { dossierParLesModules } from '../../modules/bpf/test/dossier-par-les-modules.ts'
import { lireLesDeux as lireBilan } from '../../modules/bpf/test/lire-les-deux.ts'
import { contenuSimple } from '../../modules/catalogue/test/contenus.ts'
import { publierUneOffre } from '../../modules/catalogue/test/publier.ts'
import { contributionEmargement } from '../../modules/emargement/contributions/session.tsx'
import { noterAbsence, noterMinutes, regulariser } from '../../modules/emargement/gestes/composer.ts'
import { acces, servicesDe } from '../../modules/emargement/test/session-d-essai.ts'
import {
  cloreInscription,
  type DossierId,
  direStatutF1,
  type InscriptionId,
  inscrire,
  listerInscrits,
  ouvrirDossier,
  rattacher,
} from '../../modules/inscriptions/index.ts'
import { dossierSaisi } from '../../modules/inscriptions/test/dossiers.ts'
import { affecterSeance } from '../../modules/sessions/gestes/affecter.ts'
import { lireSession, passerALEtat, planifier, type SessionId } from '../../modules/sessions/index.ts'
import { type Coop, jourDit, poserCoop } from '../../modules/sessions/test/cooperatives.ts'
import { trouverOuCreerEntreprise } from '../../modules/tiers/db/tiers.ecritures.ts'
import { garderStatut } from '../../modules/tiers/gestes/tenir-intervenant.ts'
import { lireTiers, type Tiers } from '../../modules/tiers/index.ts'
import { monter } from './test/monter.ts'

const base = await baseNeuve()
const [avant, pendant, apres] = ['2026-11-24T09:00:00Z', '2026-12-07T09:00:00Z', '2026-12-07T18:00:00Z'].map(
  (t) => new Date(t),
) as [Date, Date, Date]
const gens = [
  ['Ana', 'Alpha'],
  ['Bea', 'Bravo'],
  ['Cid', 'Charlie'],
] as const
const demiJournees = ['matin', 'après-midi'] as const

type Scene = { readonly coop: Coop; readonly session: SessionId; readonly dossiers: DossierId[] }
type Case = 'presente' | 'absente'
type Personne = {
  id?: InscriptionId
  vivante: boolean
  /** Annulée, elle n’attend plus rien, même si une absence notée devient ensuite une présence. */
  annulee?: boolean
  definitive: boolean
  dossier: boolean
  statut: boolean
  /** Jusqu'où la feuille l'attend : toutes ses demi-journées, ou celles où il y a une trace. */
  cases: (Case | undefined)[]
}
type Modele = {
  readonly gens: Personne[]
  statutTom: 'rien' | 'salarie' | 'sous-traitant-of'
  confiee: boolean
}

const dans = <T>(s: Scene, f: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(s.coop.organisme, { personne: s.coop.responsable }, f)
const presences = (p: Personne) => p.cases.filter((c) => c === 'presente').length

type Coup = (s: Scene, m: Modele) => Promise<void>
const qui = fc.integer({ min: 0, max: 2 })
const de = <T>(liste: readonly T[], i: number): T => {
  const v = liste[i]
  if (v === undefined) throw new Error('hors de la liste')
  return v
}

const inscrireUn = fc.tuple(qui, fc.boolean(), fc.boolean(), fc.boolean()).map(
  ([i, avecDossier, remis, avecStatut]): Coup =>
    async (s, m) => {
      const p = de(m.gens, i)
      if (p.id) return
      const [prenom, nom] = de(gens, i)
      if (avecDossier && s.dossiers.length === 0) {
        const ouvert = await dans(s, (tx) => ouvrirDossier(tx, s.session, newId(), dossierSaisi(), avant))
        if (!ouvert.ok) throw new Error('dossier refusé')
        s.dossiers.push(ouvert.value.id)
      }
      const dossier = avecDossier ? de(s.dossiers, 0) : undefined
      const fait = await dans(s, (tx) =>
        inscrire(
          tx,
          s.session,
          newId(),
          [{ prenom, nom, ...(avecStatut ? { statutF1: 'salarie-prive' as const } : {}) }],
          avant,
          dossier ? { dossier, remisLe: remis ? avant : undefined } : undefined,
        ),
      )
      expect(fait.ok).toBe(true)
      const lue = (await dans(s, (tx) => listerInscrits(tx, s.session))).find((x) => x.nom === nom)
      if (!lue) throw new Error('inscription perdue')
      Object.assign(p, {
        id: lue.id,
        vivante: true,
        definitive: !dossier || remis,
        dossier: avecDossier,
        statut: avecStatut,
      })
    },
)
const direStatut = qui.map(
  (i): Coup =>
    async (s, m) => {
      const p = de(m.gens, i)
      const { id } = p
      if (id && (await dans(s, (tx) => direStatutF1(tx, s.session, id, 'agent-public', apres))).ok)
        p.statut = true
    },
)
const rejoindre = qui.map(
  (i): Coup =>
    async (s, m) => {
      const p = de(m.gens, i)
      const [dossier] = s.dossiers
      const { id } = p
      if (
        id &&
        dossier &&
        (await dans(s, (tx) => rattacher(tx, s.session, new Set([id]), dossier, apres))).ok
      )
        p.dossier = true
    },
)
const partir = qui.map(
  (i): Coup =>
    async (s, m) => {
      const p = de(m.gens, i)
      const { id } = p
      if (!id) return
      const fait = await dans(s, (tx) =>
        cloreInscription(tx, { session: s.session, id, motif: 'essai', presences: presences(p) }, apres),
      )
      if (fait.ok) Object.assign(p, { vivante: false, annulee: fait.value.vers === 'annule' })
    },
)
const direStatutDeTom = fc.constantFrom('salarie', 'sous-traitant-of').map(
  (statut): Coup =>
    async (s, m) => {
      const lue = await dans(s, (tx) => lireSession(tx, s.session))
      const tom = lue?.seances[0]?.intervenants[0]?.personne
      if (!tom) throw new Error('personne n’anime')
      const fait = await dans(s, async (tx) =>
        garderStatut(
          tx,
          (await lireTiers(tx, tom)) as Tiers,
          newId<'Statut'>(),
          {
            du: jourDit('2020-01-01'),
            au: null,
            statut,
            chez: statut === 'sous-traitant-of' ? { nom: 'Delta Formation' } : undefined,
          } as never,
          apres,
        ),
      )
      if (fait.ok) m.statutTom = statut
    },
)
const confier = fc.constant<Coup>(async (s, m) => {
  const lue = await dans(s, (tx) => lireSession(tx, s.session))
  const [seance] = lue?.seances ?? []
  const tom = seance?.intervenants[0]?.personne
  if (!lue || !seance || !tom) return
  const fait = await dans(s, async (tx) => {
    const delta = await trouverOuCreerEntreprise(tx, s.coop.activite, { nom: 'Delta Formation' }, avant)
    return affecterSeance(
      tx,
      {
        session: s.session,
        seance: seance.id,
        intervenants: [{ id: tom, confieeA: delta }],
        salles: [],
        partout: true,
        revision: lue.revision,
      } as never,
      avant,
    )
  })
  if (fait.ok) m.confiee = true
})
const statuer = fc
  .tuple(qui, fc.integer({ min: 0, max: 1 }), fc.constantFrom('presence', 'absence', 'minutes'))
  .map(
    ([i, rang, quoi]): Coup =>
      async (s, m) => {
        const p = de(m.gens, i)
        const lue = await dans(s, (tx) => lireSession(tx, s.session))
        const seance = lue?.seances[rang]?.id
        if (!p.id || !seance) return
        const services = servicesDe(
          base,
          { organisme: s.coop.organisme, personne: s.coop.responsable },
          apres.toISOString(),
        )
        const auteur = { acces, id: s.coop.responsable, nom: 'Responsable', supplee: true }
        const ou = { session: s.session, seance, inscription: p.id, motif: 'Vue en salle, sans téléphone' }
        const fait =
          quoi === 'presence'
            ? await regulariser(services, auteur, { ...ou, minutes: { retard: 0, depart: 10 } })
            : quoi === 'absence'
              ? await noterAbsence(services, auteur, { ...ou, motif: 'inconnu' })
              : await noterMinutes(services, auteur, { ...ou, retard: 5, depart: 0 })
        if (fait.ok && quoi !== 'minutes') p.cases[rang] = quoi === 'presence' ? 'presente' : 'absente'
      },
  )

/** Ce que le BPF demande et que le modèle n'a pas : chaque manque, et les mots qui doivent le nommer. */
const manquants = (
  m: Modele,
  offre: { f3: string | null; niveau: string | null; nsf: string | null },
): string[] => {
  const compte = m.gens.filter((p) => p.id && ((p.vivante && p.definitive) || presences(p) > 0))
  const nom = (p: Personne) => de(gens, m.gens.indexOf(p)).join(' ')
  return [
    ...(offre.f3 === null ? ['L’objectif de la formation (F-3)'] : []),
    ...(offre.f3 === 'a' && offre.niveau === null ? ['son niveau (F-3 a)'] : []),
    ...(offre.nsf === null ? ['La spécialité (F-4, code NSF)'] : []),
    ...demiJournees.flatMap((d, rang) => [
      ...(m.statutTom === 'rien' ? [`7 déc. 2026, ${d} : le statut de Tom Okafor`] : []),
      ...(m.statutTom === 'sous-traitant-of' && !m.confiee
        ? [`7 déc. 2026, ${d} : Tom Okafor sous-traite`]
        : []),
      ...((compte.length === 0 && m.gens.every((p) => p.cases[rang] === undefined)) ||
      compte.some((p) => p.cases[rang] === undefined && !p.annulee)
        ? [`7 déc. 2026, ${d} : des personnes n’ont ni présence ni absence`]
        : []),
    ]),
    ...compte.flatMap((p) => [
      ...(p.dossier ? [] : [`${nom(p)} : sans dossier client`]),
      ...(p.statut ? [] : [`${nom(p)} : le statut (F-1)`]),
    ]),
  ]
}

it('chaque fait que le BPF demande d’une session terminée est là, ou nommé sur sa page', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        f3: fc.constantFrom('a', 'd', null),
        niveau: fc.constantFrom('5', null),
        nsf: fc.constantFrom('332', null),
        avant: fc.array(fc.oneof(inscrireUn, inscrireUn, direStatut, rejoindre, direStatutDeTom, confier), {
          minLength: 2,
          maxLength: 10,
        }),
        apres: fc.array(fc.oneof(statuer, statuer, statuer, direStatut, rejoindre, partir, direStatutDeTom), {
          maxLength: 20,
        }),
      }),
      async (t) => {
        const niveau = t.f3 === 'a' ? t.niveau : null
        // Une maison neuve à chaque suite : les statuts d’un formateur ne passent pas d’une session à l’autre.
        const coop = await base.maintenance((tx) => poserCoop(tx, `Bilan ${newId()}`))
        const offre = await publierUneOffre(
          base.enTantQue,
          coop,
          { ...contenuSimple, f3: t.f3, niveauF3: niveau, nsf: t.nsf ? [t.nsf] : [] } as never,
          { publie: false },
        )
        const s: Scene = { coop, session: newId<'Session'>(), dossiers: [] }
        const m: Modele = {
          gens: gens.map(() => ({
            vivante: false,
            definitive: false,
            dossier: false,
            statut: false,
            cases: [undefined, undefined],
          })),
          statutTom: 'rien',
          confiee: false,
        }
        const passer = async (vers: 'ouverte' | 'confirmee' | 'en-cours' | 'terminee', le: Date) =>
          dans(s, (tx) => passerALEtat(tx, { id: s.session, vers, motif: 'essai', ailleurs: {} }, le))
        const planifiee = await dans(s, (tx) =>
          planifier(
            tx,
            {
              id: s.session,
              offre,
              lieu: 'Rue des Essais',
              zone: 'Europe/Paris',
              formateur: 'Tom Okafor',
              capacite: 12,
              prixCentimes: 120_000,
              seances: [
                { jour: jourDit('2026-12-07'), debut: 540, fin: 750 },
                { jour: jourDit('2026-12-07'), debut: 810, fin: 1020 },
              ],
              motif: 'essai',
            },
            avant,
          ),
        )
        expect(planifiee.ok).toBe(true)
        expect((await passer('ouverte', avant)).ok).toBe(true)
        for (const g of t.avant) await g(s, m)
        expect((await passer('confirmee', avant)).ok).toBe(true)
        expect((await passer('en-cours', pendant)).ok).toBe(true)
        for (const g of t.apres) await g(s, m)
        expect((await passer('terminee', apres)).ok).toBe(true)

        // Ce que la base additionne est ce que le moteur pur tire des mêmes feuilles, lues session par session.
        const exercice = { debut: jourDit('2026-01-01'), fin: jourDit('2026-12-31') }
        const etalon = await dans(s, (tx) => dossierParLesModules(tx, 'etalon', exercice))
        const lu = await dans(s, (tx) => lireBilan(tx, exercice))
        expect(enJson(lu.bpf.lignes)).toEqual(enJson(calculerBpf(etalon).lignes))

        const app = monter(
          {
            withTenant: async (_a, work) =>
              base.enTantQue(coop.organisme, { personne: coop.responsable }, work),
          },
          () => ({ organisme: coop.organisme, personne: coop.responsable, roles: ['responsable'] }),
          { contributions: [contributionEmargement] },
        )
        const page = await (await app.request(`http://localhost:3000/sessions/${s.session}`)).text()
        const section = page.slice(page.indexOf('id="manque"'), page.indexOf('id="seances"'))
        const dit = section.replace(/<[^>]+>/g, ' ').replace(/[\u00a0\u202f\s]+/g, ' ')
        const attendus = manquants(m, { f3: t.f3, niveau, nsf: t.nsf })
        for (const mots of attendus) expect(dit).toContain(mots.replace(/[\u00a0\u202f\s]+/g, ' '))
        // Et rien de plus : ce que le bilan a n'est pas dit manquant.
        expect(dit.includes('Pour le bilan pédagogique et financier')).toBe(attendus.length > 0)
      },
    ),
    { numRuns: 25, endOnFailure: true },
  )
})
