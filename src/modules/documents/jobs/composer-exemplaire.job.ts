import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { heureLocale, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { SignatureV1 } from '#platform/pdf/papier/papier.v1.ts'
import { ajouterExemplaire } from '../db/signatures.ecritures.ts'
import {
  annexesDe,
  demandesDe,
  dernierExemplaire,
  lirePieceASigner,
  maisonDe,
  type PieceASigner,
  type Signature,
  signaturesDe,
} from '../db/signatures.ts'
import { estDe, nomDuGenre } from '../domain/genres.ts'
import { signatairesAttendus } from '../domain/signer-piece.ts'
import { recomposer } from '../gestes/recomposer.ts'
import { ouvrirDonnees } from '../lecture/donnees-sensibles.ts'
import { signerPiecePdfUrl, signerPieceUrl } from '../liens.ts'
import { jetonDeSignature } from './envoyer-demande.job.ts'

const deux = (n: number) => String(n).padStart(2, '0')

const enV1 = (s: Signature): SignatureV1 => {
  if (s.moyen === 'scan')
    return {
      etat: 'papier',
      le: s.dateeDu,
      moyen: `${[s.nom, s.qualite].filter(Boolean).join(', ')} · numérisation gardée, empreinte ${s.scan?.slice(0, 16)}`,
    }
  const { date, minute } = heureLocale(s.signeeLe, ZONE_PAR_DEFAUT)
  return {
    etat: 'electronique',
    le: `${date}T${deux(Math.floor(minute / 60))}:${deux(minute % 60)}`,
    moyen: `${s.nom}, ${s.moyen === 'lien' ? 'lien personnel et code reçu par courriel' : 'compte personnel'} · preuve ${s.engagement.slice(0, 16)}`,
  }
}

/** Ce qui est joint a la même valeur que la pièce : chaque annexe, et où la lire. */
const direAnnexes = (annexes: readonly PieceASigner[], adresse: (rang: number) => string): string =>
  annexes.length === 0
    ? ''
    : `
${annexes.length > 1 ? 'Les pièces jointes, qui en font partie, s’y lisent aussi' : 'La pièce jointe, qui en fait partie, s’y lit aussi'}\u00a0:

${annexes.map((p, i) => `${nomDuGenre(p.genre)}, ${p.numero}\n${adresse(i + 1)}`).join('\n')}
`
/**
 * Recompose la pièce avec ses signatures : mêmes données, même instant, donc même empreinte, ou la tâche échoue. Deux
 * parties signées : le client en reçoit le lien.
 */
export const composerExemplaire: JobHandler = async (payload, services) => {
  const { db, storage, keys, config, clock } = services
  const id = typeof payload.piece === 'string' ? asId<'Piece'>(payload.piece) : undefined
  if (!id) return
  await db.withTenant({ genre: 'tache', organisme: payload.organisme }, async (tx) => {
    const piece = await lirePieceASigner(tx, id)
    if (!piece) return
    const signatures = (await signaturesDe(tx, id)).filter((s) => s.acte === 'signature')
    // Signée sur papier par tous, la feuille numérisée est l’exemplaire.
    if (signatures.every((s) => s.moyen === 'scan')) return
    if (((await dernierExemplaire(tx, id))?.signatures ?? 0) >= signatures.length) return
    const rendu = await recomposer(
      services,
      { ...piece, donnees: ouvrirDonnees(keys, piece) },
      Object.fromEntries(signatures.map((x) => [x.role, enV1(x)])),
    )
    if (!rendu.ok) throw new Error(`Exemplaire signé impossible : ${rendu.error.code}`)
    const { empreinte } = await storage.put(tx, rendu.value.pdf, 'application/pdf', {
      sensible: estDe(piece.genre, 'sensible'),
    })
    const maintenant = clock.now()
    await ajouterExemplaire(tx, {
      activite: piece.activite,
      piece: id,
      signatures: signatures.length,
      fichier: empreinte,
      le: maintenant,
    })
    const complet = signatairesAttendus(piece.genre).every((p) => signatures.some((s) => s.role === p))
    if (!complet) return
    // Chaque partie invitée par un lien reçoit le sien : la dernière demande de chacune.
    const invitees = (await demandesDe(tx, id))
      .filter((d) => d.acte === 'signature' && !d.retireeLe && d.envois > 0)
      .filter((d, i, toutes) => toutes.findIndex((x) => x.role === d.role) === i)
      .filter((d) => isMailAddress(d.courriel))
    const maison = await maisonDe(tx)
    const annexes = await annexesDe(tx, piece)
    for (const demande of invitees) {
      const jeton = jetonDeSignature(keys, demande.id, demande.envois)
      await sendLater(tx, services, {
        a: demande.courriel,
        suivi: {
          organisme: payload.organisme,
          activite: piece.activite,
          etape: 'exemplaire-signe',
          objet: demande.objet.id,
        },
        deLaPart: maison.nom,
        ...(maison.courriel ? { repondreA: maison.courriel } : {}),
        objet: `Votre exemplaire signé : ${nomDuGenre(piece.genre)}, ${piece.numero}`,
        texte: `${saluer(demande.nom)}

La pièce ${piece.numero} est signée. Votre exemplaire se lit et se garde par le même lien\u00a0:

${config.origine}${signerPieceUrl({ jeton })}
${direAnnexes(annexes, (rang) => `${config.origine}${signerPiecePdfUrl({ jeton, fichier: `${rang}.pdf` })}`)}
${maison.nom}
`,
      })
    }
  })
}
