/** Ce qui se remet à toute une session d’un geste : informations de L6353-8, programme, règlement ; convocations. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { emettrePiece, piecesCourantes, piecesSuivies, remettrePiece } from '#modules/documents/index.ts'
import { tvaADire } from '#modules/organisme/index.ts'
import { lireSession, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { lireDossier, listerDossiers, listerRemises } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import { noterRemise } from '../db/pieces.ecritures.ts'
import { lireClient, lireFaits } from '../db/pieces.queries.ts'
import { lireHorsSeance } from '../db/plan.queries.ts'
import { commanditaireDe, donneesConvocation, donneesInformation } from '../documents/donnees-remises.ts'
import type { FaitsDePiece } from '../domain/a-imprimer.ts'
import { aCommence, direDebut } from '../domain/a-temps.ts'
import { tropTardPourConvoquer } from '../domain/arrivee.ts'
import { aUnEmployeur, type DossierId } from '../domain/dossier.ts'
import { prixDu } from '../domain/prix.ts'
import { serviParLien } from '../domain/remises.ts'
import { PLAFOND_A_L_EXPIRATION } from '../domain/retractation.ts'
import { seRefait } from '../lecture/convocations-a-refaire.ts'
import { sansVersion } from '../lecture/pieces-possibles.ts'
import { jointesDe } from './emettre-pieces.ts'
import { inscrireDefinitivement, type Retenu } from './passer-inscription.ts'

export type Remise = {
  readonly parties: number
  readonly deja: number
  /** Sans courriel : à remettre en main propre. */
  readonly sansCourriel: readonly string[]
  /** Pas encore inscrits, et pourquoi : rien ne leur part. */
  readonly retenus: readonly Retenu[]
  /** Les inscriptions que le geste a rendues définitives. */
  readonly inscrits: number
}

const multilignes = ['objectif', 'evaluation', 'sanction', 'modalites', 'materiel', 'acces']
const nommer = (i: Inscrit) => `${i.prenom} ${i.nom}`

/** À qui l’on envoie : toute la session, un dossier, ou ces inscriptions seules. */
type ACombien = { readonly dossier?: DossierId; readonly seulement?: ReadonlySet<string> }

/** Celles qui se préparent ou suivent, jamais les closes ; par nom. */
const attendus = async (tx: TenantTx, session: SessionLue, a: ACombien = {}): Promise<Inscrit[]> =>
  (await listerInscrits(tx, session.id)).filter(
    (i) =>
      i.closeLe === null &&
      (a.dossier === undefined || i.dossier === a.dossier) &&
      (a.seulement === undefined || a.seulement.has(i.id)),
  )

/** L’organisme qui nous confie les personnes d’un dossier, pour les dossiers reçus en sous-traitance. */
const donneursDe = async (tx: TenantTx, session: SessionLue): Promise<ReadonlyMap<DossierId, string>> =>
  new Map(
    (await listerDossiers(tx, session.id))
      .filter((d) => d.regime === 'sous-traitance-recue')
      .map((d) => [d.id, d.client]),
  )

const preparer = async (services: Services, tx: TenantTx, session: SessionLue) => {
  // Deux clics se suivent : le second trouve ce que le premier a remis.
  await lireSession(tx, session.id, { verrouiller: true })
  const faits = await lireFaits(services, tx, session)
  if (!faits) return ko(sansVersion())
  if (faits.mentionTva.aDire) return ko(tvaADire())
  const jointes = await jointesDe(services, tx, session, faits)
  if (!jointes.ok) return jointes
  const { programme, reglement } = jointes.value
  const complets: FaitsDePiece = {
    ...faits,
    signataire: { prenom: '', nom: '', qualite: '' },
    jointes: [
      { ...programme, titre: 'Programme' },
      { ...reglement, titre: 'Règlement intérieur' },
    ],
  }
  return ok({ faits, complets, programme, reglement })
}

/**
 * Remet à chacun les informations de L6353-8, le programme et le règlement, par un lien qui en recueille l’accusé. Une
 * pièce par dossier, qui nomme l’entité commanditaire, ou dit les prix à qui paie à ses frais ; une pour la session, hors dossier.
 * Rejoué, le geste n’envoie rien deux fois : qui a reçu par lien garde la pièce qu’il a reçue.
 */
export const remettreInformations = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  organisme: Parameters<typeof remettrePiece>[2]['organisme'],
  a: ACombien = {},
  /** Vrai : la tournée remet, personne n’a pressé de bouton. */
  seul = false,
): Promise<Result<Remise, Refus>> => {
  const pretes = await preparer(services, tx, session)
  if (!pretes.ok) return pretes
  const { faits, complets, programme, reglement } = pretes.value
  const emisLe = services.clock.now()
  const emises = new Map<string, Awaited<ReturnType<typeof piecesCourantes>>[number]['id']>()
  const information = async (i: Inscrit): Promise<Result<(typeof programme)['id'], Refus>> => {
    const d = i.dossier ? await lireDossier(tx, session.id, i.dossier) : undefined
    const objet = d?.id ?? session.id
    const connue =
      emises.get(objet) ?? (await piecesCourantes(tx, { genre: 'information-stagiaire', objet }))[0]?.id
    if (connue) return ok(connue)
    const emise = await emettrePiece(services)(tx, {
      genre: 'information-stagiaire',
      activite: session.activite,
      gabarit: 'information-stagiaire.v1',
      donnees: donneesInformation(
        complets,
        d?.regime === 'contrat'
          ? {
              prix: prixDu(d, faits.mentionTva.taux),
              mentionTva: faits.mentionTva.texte ?? 'TVA au taux de 20 % comprise',
              modalites: `Rien avant la fin du délai de rétractation, ${PLAFOND_A_L_EXPIRATION} % au plus à son terme, le solde au fil de l’action.`,
              cessation: faits.conditions.cessation,
            }
          : undefined,
        commanditaireDe(d?.regime === 'convention' ? await lireClient(tx, d, []) : undefined),
      ),
      libelle: `Informations préalables, ${session.intitule}`,
      recherche: session.intitule,
      objet: { genre: d ? 'dossier' : 'session', id: objet },
      emisLe,
      annee: faits.annee,
      multilignes,
    })
    if (!emise.ok) return emise
    emises.set(objet, emise.value.id)
    return ok(emise.value.id)
  }
  const recus = await donneursDe(tx, session)
  const remises = await listerRemises(tx, { session: session.id })
  let parties = 0
  let deja = 0
  const sansCourriel: string[] = []
  for (const i of await attendus(tx, session, a)) {
    // L'organisme qui nous confie une personne l'informe lui-même : c'est avec lui qu'elle est inscrite.
    if (i.dossier && recus.has(i.dossier)) continue
    if (!i.courriel) {
      sansCourriel.push(nommer(i))
      continue
    }
    if (serviParLien(remises.filter((r) => r.inscription === i.id))) {
      deja += 1
      continue
    }
    const piece = await information(i)
    if (!piece.ok) return piece
    const neuve = await remettrePiece(services, tx, {
      activite: session.activite,
      piece: piece.value,
      jointes: [programme.id, reglement.id],
      objet: { genre: 'inscription', id: i.id },
      nom: nommer(i),
      courriel: i.courriel,
      organisme,
      seul,
    })
    if (!neuve) {
      deja += 1
      continue
    }
    parties += 1
    for (const [genre, remise] of [
      ['information-l6353-8', piece.value],
      ['reglement-interieur', reglement.id],
    ] as const)
      await noterRemise(tx, {
        inscription: i.id,
        activite: session.activite,
        genre,
        piece: remise,
        le: emisLe,
      })
  }
  if (parties > 0)
    await consigner(tx, {
      activite: session.activite,
      faitLe: emisLe,
      module: 'inscriptions',
      geste: 'remettre-informations',
      objet: { genre: 'session', id: session.id },
      phrase: `Informations préalables remises à ${parties} personne${parties > 1 ? 's' : ''} de {session:${session.id}}.`,
    })
  return ok({ parties, deja, sansCourriel, retenus: [], inscrits: 0 })
}

/**
 * Convoque toute la session : une convocation chacun, figée, lue par lien. Rejoué, le geste ne convoque que les nouveaux, et ceux dont
 * la convocation dit d’autres dates que celles d’aujourd’hui : la leur est remplacée.
 */
export const convoquer = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  organisme: Parameters<typeof remettrePiece>[2]['organisme'],
  a: Pick<ACombien, 'seulement'> = {},
  /** Vrai : la tournée convoque, personne n’a pressé de bouton. */
  seul = false,
): Promise<Result<Remise, Refus>> => {
  const pretes = await preparer(services, tx, session)
  if (!pretes.ok) return pretes
  const { faits, complets, programme, reglement } = pretes.value
  const emisLe = services.clock.now()
  // À l’heure près : « Nous vous attendons le… à 9 h » ne s’écrit pas d’une heure passée. Qui rejoint l’action en cours de route a la sienne.
  const { seances } = partTenue(session)
  const tropTard = (i: Pick<Inscrit, 'arriveeLe'>) => tropTardPourConvoquer(seances, i.arriveeLe, emisLe)
  if (seances[0] && aCommence(seances[0], emisLe) && (await attendus(tx, session, a)).every(tropTard))
    return refuser(
      'trop-tard',
      `L’action a commencé ${direDebut(seances[0])} : une convocation ne se date pas d’après son début.`,
    )
  // Qui remplit ses conditions est inscrit d'abord : on ne convoque que des inscrits, et l'on ne demande pas deux gestes.
  const dossiers = new Set((await attendus(tx, session, a)).flatMap((i) => (i.dossier ? [i.dossier] : [])))
  const retenus: Retenu[] = []
  let inscrits = 0
  for (const dossier of dossiers) {
    const fait = await inscrireDefinitivement(
      tx,
      { session: session.id, dossier, seulement: a.seulement },
      emisLe,
    )
    retenus.push(...fait.retenus)
    inscrits += fait.inscrits
  }
  const plan = await lireHorsSeance(tx, session.id)
  const donneurs = await donneursDe(tx, session)
  let parties = 0
  let deja = 0
  const sansCourriel: string[] = []
  for (const i of (await attendus(tx, session, a)).filter((x) => x.etat === 'inscrit')) {
    if (tropTard(i)) continue
    const ancienne = (await piecesSuivies(tx, [i.id])).find((p) => p.genre === 'convocation')
    if (ancienne && !seRefait(ancienne, i, session)) {
      deja += 1
      continue
    }
    const emise = await emettrePiece(services)(tx, {
      genre: 'convocation',
      activite: session.activite,
      gabarit: 'convocation.v1',
      donnees: donneesConvocation(
        complets,
        {
          prenom: i.prenom,
          nom: i.nom,
          // « Votre employeur » : celui de qui en a un ce jour-là.
          entreprise: aUnEmployeur(i.statutF1) ? i.employeur : null,
          donneur: (i.dossier && donneurs.get(i.dossier)) ?? null,
          arrivee: i.arriveeLe,
        },
        plan,
      ),
      libelle: `${nommer(i)}, ${session.intitule}`,
      recherche: `${i.nom} ${i.prenom}`,
      objet: { genre: 'inscription', id: i.id },
      ...(ancienne ? { remplace: ancienne.id } : {}),
      emisLe,
      annee: faits.annee,
      multilignes,
    })
    if (!emise.ok) return emise
    parties += 1
    if (!i.courriel) {
      sansCourriel.push(nommer(i))
      continue
    }
    await remettrePiece(services, tx, {
      activite: session.activite,
      piece: emise.value.id,
      // À qui nous est confié aussi : tout organisme a le sien, même dans des locaux prêtés (L6352-3),
      // et c’est chez nous que la personne vient. Ce règlement-là s’ajoute à celui que son organisme lui a remis avant de l’inscrire
      // (L6353-8, `domain/gardes.ts`). Déduit : le domaine ne dit pas lequel l’emporte s’ils se contredisent, la pièce ne le dit donc pas.
      jointes: [programme.id, reglement.id],
      objet: { genre: 'convocation', id: i.id },
      nom: nommer(i),
      courriel: i.courriel,
      organisme,
      seul,
    })
  }
  if (parties > 0)
    await consigner(tx, {
      activite: session.activite,
      faitLe: emisLe,
      module: 'inscriptions',
      geste: 'convoquer',
      objet: { genre: 'session', id: session.id },
      phrase: `${parties} convocation${parties > 1 ? 's émises' : ' émise'} pour {session:${session.id}}.`,
    })
  return ok({ parties, deja, sansCourriel, retenus, inscrits })
}
