/** Le suivi à distance et en situation de travail, relié à la base et au dépôt des fichiers. */
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireSession, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { RefusAPart } from '#platform/fils/lire-a-part.ts'
import type { Services } from '#platform/services.ts'
import {
  ajouterElement,
  ajouterListe,
  ajouterPrevue,
  ajouterRapprochements,
  annulerElement,
  retirerPrevue,
} from '../db/a-part.ecritures.ts'
import { type ListeId, type ListeLue, lireElements, lireListes, lirePlan } from '../db/a-part.ts'
import { type InscriptionLue, lireInscriptions } from '../db/certificats.ts'
import type { ActivitePrevue, ElementId, ElementProbant, PrevueId } from '../domain/a-part.ts'
import type { SessionId } from '../domain/ports.ts'
import { type ARapprocher, proposer } from '../domain/rapprocher.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import type { ListeLue as ListeAReconnaitre, RefusListe } from '../lecture/liste-connexion.ts'
import { type ANoter, noterElement, type RefusANoter } from './prouver-a-part.ts'

export type VueDistance = {
  readonly session: SessionLue
  readonly inscriptions: readonly InscriptionLue[]
  readonly plan: readonly ActivitePrevue[]
  readonly elements: readonly ElementProbant[]
  readonly listes: readonly ListeLue[]
}

export const lireDistance = async (tx: TenantTx, session: SessionLue): Promise<VueDistance> => ({
  session,
  inscriptions: await lireInscriptions(tx, session.id as SessionId),
  plan: await lirePlan(tx, session.id as SessionId),
  elements: await lireElements(tx, session.id as SessionId),
  listes: await lireListes(tx, session.id as SessionId),
})

type Fichier = { readonly nom: string; readonly octets: Uint8Array; readonly type: string }
/** Le nom donné par l’appareil : à montrer, jamais à croire. */
export const nomPropre = (nom: string): string =>
  nom
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}/\\]+/gu, ' ')
    .trim()
    .slice(-200) || 'fichier'

const dire = async (tx: TenantTx, s: SessionLue, geste: string, phrase: string, le: Date) => {
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'emargement',
    geste,
    objet: { genre: 'session', id: s.id },
    phrase,
  })
}

export const prevoir = async (
  { clock }: Pick<Services, 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  p: Omit<ActivitePrevue, 'id'> & { readonly id: PrevueId },
): Promise<void> => {
  const le = clock.now()
  if (await ajouterPrevue(tx, { ...p, activite: session.activite, session: session.id as SessionId, le }))
    await dire(tx, session, 'prevoir-activite', `Une activité est au plan de {session:${session.id}}.`, le)
}

export const deprevoir = async (
  { clock }: Pick<Services, 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  id: PrevueId,
): Promise<Result<null, Refus>> => {
  const le = clock.now()
  const faite = (await lireElements(tx, session.id as SessionId)).some((e) => e.prevue === id)
  if (faite)
    return refuser(
      'deja-realisee',
      'Quelqu’un l’a réalisée : elle reste au plan. Annulez d’abord ce qui la dit réalisée.',
    )
  if (await retirerPrevue(tx, session.id as SessionId, id, le))
    await dire(
      tx,
      session,
      'retirer-activite',
      `Une activité est retirée du plan de {session:${session.id}}.`,
      le,
    )
  return ok(null)
}

export const noter = async (
  { clock, storage }: Pick<Services, 'clock' | 'storage'>,
  tx: TenantTx,
  session: SessionLue,
  saisie: ANoter & { readonly id: ElementId; readonly fichier?: Fichier | undefined },
): Promise<Result<null, RefusANoter>> => {
  const le = clock.now()
  const vue = await lireDistance(tx, session)
  const { fichier, id, ...e } = saisie
  const decide = noterElement({
    plan: vue.plan,
    inscriptions: new Set(vue.inscriptions.map((i) => i.id)),
    elements: vue.elements,
    aujourdhui: jourLocal(le, session.zone),
  })(e, id)
  if (!decide.ok) return decide
  const range = fichier ? await storage.put(tx, fichier.octets, fichier.type) : undefined
  const ecrit = await ajouterElement(tx, {
    ...decide.value,
    fichier: range && fichier ? { empreinte: range.empreinte, nom: nomPropre(fichier.nom) } : null,
    activite: session.activite,
    session: session.id as SessionId,
    noteLe: le,
  })
  if (ecrit)
    await dire(
      tx,
      session,
      'noter-element-probant',
      `Un élément probant est noté pour {session:${session.id}}.`,
      le,
    )
  return ok(null)
}

export const annuler = async (
  { clock }: Pick<Services, 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  a: { readonly id: ElementId; readonly vise: ElementId; readonly motif: string },
): Promise<boolean> => {
  const le = clock.now()
  // Une facture ou un certificat qui se décide tient la session : ce qu’ils comptent ne s’annule pas sous eux.
  await lireSession(tx, session.id, { verrouiller: true })
  const fait = await annulerElement(tx, {
    ...a,
    session: session.id as SessionId,
    jour: jourLocal(le, session.zone),
    le,
  })
  if (fait)
    await dire(
      tx,
      session,
      'annuler-element-probant',
      `Un élément probant de {session:${session.id}} est annulé, avec un motif.`,
      le,
    )
  return fait
}

export type RefusRecevoir = RefusListe | RefusAPart | Refus<'seance-inconnue' | 'deja-recue' | 'autre-jour'>

/** Trois heures de part et d’autre : une réunion ouverte tôt, ou un logiciel réglé sur un fuseau voisin. Choix du produit. */
const margeMs = 3 * 3_600_000
/** Des connexions disent leurs heures, et aucune ne touche cette demi-journée. */
const autreJour = (
  lignes: readonly { readonly debutLe: Date | null; readonly finLe: Date | null }[],
  seance: { readonly debut: Date; readonly fin: Date },
): boolean => {
  const dites = lignes.flatMap((x) => (x.debutLe && x.finLe ? [{ du: x.debutLe, au: x.finLe }] : []))
  return (
    dites.length > 0 &&
    !dites.some(
      (x) =>
        x.du.getTime() < seance.fin.getTime() + margeMs && x.au.getTime() > seance.debut.getTime() - margeMs,
    )
  )
}

type Recue = { readonly liste: ListeId; readonly ignorees: number; readonly sansJour: boolean }

/** Reçoit une liste de connexion, lue avant cette transaction (`lireListeAPart`) : le fichier au dépôt, ses lignes, des noms proposés, jamais confirmés. */
export const recevoirListe = async (
  { clock, storage }: Pick<Services, 'clock' | 'storage'>,
  tx: TenantTx,
  session: SessionLue,
  l: {
    readonly id: ListeId
    readonly seance: SeanceId
    readonly nom: string
    readonly octets: Uint8Array
    readonly lue: Result<ListeAReconnaitre, RefusListe | RefusAPart> | undefined
  },
): Promise<Result<Recue, RefusRecevoir>> => {
  const seance = session.seances.find((s) => s.id === l.seance)
  const { lue } = l
  if (!seance || !lue) return ko(refus('seance-inconnue', 'Choisissez une demi-journée de cette session.'))
  if (!lue.ok) return lue
  const { ignorees, sansJour } = lue.value
  // Une liste d’un autre jour n’est pas celle de cette séance : on le dit avant de la garder.
  if (autreJour(lue.value.lignes, seance))
    return ko(
      refus(
        'autre-jour',
        sansJour
          ? 'Les heures de cette liste ne sont pas celles de la demi-journée choisie.'
          : 'Cette liste est d’un autre jour que la demi-journée choisie.',
      ),
    )
  const le = clock.now()
  const range = await storage.put(tx, l.octets, 'text/csv')
  const neuve = await ajouterListe(tx, {
    id: l.id,
    activite: session.activite,
    seance: l.seance,
    logiciel: lue.value.logiciel,
    fichier: range.empreinte,
    fichierNom: nomPropre(l.nom),
    le,
    lignes: lue.value.lignes,
  })
  if (!neuve) {
    const meme = (await lireListes(tx, session.id as SessionId)).find((x) => x.id === l.id)
    return meme
      ? ok({ liste: meme.id, ignorees, sansJour })
      : ko(refus('deja-recue', 'Ce fichier est déjà reçu pour cette demi-journée.'))
  }
  await dire(
    tx,
    session,
    'recevoir-liste-connexion',
    `Une liste de connexion est reçue pour {session:${session.id}}.`,
    le,
  )
  return ok({ liste: l.id, ignorees, sansJour })
}

const gensDe = (inscriptions: readonly InscriptionLue[]): readonly ARapprocher[] =>
  inscriptions.map(({ id, prenom, nom, courriel }) => ({ inscription: id, prenom, nom, courriel }))

/** Par rang : ce qui est confirmé, à défaut ce qui se propose. */
export const propositions = (
  liste: ListeLue,
  inscriptions: readonly InscriptionLue[],
  /** Qui anime la demi-journée : son nom n’est celui de personne d’inscrit. */
  animent: readonly { readonly personne: string; readonly prenom: string; readonly nom: string }[],
): ReadonlyMap<number, InscriptionId | null | undefined> => {
  const hotes = animent.map((a) => ({ ...a, inscription: a.personne as InscriptionId, courriel: null }))
  // Ensemble : « Tom Okafor », qui anime, n’est pas le Tom de la classe ; « Tom » seul peut être l’un ou l’autre.
  const tous = [...gensDe(inscriptions), ...hotes]
  const deviner = (c: ListeLue['connexions'][number]) => {
    const trouve = proposer(c, tous)
    return hotes.some((h) => h.inscription === trouve) ? null : trouve
  }
  return new Map(liste.connexions.map((c) => [c.rang, c.confirmee ? c.inscription : deviner(c)]))
}

/** Une personne dit qui est qui ; une ligne sans personne (l’animatrice, un téléphone) se confirme aussi. */
export const confirmer = async (
  { clock }: Pick<Services, 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  liste: ListeLue,
  choix: ReadonlyMap<number, InscriptionId | null>,
): Promise<Result<null, Refus<'inscription-inconnue'>>> => {
  const ids = new Set((await lireInscriptions(tx, session.id as SessionId)).map((i) => i.id))
  const lignes = liste.connexions.flatMap((c) => {
    const voulu = choix.get(c.rang)
    if (voulu === undefined || (c.confirmee && c.inscription === voulu)) return []
    return [{ rang: c.rang, inscription: voulu }]
  })
  if (lignes.some((l) => l.inscription !== null && !ids.has(l.inscription)))
    return ko(refus('inscription-inconnue', 'Choisissez des personnes de cette session.'))
  if (lignes.length === 0) return ok(null)
  const le = clock.now()
  await ajouterRapprochements(tx, liste.id, session.activite, lignes, le)
  await dire(
    tx,
    session,
    'rapprocher-connexions',
    `Une liste de connexion de {session:${session.id}} est rapprochée des inscriptions.`,
    le,
  )
  return ok(null)
}

/** Un fichier de cette session, et d’aucune autre. */
export const lireFichier = async (
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  session: SessionLue,
  empreinte: string,
): Promise<{ readonly octets: Uint8Array; readonly type: string; readonly nom: string } | undefined> => {
  const vue = await lireDistance(tx, session)
  const nom =
    vue.elements.find((e) => e.fichier?.empreinte === empreinte)?.fichier?.nom ??
    vue.listes.find((l) => l.fichier === empreinte)?.fichierNom
  const lu = nom === undefined ? undefined : await storage.get(tx, empreinte)
  return lu && nom !== undefined ? { octets: lu.octets, type: lu.type, nom } : undefined
}
