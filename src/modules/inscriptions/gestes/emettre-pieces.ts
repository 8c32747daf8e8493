/** Devis, convention, contrat et leurs avenants : d’un dossier à une pièce figée. L’épreuve suit le même chemin. */

import { ajouterJours } from '#kernel/dates.ts'
import { somme } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  choisirSignataire,
  composerEpreuve,
  emettrePiece,
  type PieceCourante,
  type PieceId,
  piecesCourantes,
  verrouillerPiece,
} from '#modules/documents/index.ts'
import { tvaADire } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { remplacerEcheances } from '../db/dossiers.ecritures.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { type FaitsDeSession, lireClient, lireFaits } from '../db/pieces.queries.ts'
import { lireHorsSeance, offreDejaTenue } from '../db/plan.queries.ts'
import { donneesContrat, donneesConvention, donneesDevis } from '../documents/donnees-engagement.ts'
import { donneesProgramme, faitsDuProgramme } from '../documents/donnees-remises.ts'
import type { FaitsDePiece, PieceJointe } from '../domain/a-imprimer.ts'
import type { Echeance } from '../domain/dossier.ts'
import { echeancierAuxNouvellesDates } from '../domain/echeancier.ts'
import { titresManquants } from '../domain/titres.ts'
import { lireAutour } from '../lecture/lire-autour.ts'
import {
  type GenreDuDossier,
  genresPossibles,
  sansReglement,
  sansSignataire,
  sansStagiaire,
  sansVersion,
} from '../lecture/pieces-possibles.ts'
import type { SaisieDePiece } from '../lecture/proposer-saisie.ts'
import { delaiDe, retractationDe } from '../lecture/retractation-de.ts'
import { seancesDues } from './suivre-dossier.ts'

const enJointe = (titre: string, p: PieceCourante): PieceJointe => ({
  titre,
  numero: p.numero,
  pages: p.pages,
  empreinte: p.empreinte,
})

/** Où et sous combien de jours le règlement joint fait répondre à une réclamation. */
const reclamationDuReglement = (p: PieceCourante): Pick<FaitsDePiece, 'reclamation'> => {
  const { reclamation } = JSON.parse(p.donnees) as Pick<FaitsDePiece, 'reclamation'>
  return reclamation ? { reclamation } : {}
}

type Jointes = { readonly programme: PieceCourante; readonly reglement: PieceCourante }

/**
 * Le programme de cette session : son lieu, son rythme, qui la forme, sa durée convenue. Mêmes faits, même pièce, jointe à
 * toutes les autres ; les faits changés, un autre le remplace.
 */
const programmeDe = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  faits: FaitsDeSession,
  pour: 'emission' | 'epreuve',
): Promise<Result<PieceCourante, Refus>> => {
  const donnees = donneesProgramme(
    { ...faits, signataire: { prenom: '', nom: '', qualite: '' }, jointes: [] },
    { numero: faits.version.numero, le: jourLocal(faits.version.figeeLe, session.zone) },
    {
      plan: await lireHorsSeance(tx, session.id),
      dejaTenue: await offreDejaTenue(tx, session.offre),
    },
  )
  const decide = faitsDuProgramme(donnees)
  const courant = async () => (await piecesCourantes(tx, { genre: 'programme', objet: session.id }))[0]
  // Deux dossiers de la même session émis au même instant : le second retrouve le programme du premier.
  if (pour === 'emission') await verrouillerPiece(tx, session.id as string as PieceId)
  const deja = await courant()
  if (deja?.faits === decide) return ok(deja)
  // Une épreuve n'émet rien, pas même ce qu'elle joindrait.
  if (pour === 'epreuve')
    return ok({
      id: session.id as never,
      genre: 'programme',
      numero: 'à émettre',
      pages: 1,
      empreinte: 'à émettre',
      emiseLe: services.clock.now(),
      donnees: '{}',
      faits: null,
      signee: false,
    })
  const emise = await emettrePiece(services)(tx, {
    genre: 'programme',
    activite: session.activite,
    gabarit: 'programme.v1',
    donnees,
    libelle: `Programme, ${session.intitule}`,
    recherche: session.intitule,
    objet: { genre: 'session', id: session.id },
    faits: decide,
    ...(deja ? { remplace: deja.id } : {}),
    emisLe: services.clock.now(),
    annee: faits.annee,
    multilignes: ['public', 'suivi', 'evaluation', 'acces', 'financement', 'resultats', 'handicap'],
  })
  if (!emise.ok) return emise
  const neuf = await courant()
  return neuf ? ok(neuf) : refuser('introuvable', 'Le programme n’a pas pu être relu.')
}

/** Le programme et le règlement qui se joignent à tout. */
export const jointesDe = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  faits: FaitsDeSession,
  pour: 'emission' | 'epreuve' = 'emission',
): Promise<Result<Jointes, Refus>> => {
  // Le programme les dit, et toute pièce le joint.
  const sansTitres = titresManquants(faits.quiForme)
  if (sansTitres) return ko(sansTitres)
  const [reglement] = await piecesCourantes(tx, { genre: 'reglement-interieur' })
  if (!reglement) return ko(sansReglement())
  const programme = await programmeDe(services, tx, session, faits, pour)
  return programme.ok ? ok({ programme: programme.value, reglement }) : programme
}

type Prete = {
  readonly faits: FaitsDeSession
  readonly donnees: Readonly<Record<string, unknown>>
  /** Ce que le client a signé, qu’un avenant complète ; rien tant qu’il n’a rien signé. */
  readonly base: PieceCourante | undefined
  /** Celle que personne n’a signée, que la nouvelle remplace. */
  readonly remplacee: PieceCourante | undefined
  readonly echeances: readonly Echeance[]
}

const preparer = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
  genre: GenreDuDossier,
  s: SaisieDePiece,
  pour: 'emission' | 'epreuve',
): Promise<Result<Prete, Refus>> => {
  if (!genresPossibles(d).includes(genre))
    return refuser('regime', 'Le régime de ce dossier ne demande pas cette pièce.')
  const faits = await lireFaits(services, tx, session)
  if (!faits) return ko(sansVersion())
  if (faits.mentionTva.aDire) return ko(tvaADire())
  const siens = (await listerInscrits(tx, session.id)).filter((i) => i.dossier === d.id && i.closeLe === null)
  if (siens.length === 0) return ko(sansStagiaire())
  const signataire = await choisirSignataire(tx, genre, faits.aujourdhui)
  if (!signataire) return ko(sansSignataire())
  const jointes = await jointesDe(services, tx, session, faits, pour)
  if (!jointes.ok) return jointes
  const complets: FaitsDePiece = {
    ...faits,
    signataire,
    jointes: [
      enJointe('Programme', jointes.value.programme),
      enJointe('Règlement intérieur', jointes.value.reglement),
    ],
    ...reclamationDuReglement(jointes.value.reglement),
    ...(await lireAutour(tx, session, d, siens, faits.organisme)),
  }
  const client = await lireClient(tx, d, siens)
  const toutes = await piecesCourantes(tx, { objet: d.id })
  const base =
    genre === 'devis'
      ? undefined
      : (toutes.find((p) => p.signee && p.genre === 'avenant') ??
        toutes.find((p) => p.signee && p.genre === genre))
  // Un avenant que personne n’a signé se refait en avenant : il ne redevient pas la pièce qu’il complétait.
  const remplacee = base
    ? toutes.find((p) => p.genre === 'avenant' && !p.signee)
    : toutes.find((p) => p.genre === genre)
  const avenant = base && { de: base.numero, objet: s.objetAvenant.trim() }
  if (base && avenant && avenant.objet.length < 3)
    return refuser('avenant', `${base.numero} est signée : dites ce que change l’avenant qui la complète.`)
  // Les dates ont changé depuis la signature : le solde suit l’action telle qu’elle a lieu maintenant (L6353-6).
  const fin = avenant && genre === 'contrat' ? retractationDe(d, session) : null
  const echeances =
    fin && d.echeances.length > 0
      ? echeancierAuxNouvellesDates(d.echeances, {
          prix: somme(d.echeances.map((e) => e.montant)),
          exigibleDes: fin.exigibleDes,
          seances: seancesDues(session),
          aujourdhui: faits.aujourdhui,
        })
      : d.echeances
  const donnees =
    genre === 'convention'
      ? donneesConvention(complets, client, avenant)
      : genre === 'devis'
        ? donneesDevis(complets, client, ajouterJours(faits.aujourdhui, s.validiteJours))
        : donneesContrat(
            complets,
            {
              ...client,
              circonstance: d.circonstance,
              echeances,
              mediateur: s.mediateur.nom ? s.mediateur : faits.conditions.mediateur,
              cessation: s.cessation || faits.conditions.cessation,
            },
            delaiDe(d).jours === 14 ? 14 : 10,
            avenant,
          )
  return ok({ faits, donnees, base, remplacee, echeances })
}

const multilignes = ['objectif', 'public', 'suivi', 'evaluation', 'sanction', 'cessation', 'objet']

/** L’épreuve : la pièce entière, sans numéro ni preuve. Rien n’est émis, pas même le programme qu’elle joint. */
export const epreuveDuDossier = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
  genre: GenreDuDossier,
  s: SaisieDePiece,
) => {
  const prete = await preparer(services, tx, session, d, genre, s, 'epreuve')
  return prete.ok
    ? composerEpreuve(services)({
        gabarit: `${genre}.v1`,
        donnees: prete.value.donnees,
        emisLe: services.clock.now(),
        multilignes,
      })
    : prete
}

/**
 * Émet la pièce. Non signée, la précédente du même genre est remplacée ; signée, la nouvelle est un avenant qui la
 * complète : on ajoute, on ne réécrit pas.
 */
export const emettreDuDossier = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
  genre: GenreDuDossier,
  s: SaisieDePiece,
): Promise<
  Result<{ readonly id: PieceId; readonly numero: string; readonly genre: GenreDuDossier | 'avenant' }, Refus>
> => {
  // Les pièces d’abord, le dossier ensuite : même ordre que qui signe. Sans quoi l’on remplacerait la pièce que le client
  // est en train de signer. Deux clics se suivent : le second voit la pièce du premier.
  for (const p of await piecesCourantes(tx, { objet: d.id })) await verrouillerPiece(tx, p.id)
  await lireDossier(tx, session.id, d.id, { verrouiller: true })
  const prete = await preparer(services, tx, session, d, genre, s, 'emission')
  if (!prete.ok) return prete
  const { faits, donnees, base, remplacee, echeances } = prete.value
  const emisLe = services.clock.now()
  const emise = await emettrePiece(services)(tx, {
    genre: base ? 'avenant' : genre,
    activite: d.activite,
    gabarit: `${genre}.v1`,
    donnees,
    libelle: `${d.client}, ${session.intitule}`,
    recherche: d.client,
    objet: { genre: 'dossier', id: d.id },
    ...(base ? { complete: base.id } : {}),
    ...(remplacee ? { remplace: remplacee.id } : {}),
    emisLe,
    annee: faits.annee,
    multilignes,
  })
  if (!emise.ok) return emise
  // Ce que l’on demandera est ce que l’avenant dit.
  if (base && JSON.stringify(echeances) !== JSON.stringify(d.echeances))
    await remplacerEcheances(tx, d, echeances, emisLe)
  await consigner(tx, {
    activite: d.activite,
    faitLe: emisLe,
    module: 'inscriptions',
    geste: 'emettre-piece',
    objet: { genre: 'dossier', id: d.id },
    phrase: `La pièce ${emise.value.numero} est émise, pour {session:${session.id}}.`,
  })
  return ok({ id: emise.value.id, numero: emise.value.numero, genre: base ? 'avenant' : genre })
}
