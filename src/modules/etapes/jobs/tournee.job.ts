/**
 * La tournée : ce qui est armé, dont l’heure est venue, et que rien n’arrête. Chaque étape se rejoue sans rien doubler : les pièces
 * parce que leur module sait qui les a, les messages par leur clé, les rappels par leur compte.
 */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { asId, type OrganismeId, type PersonneId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { heureLocale, jourLocal } from '#kernel/zones.ts'
import { tacheEnvoyerDemande } from '#modules/documents/index.ts'
import { envoyerLesLiens } from '#modules/emargement/index.ts'
import { convoquer, remettreInformations } from '#modules/inscriptions/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import type { Services } from '#platform/services.ts'
import { cleDAdresse } from '../db/adresses.ts'
import { type ArretLu, listerArrets } from '../db/arrets.ts'
import { type Destinataire, destinatairesDe } from '../db/destinataires.ts'
import { deposer } from '../db/messages.ecritures.ts'
import { type MessageLu, messagesDeLaSession } from '../db/messages.ts'
import { armeeDe, armementsEnCours, type EtapeReglee, lireReglages } from '../db/reglages.ts'
import { leverEmpechement, noterEmpechement } from '../db/tournee.ecritures.ts'
import {
  type DemandeARappeler,
  remisesSansAccuse,
  resteARemettre,
  type SessionAConduire,
  sessionsAConduire,
} from '../db/tournee.queries.ts'
import type { Code, Public } from '../domain/etapes.ts'
import {
  aFaire,
  arretDe,
  estDu,
  type Moment,
  type Prevu,
  planifier,
  RETARD_ADMIS,
  rappelDu,
  type SessionDuPlan,
} from '../domain/plan.ts'
import { tacheEnvoyer } from '../domain/taches.ts'

export const tourneeEtapes = 'etapes.tournee'
export const tacheTournee = 'etapes.tournee-organisme'

export const tournee: SystemJobHandler = uneTacheChacune(tacheTournee, 'etapes')

/** Le plus long écart réglable avant une session : une remise faite d’un geste, si tôt soit-elle, se rappelle à ses jours. */
const AVANT_MAX = 180

/** Jours après la fin au-delà desquels aucune de ces étapes ne part plus : les sessions finies d’un an ne se relisent pas. */
const apresMaxDe = (reglees: readonly EtapeReglee[]): number =>
  RETARD_ADMIS +
  Math.max(
    0,
    ...reglees.filter((e) => e.active && e.conduite === 'ici' && e.ancre === 'fin').map((e) => e.ecart),
  )

type Acces = { readonly genre: 'tache'; readonly organisme: OrganismeId }
type Conduite = {
  readonly services: Services
  readonly acces: Acces
  readonly session: SessionLue
  readonly dates: SessionDuPlan
  readonly reglees: readonly EtapeReglee[]
  readonly armees: ReadonlySet<Code>
  readonly moment: Moment
}

/** Ce qui défait une remise refusée : rien de commencé ne reste. */
class RemiseRefusee extends Error {
  readonly phrase: string
  constructor(refus: Refus) {
    super(refus.code)
    this.phrase = refus.phrase
  }
}

const remettre = async (c: Conduite, code: 'information' | 'convocation'): Promise<void> => {
  const { services, acces, session } = c
  const le = services.clock.now()
  const geste = (tx: TenantTx): Promise<Result<unknown, Refus>> =>
    code === 'information'
      ? remettreInformations(services, tx, session, acces.organisme, {}, true)
      : convoquer(services, tx, session, acces.organisme, {}, true)
  try {
    await services.db.withTenant(acces, async (tx) => {
      const fait = await geste(tx)
      if (!fait.ok) throw new RemiseRefusee(fait.error)
      await leverEmpechement(tx, session.id, code)
    })
  } catch (erreur) {
    if (!(erreur instanceof RemiseRefusee)) throw erreur
    const { phrase } = erreur
    await services.db.withTenant(acces, (tx) =>
      noterEmpechement(tx, { session: session.id, activite: session.activite, code, phrase, le }),
    )
  }
}

const adresser = async (
  c: Conduite,
  tx: TenantTx,
  e: EtapeReglee,
  siens: readonly Destinataire[],
): Promise<void> => {
  const { services, acces, session } = c
  const le = services.clock.now()
  let neufs = 0
  for (const d of siens) {
    const id = await deposer(
      tx,
      {
        activite: session.activite,
        session: session.id,
        code: e.code,
        ecrit: null,
        cle: `etape|${session.id}|${e.code}|${d.cible}`,
        adresseCle: cleDAdresse(services.keys, acces.organisme, d.courriel),
        personne: d.personne,
        inscription: d.inscription,
        nom: `${d.prenom} ${d.nom}`.trim(),
        courriel: d.courriel,
      },
      le,
    )
    if (!id) continue
    neufs += 1
    await enqueue(tx, tacheEnvoyer, { organisme: acces.organisme, message: id }, { cle: `etape:${id}` })
  }
  if (neufs > 0)
    await consigner(tx, {
      activite: session.activite,
      faitLe: le,
      module: 'etapes',
      geste: 'envoyer-etape',
      objet: { genre: 'session', id: session.id },
      phrase: `« ${e.nom} » part seul pour {session:${session.id}} : ${neufs} ${neufs > 1 ? 'messages' : 'message'}.`,
    })
}

const publicDe = (p: Public) => (p === 'financeurs' ? undefined : p)

/** Sa clé au plan. */
const cleDe = (m: MessageLu): string => `${m.code}:${m.courriel.toLowerCase()}`

/** Ce qui fut retenu par un arrêt levé depuis, ou coupé avant de partir : de nouveau à la file, tant que son jour vaut. */
const reprendre = async (
  c: Conduite,
  tx: TenantTx,
  plan: readonly Prevu[],
  arrets: readonly ArretLu[],
  messages: readonly MessageLu[],
): Promise<void> => {
  const { acces, session, moment } = c
  const dus = new Map(plan.filter((p) => estDu(p, moment)).map((p) => [p.cle, p]))
  for (const m of messages) {
    // Qui n’en était plus et en est de nouveau est au plan : son message repart.
    const attend =
      m.etat === null || (m.etat === 'retenu' && (m.raison === 'arret' || m.raison === 'plus-concerne'))
    if (!attend || !dus.has(cleDe(m))) continue
    if (arretDe(arrets, { session: session.id, code: m.code, personne: m.personne })) continue
    await enqueue(tx, tacheEnvoyer, { organisme: acces.organisme, message: m.id }, { cle: `etape:${m.id}` })
  }
}

/** Les remises que personne n’a accusées, à leurs jours de rappel, ou dont le premier envoi fut retenu par un arrêt levé depuis. */
const rappeler = async (
  tx: TenantTx,
  { acces, session, reglees, armees, arrets, remises, moment }: Vu,
): Promise<void> => {
  if (moment.jour >= session.debut) return
  const jourDe = (instant: Date): DateCivile => jourLocal(instant, session.zone)
  for (const d of remises) {
    const e = reglees.find((x) => x.code === d.code)
    if (!e || !armees.has(e.code)) continue
    if (arretDe(arrets, { session: session.id, code: d.code, personne: d.personne })) continue
    const du = rappelDu(
      {
        envois: d.envois,
        premier: jourDe(d.creeeLe),
        dernier: d.envoyeeLe && jourDe(d.envoyeeLe),
        retenue: d.retenue,
      },
      e.relances,
      moment,
    )
    if (du)
      await enqueue(
        tx,
        tacheEnvoyerDemande,
        { organisme: acces.organisme, demande: d.demande, envoi: d.envois + 1, seul: true },
        { cle: `demande:${d.demande}` },
      )
  }
}

/** Ce que la tournée sait d’une session avant de la lire : de quoi savoir s’il y a lieu. */
type Vu = {
  readonly acces: Acces
  readonly session: SessionAConduire
  readonly reglees: readonly EtapeReglee[]
  readonly armees: ReadonlySet<Code>
  readonly arrets: readonly ArretLu[]
  readonly remises: readonly DemandeARappeler[]
  readonly moment: Moment
}

/** Une étape armée a-t-elle son jour aujourd’hui ? Sans les demi-journées : du premier au dernier jour, on y regarde. */
const aSonJour = ({ session, reglees, armees, moment }: Vu): boolean =>
  reglees.some(
    (e) =>
      armees.has(e.code) &&
      (e.ancre === 'demi'
        ? session.debut <= moment.jour && moment.jour <= session.fin
        : planifier({ ...session, seances: [] }, [e], () => undefined).some((p) => estDu(p, moment))),
  )

const conduire = async (services: Services, vu: Vu): Promise<void> => {
  const { db } = services
  const { acces, reglees, armees, arrets, moment } = vu
  const { id } = vu.session
  const lu = await db.withTenant(acces, async (tx) => {
    const session = await lireSession(tx, id)
    if (!session?.debut || !session.fin) return undefined
    // Une étape d’après la fin suit la fin de ce qui s’est tenu, pas celle qu’une interruption a suspendue.
    const tenu = partTenue(session)
    const dates: SessionDuPlan = {
      debut: tenu.debut ?? session.debut,
      fin: tenu.fin ?? session.fin,
      seances: session.seances.filter((s) => s.tenue),
    }
    const c: Conduite = { services, acces, session, dates, reglees, armees, moment }
    // Qui recevrait quoi ne se lit qu’à son jour : le reste du temps, la tournée passe sans le demander.
    const dujour = new Set(
      planifier(dates, reglees, () => undefined)
        .filter((p) => estDu(p, moment))
        .map((p) => p.code),
    )
    const siens = new Map<Code, readonly Destinataire[]>()
    for (const e of reglees) {
      const p = publicDe(e.publics)
      if (e.message && p && armees.has(e.code) && dujour.has(e.code))
        siens.set(e.code, (await destinatairesDe(tx, session, [p])).destinataires)
    }
    const messages = siens.size > 0 ? (await messagesDeLaSession(tx, id)).filter((m) => m.ecrit === null) : []
    const plan = planifier(dates, reglees, (code) => siens.get(code)?.map((d) => d.cible))
    const dus = aFaire(
      plan,
      {
        armees,
        faits: new Set(messages.map(cleDe)),
        arrete: (code) => arretDe(arrets, { session: id, code }) !== undefined,
      },
      moment,
    )
    for (const e of reglees) {
      const cibles = new Set(dus.filter((p) => p.code === e.code).map((p) => p.cible))
      const a = (siens.get(e.code) ?? []).filter(
        (d) => cibles.has(d.cible) && !arretDe(arrets, { session: id, code: e.code, personne: d.personne }),
      )
      if (a.length > 0) await adresser(c, tx, e, a)
    }
    if (!arretDe(arrets, { session: id })) await reprendre(c, tx, plan, arrets, messages)
    const remet = dus.some((p) => p.code === 'information' || p.code === 'convocation')
    return { c, dus, reste: remet ? await resteARemettre(tx, id) : { information: 0, convocation: 0 } }
  })
  if (!lu) return
  const { c, dus, reste } = lu
  for (const p of dus) {
    if (p.code === 'information' && reste.information > 0) await remettre(c, 'information')
    if (p.code === 'convocation' && reste.convocation > 0) await remettre(c, 'convocation')
    const seance = p.code === 'lien-emargement' ? asId<'Seance'>(p.cible) : undefined
    // Un refus ici (feuille close, temps passé) ne laisse rien à reprendre.
    if (seance)
      await envoyerLesLiens(
        services,
        { acces, id: '' as PersonneId, nom: 'tournée', seul: true },
        { session: id, seance, nouveaux: true },
      )
  }
}

export const tourneeOrganisme: JobHandler = async ({ organisme }, services) => {
  const acces = { genre: 'tache', organisme } as const
  const { db, clock } = services
  const instant = clock.now()
  const lu = await db.withTenant(acces, async (tx) => {
    const { zone } = await lireOrganisme(tx)
    const { date, minute } = heureLocale(instant, zone)
    const reglees = await lireReglages(tx)
    const sessions = await sessionsAConduire(
      tx,
      ajouterJours(date, -apresMaxDe(reglees)),
      ajouterJours(date, AVANT_MAX),
      { armees: !reglees.some((e) => armeeDe(e, []) === 'partout') },
    )
    const ids = sessions.map((s) => s.id)
    const [armements, arrets] = [await armementsEnCours(tx, ids), await listerArrets(tx)]
    const moment: Moment = { instant, jour: date, minute }
    const armees = new Map(
      sessions.map((s) => [
        s.id,
        new Set(
          reglees
            .filter((e) => ['session', 'partout'].includes(String(armeeDe(e, armements.get(s.id) ?? []))))
            .map((e) => e.code),
        ),
      ]),
    )
    const remises = Map.groupBy(
      await remisesSansAccuse(
        tx,
        ids.filter((s) => armees.get(s)?.has('information') || armees.get(s)?.has('convocation')),
      ),
      (r) => r.session,
    )
    const vus = sessions.map(
      (session): Vu => ({
        acces,
        session,
        reglees,
        armees: armees.get(session.id) ?? new Set(),
        arrets: arrets.filter((a) => a.session === null || a.session === session.id),
        remises: remises.get(session.id) ?? [],
        moment,
      }),
    )
    for (const vu of vus) if (!arretDe(vu.arrets, { session: vu.session.id })) await rappeler(tx, vu)
    return vus.filter(aSonJour)
  })
  for (const vu of lu ?? []) await conduire(services, vu)
}
