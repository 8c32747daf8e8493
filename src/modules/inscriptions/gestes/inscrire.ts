import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { compter, de, plier } from '#kernel/texte.ts'
import { lireSession, partTenue, type SessionId } from '#modules/sessions/index.ts'
import {
  creerTiers,
  homonymes,
  resoudre,
  type Saisie,
  type Tiers,
  type TiersId,
  trouverOuCreerEntreprise,
} from '#modules/tiers/index.ts'
import { derive, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserRemise } from '../db/dossiers.ecritures.ts'
import { lireDossier } from '../db/dossiers.queries.ts'
import { insererInscription } from '../db/inscriptions.ecritures.ts'
import { type InscriptionId, lireInscription, listerInscrits } from '../db/inscriptions.queries.ts'
import { arriveeEnCours } from '../domain/arrivee.ts'
import { type DossierId, remises, type StatutF1 } from '../domain/dossier.ts'
import { changerInscription } from '../domain/etats.ts'
import { reponsesInscription } from '../domain/gardes.ts'
import { refusDInscrire } from '../domain/ouverture.ts'
import { cEstElle } from '../domain/reconnaitre.ts'
import { faitsDuDossier } from '../lecture/faits-du-dossier.ts'

/** `choix` départage une personne déjà connue sous ce nom : elle, ou une autre qui s'appelle comme elle. */
export type Apprenant = Saisie & {
  readonly choix?: TiersId | 'autre' | undefined
  /** L’employeur est écrit pour cette personne, et non déduit de qui achète : il vaut ici même si sa fiche en nomme un autre. */
  readonly employeurEcrit?: boolean
  /** À la date de l'action ; absent, il se dira plus tard et manquera au BPF d'ici là. */
  readonly statutF1?: StatutF1 | undefined
}

export type PourDossier = {
  readonly dossier: DossierId
  /** L'information et le règlement leur ont été remis ce jour : de quoi être inscrit tout de suite. */
  readonly remisLe?: Date | undefined
}

export type RefusInscrire =
  | Refus<
      | 'introuvable'
      | 'session-fermee'
      | 'pas-ouverte'
      | 'complet'
      | 'personne'
      | 'date-future'
      | 'arrivee-tardive'
    >
  | (Refus<'deja-inscrit' | 'en-double'> & { readonly rang: number })
  | (Refus<'a-departager'> & { readonly rang: number; readonly candidats: readonly Tiers[] })

const dire = (a: Saisie) => `${a.prenom} ${a.nom}`

export type Inscription = {
  readonly inscrits: number
  readonly enAttente: number
  /** Les inscriptions faites ; vide d’un envoi rejoué. */
  readonly ids: ReadonlySet<InscriptionId>
  /** Leur premier jour, si l’action avait commencé. */
  readonly arrivee: DateCivile | null
}

/**
 * Inscrit une ou plusieurs personnes, toutes ou aucune. La session est verrouillée d'abord : deux envois pour la
 * dernière place s'attendent, et le second est refusé. Une personne connue sous le même nom est proposée, jamais
 * confondue en silence.
 */
export const inscrire = async (
  tx: TenantTx,
  id: SessionId,
  jeton: string,
  apprenants: readonly Apprenant[],
  le: Date,
  pour?: PourDossier,
  /** Le jour où elles rejoignent l’action en cours de route ; absent : dès le début. */
  arrivee?: DateCivile,
): Promise<Result<Inscription, readonly RefusInscrire[]>> => {
  const session = await lireSession(tx, id, { verrouiller: true })
  if (!session) return ko([refus('introuvable', 'Cette session n’existe pas ici.')])
  if (await lireInscription(tx, id, derive(jeton, 'inscription', 0)))
    return ok({ inscrits: apprenants.length, enAttente: 0, ids: new Set(), arrivee: null })
  // La place se compte plus bas, avec le nombre de personnes : ici, l’état seul.
  const ferme = refusDInscrire({ etat: session.etat, capacite: null, inscrits: 0 })
  if (ferme) return ko([ferme])
  const dossier = pour && (await lireDossier(tx, id, pour.dossier))
  if (pour && !dossier) return ko([refus('introuvable', 'Ce dossier client n’existe pas ici.')])
  if (pour?.remisLe && pour.remisLe > le)
    return ko([refus('date-future', 'Une remise se note après coup : cette date est à venir.')])
  if (apprenants.length === 0) return ko([refus('personne', 'Écrivez au moins une personne.')])
  const rejoint = arriveeEnCours(arrivee, partTenue(session).seances)
  if (!rejoint.ok) return ko([rejoint.error])

  const tous = await listerInscrits(tx, id)
  const inscrits = tous.filter((i) => i.etat === 'inscrit')
  // Inscrite sous une fiche réunie depuis à une autre, une personne l'est toujours.
  const vivantes = tous.filter((i) => !i.closeLe).map((i) => i.personne)
  const dejaLa = new Set((await resoudre(tx, vivantes)).values())
  const refusees: RefusInscrire[] = []
  const reste = session.capacite === null ? Number.POSITIVE_INFINITY : session.capacite - inscrits.length
  if (apprenants.length > reste)
    refusees.push(
      refus(
        'complet',
        `${compter(Math.max(reste, 0), 'place libre', { zero: 'Il ne reste aucune place' })} pour ${compter(apprenants.length, 'personne')} : personne n’a été inscrit.`,
      ),
    )
  const vus = new Set<string>()
  const retenus: { saisie: Apprenant; personne: TiersId | undefined }[] = []
  for (const [rang, a] of apprenants.entries()) {
    const cle =
      a.choix && a.choix !== 'autre' ? a.choix : `${plier(`${a.nom} ${a.prenom}`)}\0${a.courriel ?? ''}`
    if (vus.has(cle))
      refusees.push({ ...refus('en-double', `Cette liste nomme deux fois ${dire(a)}.`), rang })
    vus.add(cle)
    const candidats =
      a.choix === 'autre'
        ? []
        : await homonymes(tx, session.activite, { prenom: a.prenom, nom: a.nom, courriel: a.courriel })
    // Le nom, l’adresse et l’employeur s’accordent : c’est elle, sans le demander.
    const elles =
      a.choix === undefined
        ? candidats.filter((t) => cEstElle({ courriel: a.courriel, employeur: a.employeur?.nom }, t))
        : []
    const choisie = elles.length === 1 ? elles[0] : candidats.find((t) => t.id === a.choix)
    if (candidats.length > 0 && !choisie) {
      refusees.push({
        ...refus(
          'a-departager',
          `Vous connaissez déjà une personne du nom ${de(dire(a))} : dites si c’est elle.`,
        ),
        rang,
        candidats,
      })
      continue
    }
    if (choisie && dejaLa.has(choisie.id))
      refusees.push({ ...refus('deja-inscrit', `Cette session compte déjà ${dire(a)}.`), rang })
    retenus.push({ saisie: a, personne: choisie?.id })
  }
  if (refusees.length > 0) return ko(refusees)

  // Avec un dossier, la machine d'états dit si l'inscription est définitive ; sans dossier, comme avant : un manque, dit.
  const definitif =
    !dossier ||
    changerInscription(
      'contractualisation',
      'inscrit',
      reponsesInscription(
        {
          dossier: faitsDuDossier(dossier, session),
          remises: new Set(pour?.remisLe ? remises : []),
          places: Number.isFinite(reste) ? reste : null,
          zone: session.zone,
        },
        le,
      ),
    ).ok
  const etat = definitif ? ('inscrit' as const) : ('contractualisation' as const)
  for (const [rang, { saisie, personne: connue }] of retenus.entries()) {
    const personne = connue ?? derive<'Tiers'>(jeton, 'tiers', rang)
    if (!connue) await creerTiers(tx, personne, session.activite, saisie, le)
    const inscription = derive<'Inscription'>(jeton, 'inscription', rang)
    await insererInscription(
      tx,
      {
        id: inscription,
        activite: session.activite,
        session: id,
        personne,
        dossier: dossier?.id,
        statutF1: saisie.statutF1,
        employeur:
          connue && saisie.employeurEcrit && saisie.employeur
            ? await trouverOuCreerEntreprise(tx, session.activite, saisie.employeur, le)
            : undefined,
        etat,
        arriveeLe: rejoint.value,
      },
      le,
    )
    if (pour?.remisLe)
      for (const genre of remises)
        await poserRemise(tx, {
          inscription,
          activite: session.activite,
          genre,
          moyen: 'main-propre',
          le: pour.remisLe,
        })
    await consigner(tx, {
      activite: session.activite,
      faitLe: le,
      module: 'inscriptions',
      geste: 'inscrire',
      objet: { genre: 'inscription', id: inscription },
      phrase: definitif
        ? `{tiers:${personne}} est inscrit à {session:${id}}.`
        : `L’inscription de {tiers:${personne}} à {session:${id}} se prépare.`,
    })
  }
  return ok({
    inscrits: definitif ? retenus.length : 0,
    enAttente: definitif ? 0 : retenus.length,
    ids: new Set(retenus.map((_, rang) => derive<'Inscription'>(jeton, 'inscription', rang))),
    arrivee: rejoint.value,
  })
}
