/** Ouvrir un recueil : les mots figés, les objectifs de l’offre posés, une demande par personne, les messages à la file. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { lireVersion } from '#modules/catalogue/index.ts'
import { listerDossiers, listerInscrits } from '#modules/inscriptions/index.ts'
import { lireSession, partTenue, type SessionId, type SessionLue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { insererCampagne, insererDemandes } from '../db/campagnes.ecritures.ts'
import {
  type Campagne,
  campagneDe,
  campagnesDeSession,
  type DemandeVoulue,
  demandesDe,
  estClose,
  financeursDe,
} from '../db/campagnes.ts'
import { figerVersion } from '../db/modeles.ecritures.ts'
import { modeleAEnvoyer } from '../db/modeles.ts'
import { lireReglage } from '../db/reglage.ts'
import { developper } from '../domain/contenu.ts'
import {
  type Genre,
  genres,
  phraseSansPersonne,
  sansEnvoi,
  seulementEnApprentissage,
} from '../domain/genres.ts'
import { type DatesDeSession, dernierJour, verifierMoment } from '../domain/moments.ts'

export const tacheEnvoyer = 'questionnaires.envoyer'

export type Ouverture = {
  readonly campagne: Campagne
  /** Demandes ajoutées, et messages mis à la file, par cet appel. */
  readonly ajoutees: number
  readonly envoyees: number
  readonly sansAdresse: number
}
export type RefusOuverture = Refus<
  | 'introuvable'
  | 'hors-objet'
  | 'sans-dates'
  | 'trop-tot'
  | 'trop-tard'
  | 'personne'
  | 'clos'
  | 'sans-objectif'
>

type Contexte = {
  readonly organisme: OrganismeId
  readonly le: Date
  readonly jour: DateCivile
  readonly automatique?: boolean
  readonly relancer?: boolean
  /** Un recueil de plus du même genre, quand le précédent est clos. */
  readonly encore?: boolean
}

/** Les objectifs que la version vendue annonce ; à défaut, ses résultats attendus, un par ligne : ceux de l’attestation. */
export const objectifsDe = async (
  tx: TenantTx,
  session: Pick<SessionLue, 'version'>,
): Promise<readonly string[]> => {
  const version = session.version && (await lireVersion(tx, session.version))
  if (!version) return []
  const { objectifs, resultats } = version.contenu
  return objectifs.length > 0
    ? objectifs
    : resultats
        .split('\n')
        .map((l) => l.trim())
        .filter((l) => l !== '')
}

const aucun = { inscription: null, dossier: null, entreprise: null, personne: null }

/** De ces genres, ceux que l’on ne demanderait à personne aujourd’hui, et pourquoi. */
export const sansRepondant = async (
  tx: TenantTx,
  session: SessionLue,
  voulus: readonly Genre[],
): Promise<ReadonlyMap<Genre, string>> => {
  const sans = new Map<Genre, string>()
  for (const genre of voulus)
    if ((await repondants(tx, session, genre)).length === 0) sans.set(genre, phraseSansPersonne(genre))
  return sans
}

const repondants = async (tx: TenantTx, session: SessionLue, genre: Genre): Promise<DemandeVoulue[]> => {
  const { repond } = genres[genre]
  if (repond === 'intervenant') {
    const gens = new Set(
      session.seances.filter((s) => s.tenue).flatMap((s) => s.intervenants.map((i) => i.personne)),
    )
    return [...gens].map((personne) => ({ ...aucun, id: newId(), cle: personne, personne }))
  }
  // Ce qui prépare la formation se demande dès le premier échange ; le reste, à qui y est entré.
  const inscrits =
    genres[genre].ancre === 'debut'
      ? (await listerInscrits(tx, session.id)).filter((i) => i.closeLe === null)
      : await listerInscrits(tx, session.id, { enCours: true })
  if (repond === 'entreprise') {
    const clients = new Set(inscrits.map((i) => i.dossier))
    return (await listerDossiers(tx, session.id))
      .filter((d) => d.acheteur === 'entreprise' && d.retracteLe === null && clients.has(d.id))
      .map((d) => ({
        ...aucun,
        id: newId(),
        cle: d.id,
        dossier: d.id,
        entreprise: d.entreprise,
        personne: d.signataire,
      }))
  }
  return inscrits.map((i) => ({
    ...aucun,
    id: newId(),
    cle: i.id,
    inscription: i.id,
    dossier: i.dossier,
    personne: i.personne,
  }))
}

/** Met à la file le premier message de qui n’en a pas reçu. */
const faireParti = async (
  tx: TenantTx,
  campagne: Campagne,
  organisme: OrganismeId,
): Promise<{ readonly envoyees: number; readonly sansAdresse: number }> => {
  if (sansEnvoi(campagne.genre)) return { envoyees: 0, sansAdresse: 0 }
  let [envoyees, sansAdresse] = [0, 0]
  for (const d of await demandesDe(tx, campagne.id, { attendues: true })) {
    if (d.envois > 0) continue
    if (!isMailAddress(d.courriel ?? '')) {
      sansAdresse += 1
      continue
    }
    await enqueue(tx, tacheEnvoyer, { organisme, demande: d.id, rang: 1 }, { cle: `questionnaire:${d.id}` })
    envoyees += 1
  }
  return { envoyees, sansAdresse }
}

const completer = async (
  tx: TenantTx,
  campagne: Campagne,
  voulues: readonly DemandeVoulue[],
  { organisme, le }: Contexte,
): Promise<Ouverture> => {
  const ajoutees = await insererDemandes(tx, campagne, voulues, le)
  return { campagne, ajoutees, ...(await faireParti(tx, campagne, organisme)) }
}

/** Le premier et le dernier jour de ce qui se tient, d’où se compte chaque questionnaire ; plus rien ne se tient : ceux qui étaient posés. Rien sans date. */
export const datesTenues = (s: SessionLue): DatesDeSession | undefined => {
  const tenue = partTenue(s)
  const [debut, fin] = [tenue.debut ?? s.debut, tenue.fin ?? s.fin]
  return debut && fin ? { debut, fin } : undefined
}

/**
 * Ouvre le recueil de ce genre pour cette session, ou ajoute à celui qui existe qui s’est inscrit depuis. Deux appels au même instant
 * (la tournée et une personne) n’en font qu’un, et chacun ne reçoit qu’un message.
 */
export const ouvrirCampagne = async (
  tx: TenantTx,
  session: SessionId,
  genre: Genre,
  ctx: Contexte,
): Promise<Result<Ouverture, RefusOuverture>> => {
  const s = await lireSession(tx, session)
  if (!s) return refuser('introuvable', 'Cette session n’existe pas ici.')
  if (seulementEnApprentissage.has(genre) && s.nature !== 'apprentissage')
    return refuser('hors-objet', 'Ce questionnaire ne se pose qu’en apprentissage (indicateur 33).')
  const siens = (await campagnesDeSession(tx, session)).filter((k) => k.genre === genre)
  const dernier = siens.at(-1)
  // Évaluer deux fois les acquis en ferait deux vérités : l’attestation n’en lit qu’une.
  const encore =
    ctx.encore === true && dernier !== undefined && estClose(dernier, ctx.jour) && !sansEnvoi(genre)
  if (dernier && !encore && estClose(dernier, ctx.jour))
    return refuser('clos', 'Ce recueil est clos : on n’y ajoute plus personne.')
  const existante = encore ? undefined : dernier
  const cle = encore ? `${session}:${siens.length + 1}` : session
  const dates = datesTenues(s)
  if (!dates) return refuser('sans-dates', 'Cette session n’a pas encore de dates.')
  const moment = verifierMoment(genre, dates, ctx.jour)
  if (!moment.ok) return moment
  const voulues = await repondants(tx, s, genre)
  if (existante) return ok(await completer(tx, existante, voulues, ctx))
  if (voulues.length === 0) return refuser('personne', phraseSansPersonne(genre))
  const modele = await modeleAEnvoyer(tx, genre)
  const contenu = developper(modele.contenu, await objectifsDe(tx, s))
  if (genre === 'acquis' && !contenu.questions.some((q) => q.genre === 'acquis'))
    return refuser(
      'sans-objectif',
      'L’offre vendue n’a pas d’objectif écrit : il n’y a rien à évaluer. Écrivez ses objectifs, validez la version, puis planifiez avec elle.',
    )
  const reglage = await lireReglage(tx)
  const version = await figerVersion(tx, modele, ctx.le)
  const id = newId()
  const nee = await insererCampagne(
    tx,
    {
      id,
      activite: s.activite,
      genre,
      cle,
      session,
      offre: s.offre,
      version: version.id,
      contenu,
      // Évaluer quelqu’un, c’est le nommer.
      anonyme: modele.anonyme && !sansEnvoi(genre),
      jour: genres[genre].ancre === 'fin' ? dates.fin : ctx.jour,
      fermeLe: dernierJour(genre, dates, reglage, ctx.jour),
      relances: ctx.relancer === false || sansEnvoi(genre) ? [] : reglage.relances,
      automatique: ctx.automatique ?? false,
    },
    ctx.le,
  )
  const campagne = await campagneDe(tx, genre, cle)
  if (!campagne) return refuser('introuvable', 'Ce recueil n’est pas le vôtre.')
  const fait = await completer(tx, campagne, voulues, ctx)
  if (nee) await consignerOuverture(tx, fait, s.activite, ctx, `pour {session:${session}}`)
  return ok(fait)
}

const consignerOuverture = (
  tx: TenantTx,
  { campagne, ajoutees }: Ouverture,
  activite: ActiviteId,
  { le, automatique }: Contexte,
  pour: string,
) =>
  consigner(tx, {
    activite,
    faitLe: le,
    module: 'questionnaires',
    geste: 'ouvrir-recueil',
    objet: { genre: 'recueil', id: campagne.id },
    phrase: `Le questionnaire « ${genres[campagne.genre].nom} » est ouvert ${pour} : ${compter(ajoutees, 'demande')}${automatique ? ', par la tournée' : ''}.`,
    details: { genre: campagne.genre, version: campagne.version },
  })

/** Une fois par an : chaque financeur des douze derniers mois. Rappelé, il ajoute ceux qui manquaient. */
export const interrogerFinanceurs = async (
  tx: TenantTx,
  activite: ActiviteId,
  ctx: Contexte,
): Promise<Result<Ouverture, RefusOuverture>> => {
  const cle = ctx.jour.slice(0, 4)
  const existante = await campagneDe(tx, 'financeur', cle)
  if (existante && estClose(existante, ctx.jour))
    return refuser('clos', `Les financeurs de ${cle} ont été interrogés, et ce recueil est clos.`)
  const voulues = (await financeursDe(tx, ajouterJours(ctx.jour, -365), ctx.jour)).map((f) => ({
    ...aucun,
    id: newId(),
    cle: f.entreprise,
    entreprise: f.entreprise,
  }))
  if (existante) return ok(await completer(tx, existante, voulues, ctx))
  if (voulues.length === 0)
    return refuser('personne', 'Aucun dossier des douze derniers mois n’a de financeur connu.')
  const modele = await modeleAEnvoyer(tx, 'financeur')
  const reglage = await lireReglage(tx)
  const version = await figerVersion(tx, modele, ctx.le)
  await insererCampagne(
    tx,
    {
      id: newId(),
      activite,
      genre: 'financeur',
      cle,
      session: null,
      offre: null,
      version: version.id,
      contenu: developper(modele.contenu, []),
      anonyme: modele.anonyme,
      jour: ctx.jour,
      fermeLe: dernierJour('financeur', undefined, reglage, ctx.jour),
      relances: reglage.relances,
      automatique: false,
    },
    ctx.le,
  )
  const campagne = await campagneDe(tx, 'financeur', cle)
  if (!campagne) return refuser('introuvable', 'Ce recueil n’est pas le vôtre.')
  const fait = await completer(tx, campagne, voulues, ctx)
  await consignerOuverture(tx, fait, activite, ctx, `pour les financeurs de ${cle}`)
  return ok(fait)
}
