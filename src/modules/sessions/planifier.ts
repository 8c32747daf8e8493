import { randomBytes } from 'node:crypto'
import { comparerDates, type DateCivile, jourSemaine, morceaux } from '#kernel/dates.ts'
import { nomDuFerie } from '#kernel/feries.ts'
import type { Id, PersonneId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { asZone, jourLocal, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { type Etablissement, listerEtablissements } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { insererSession, tenirCompteur } from './db/sessions.ecritures.ts'
import { lireSession, occupationsDes, offresAPlanifier, type SessionId } from './db/sessions.queries.ts'
import { territoireDe } from './domain/mots.ts'
import { planifierSession, type RefusPlan } from './domain/planifier-session.ts'
import { demiJourneeDe, instants } from './domain/seance.ts'

export type Planification = {
  /** Celui du formulaire : un second envoi retrouve la session, il n'en fait pas deux. */
  readonly id: SessionId
  readonly offre: Id<'Offre'>
  readonly etablissement?: Id<'Etablissement'> | undefined
  /** Lieu écrit librement, ou précision (« salle Duras ») d'un établissement. */
  readonly lieu: string
  /** Celle d'un lieu libre ; un établissement a la sienne. */
  readonly zone: Zone
  readonly formateurId?: PersonneId | undefined
  readonly formateur: string
  readonly capacite: number
  readonly seances: readonly { readonly jour: DateCivile; readonly debut: number; readonly fin: number }[]
  readonly motif: string
}

export type RefusPlanification =
  | RefusPlan
  | Refus<'offre-introuvable' | 'etablissement-introuvable' | 'formateur-introuvable' | 'deja-pris'>

const dit = (e: Etablissement, precision: string): string =>
  [precision, e.nom, e.ville]
    .filter((t) => t !== '')
    .join(', ')
    .slice(0, 250)

/** Les membres qui forment, en poste : ceux que l'on affecte d'un choix. */
export const formateursAffectables = async (tx: TenantTx): Promise<{ id: PersonneId; nom: string }[]> =>
  (await adhesions(tx))
    .filter((a) => !a.enAttente && a.au === null && a.roles.includes('formateur'))
    .map((a) => ({ id: a.compte, nom: `${a.prenom} ${a.nom}`.trim() }))

/** La ressource qu'un formateur occupe : son compte, sinon son nom. */
const cleFormateur = (id: string | null | undefined, nom: string) =>
  id ? `compte:${id}` : `nom:${plier(nom)}`

/**
 * Planifie une session : tout est vérifié avant d'écrire, et tous les refus reviennent d'un coup. Les salles et
 * formateurs pris par une autre enseigne ne se voient pas d'ici : le mur vaut aussi pour les plannings.
 */
export const planifier = async (
  tx: TenantTx,
  p: Planification,
  le: Date,
): Promise<Result<{ id: SessionId; numero: string; neuve: boolean }, readonly RefusPlanification[]>> => {
  const etablissement =
    p.etablissement === undefined
      ? undefined
      : (await listerEtablissements(tx)).find((e) => e.id === p.etablissement && e.fermeLe === null)
  const zone = etablissement?.zone ?? p.zone
  const annee = morceaux(jourLocal(le, zone)).annee
  const dernier = await tenirCompteur(tx, annee)
  const deja = await lireSession(tx, p.id)
  if (deja) return ok({ id: deja.id, numero: deja.numero, neuve: false })

  const refusees: RefusPlanification[] = []
  const offre = (await offresAPlanifier(tx, p.offre))[0]
  if (!offre) refusees.push(refus('offre-introuvable', 'Choisissez une offre adoptée du catalogue.'))
  if (p.etablissement !== undefined && !etablissement)
    refusees.push(refus('etablissement-introuvable', 'Ce lieu n’est plus ouvert. Choisissez-en un autre.'))
  const membre =
    p.formateurId === undefined
      ? undefined
      : (await formateursAffectables(tx)).find((f) => f.id === p.formateurId)
  if (p.formateurId !== undefined && !membre)
    refusees.push(
      refus('formateur-introuvable', 'Cette personne ne forme plus ici. Choisissez-en une autre.'),
    )

  const territoire = territoireDe[zone]
  const formateur = membre?.nom ?? p.formateur
  const ressources = [
    cleFormateur(membre?.id, formateur),
    // Un établissement sans salle nommée n'est pas une ressource : deux sessions s'y tiennent côte à côte.
    ...(etablissement && p.lieu !== '' ? [`salle:${etablissement.id}:${plier(p.lieu)}`] : []),
  ]
  const jours = p.seances.map((s) => s.jour).sort(comparerDates)
  const [premier, ultime] = [jours[0], jours.at(-1)]
  const occupees = premier && ultime ? await occupationsDes(tx, premier, ultime) : []
  const plan = planifierSession({
    seances: p.seances.map((s, i) => ({
      id: String(i),
      creneau: { date: s.jour, debut: s.debut, fin: s.fin, zone },
      ressources,
    })),
    effectifMax: p.capacite,
    ...(etablissement?.capacite ? { placesSalle: etablissement.capacite } : {}),
    territoire,
    motifJourChome: p.motif,
    occupations: occupees.map((o) => ({
      id: o.id,
      creneau: {
        date: o.jour,
        debut: o.debutMinutes,
        fin: o.finMinutes,
        zone: asZone(o.zone) ?? ZONE_PAR_DEFAUT,
      },
      ressources: [cleFormateur(o.formateurId, o.formateur)],
    })),
  })
  if (!plan.ok) refusees.push(...plan.error)
  if (!plan.ok || !offre || refusees.length > 0) return ko(refusees)

  const chome = (jour: DateCivile) => nomDuFerie(jour, territoire) !== undefined || jourSemaine(jour) === 7
  const numero = await insererSession(
    tx,
    {
      id: p.id,
      activite: offre.activite,
      offre: offre.id,
      intitule: offre.intitule,
      nature: offre.nature,
      zone,
      lieu: etablissement ? dit(etablissement, p.lieu) : p.lieu,
      etablissement: etablissement?.id ?? null,
      formateur,
      formateurId: membre?.id ?? null,
      capacite: p.capacite,
      sel: randomBytes(32),
      seances: plan.value.seances.map(({ creneau }) => ({
        jour: creneau.date,
        demiJournee: demiJourneeDe(creneau),
        debutMinutes: creneau.debut,
        finMinutes: creneau.fin,
        ...instants(creneau),
        motifJour: chome(creneau.date) ? p.motif.trim() : null,
      })),
    },
    { annee, rang: dernier + 1 },
    le,
  )
  // L'identifiant est celui d'une session que cette personne ne voit pas.
  if (numero === undefined)
    return ko([refus('deja-pris', 'Ce formulaire a déjà servi. Rouvrez la page pour planifier.')])
  await consigner(tx, {
    activite: offre.activite,
    faitLe: le,
    module: 'sessions',
    geste: 'planifier-session',
    objet: { genre: 'session', id: p.id },
    phrase: `{session:${p.id}} est planifiée.`,
    details: { seances: plan.value.seances.length, minutes: plan.value.minutes },
  })
  return ok({ id: p.id, numero, neuve: true })
}
