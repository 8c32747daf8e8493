import { asId } from '#kernel/id.ts'
import { messageDuLien } from '#kernel/lien-envoye.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { noterEnvoiDemande } from '../db/signatures.ecritures.ts'
import { estSatisfaite, lireDemande, lirePieceASigner, maisonDe } from '../db/signatures.ts'
import { ecrireDemande, ecrireRemise } from '../domain/dire-envoi.ts'
import { nomDuGenre, partParCourriel } from '../domain/genres.ts'
import { rendezVousFige } from '../domain/rendez-vous-fige.ts'
import { dernierJourFige, minutesDuLien, termeDuLien } from '../domain/terme-du-lien.ts'
import { signerPieceUrl } from '../liens.ts'

/** Le secret du lien d’une demande, à cet envoi : quiconque le refait trouve le même. */
export const jetonDeSignature = (keys: Keys, demande: string, envoi: number): string =>
  derivedToken(keys, 'signature', `${demande}:${envoi}`)

/** Sous quel nom l’envoi se suit : ce que l’on remet par son genre, ce que l’on fait signer par son acte. */
const etapeDe = (acte: string, genre: string): string =>
  acte === 'signature' ? 'signature' : genre === 'information-stagiaire' ? 'information' : genre

/**
 * Fait naître le lien d’une demande et l’envoie, une fois par envoi demandé. Le secret est tiré de la demande et du
 * rang de l’envoi : la tâche rejouée refait le même lien et le même identifiant de message.
 */
export const envoyerDemande: JobHandler = async (payload, { db, keys, mailer, config, clock }) => {
  const id = typeof payload.demande === 'string' ? asId<'Demande'>(payload.demande) : undefined
  const envoi = typeof payload.envoi === 'number' ? payload.envoi : 0
  if (!id || envoi < 1) return
  const jeton = jetonDeSignature(keys, id, envoi)
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const message = await db.withTenant(acces, async (tx) => {
    const connue = await lireDemande(tx, id)
    // La pièce d’abord, la demande ensuite : même ordre que qui signe.
    const piece = connue && (await lirePieceASigner(tx, connue.piece))
    const demande = piece && (await lireDemande(tx, id, { verrou: true }))
    if (!demande || demande.envois >= envoi || demande.retireeLe || demande.refuseeLe) return undefined
    // Signée entre la demande de renvoi et cette tâche : « vous n’avez pas encore signé » serait faux.
    if (await estSatisfaite(tx, id)) return undefined
    if (!isMailAddress(demande.courriel) || !partParCourriel(piece.genre)) return undefined
    const le = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
    const jusquau = termeDuLien(le, dernierJourFige(piece.donnees))
    await creerLien(
      tx,
      jeton,
      { usage: 'signature', organisme: payload.organisme, activite: demande.activite, objet: id },
      minutesDuLien(le, jusquau),
    )
    return { demande, piece, jusquau, maison: await maisonDe(tx) }
  })
  if (!message) return
  const { demande, piece, jusquau, maison } = message
  const quoi = `${nomDuGenre(piece.genre)}, ${piece.numero}`
  const lien = `${config.origine}${signerPieceUrl({ jeton })}`
  await mailer.send({
    a: demande.courriel,
    id: messageDuLien(id, envoi),
    suivi: {
      organisme: payload.organisme,
      activite: demande.activite,
      etape: etapeDe(demande.acte, piece.genre),
      objet: demande.objet.id,
      seul: payload.seul === true,
      champs: { nom: demande.nom, lien, piece: piece.libelle, numero: piece.numero },
    },
    deLaPart: maison.nom,
    ...(maison.courriel ? { repondreA: maison.courriel } : {}),
    ...(demande.acte === 'accuse'
      ? ecrireRemise({
          nom: demande.nom,
          organisme: maison.nom,
          genre: piece.genre,
          libelle: piece.libelle,
          lien,
          jusquau,
          rendezVous: piece.genre === 'convocation' ? rendezVousFige(piece.donnees) : undefined,
          rappel: envoi > 1,
        })
      : ecrireDemande({
          nom: demande.nom,
          organisme: maison.nom,
          quoi,
          libelle: piece.libelle,
          lien,
          jusquau,
          rappel: envoi > 1,
        })),
  })
  await db.withTenant(acces, (tx) => noterEnvoiDemande(tx, id, envoi, clock.now()))
}
