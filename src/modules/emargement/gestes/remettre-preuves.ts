/** Signer d’un geste les attestations, ou les extraits de présence, d’une session, et remettre chacun par son lien. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import {
  type EtatDePreuve,
  etatsDesPreuves,
  type PieceId,
  piecesCourantes,
  signerPreuves,
} from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { lireDonneur } from '../db/certificats.ts'
import type { SessionId } from '../domain/ports.ts'
import { lireAttestation } from './emettre-attestations.ts'
import { lireCertificats } from './emettre-certificats.ts'
import { extraitPerime } from './emettre-extrait.ts'
import { type ARemettre, envoyerPreuves } from './envoyer-preuves.ts'
import type { Signataire } from './remettre-certificats.ts'

export type Remises = {
  readonly signees: number
  readonly parties: number
  readonly sansCourriel: readonly string[]
}

const introuvable = () => refuser('introuvable', 'Cette session n’existe pas, ou n’est pas la vôtre.')

/** Ne part que ce qui est signé ; rejoué, le geste n’envoie rien deux fois. */
const signerEtRemettre = async (
  services: Services,
  qui: Signataire,
  genre: 'attestation' | 'extrait',
  dues: readonly ARemettre[],
): Promise<Result<Remises, Refus>> => {
  const signe = await signerPreuves(
    services,
    qui,
    dues.map((d) => d.piece),
  )
  if (!signe.ok) return signe
  const envoi = await services.db.withTenant(qui.acces, (tx, { organisme }) =>
    envoyerPreuves(services, tx, organisme, genre, dues),
  )
  return ok({
    signees: signe.value.signees,
    parties: envoi?.parties ?? 0,
    sansCourriel: envoi?.sansCourriel ?? [],
  })
}

/** Les attestations qui valent : émises, et d’accord avec les faits d’aujourd’hui. */
export const signerEtRemettreAttestations = async (
  services: Services,
  qui: Signataire,
  session: SessionId,
): Promise<Result<Remises, Refus>> => {
  const lues = await lireCertificats(services, qui.acces, session)
  if (!lues) return introuvable()
  const dues = await services.db.withTenant(qui.acces, async (tx) => {
    const trouvees: ARemettre[] = []
    for (const { inscription: i } of lues.lignes) {
      const a = await lireAttestation(services, tx, { session, inscription: i.id })
      if (a.piece && !a.perimee)
        trouvees.push({
          piece: a.piece.id,
          activite: i.activite,
          inscription: i.id,
          nom: `${i.prenom} ${i.nom}`,
          courriel: i.courriel,
          role: 'stagiaire',
          phrase: `L’attestation de {tiers:${i.personne}} lui est remise par courriel.`,
        })
    }
    return trouvees
  })
  return dues ? signerEtRemettre(services, qui, 'attestation', dues) : introuvable()
}

export type ExtraitLu = {
  readonly id: PieceId
  readonly numero: string
  /** Les faits ont changé depuis : un autre le remplace. */
  readonly perime: boolean
  readonly preuve: EtatDePreuve | undefined
  /** À qui il va : le contact qui signe chez le donneur d’ordre, à défaut le courriel de sa fiche. */
  readonly a: { readonly nom: string; readonly courriel: string | null } | undefined
}

/** Le dernier extrait, par inscription ; sans extrait, elle n’y figure pas. */
export const lireExtraits = async (
  services: Services,
  tx: TenantTx,
  inscriptions: readonly Parameters<typeof lireDonneur>[1][],
): Promise<ReadonlyMap<string, ExtraitLu>> => {
  const lus = new Map<string, Omit<ExtraitLu, 'preuve'>>()
  for (const id of inscriptions) {
    const [dernier] = await piecesCourantes(tx, { genre: 'extrait-presence', objet: id })
    if (!dernier) continue
    const donneur = await lireDonneur(tx, id)
    lus.set(id, {
      id: dernier.id,
      numero: dernier.numero,
      perime: await extraitPerime(services, tx, id, dernier),
      a: donneur && { nom: donneur.contact ?? donneur.nom, courriel: donneur.courriel },
    })
  }
  if (lus.size === 0) return new Map()
  const etats = await etatsDesPreuves(
    tx,
    [...lus.values()].map((x) => x.id),
  )
  return new Map([...lus].map(([id, x]) => [id, { ...x, preuve: etats.get(x.id) }]))
}

export const signerEtRemettreExtraits = async (
  services: Services,
  qui: Signataire,
  session: SessionId,
): Promise<Result<Remises, Refus>> => {
  const lues = await lireCertificats(services, qui.acces, session)
  if (!lues) return introuvable()
  const recues = lues.lignes.filter((l) => l.delivrable === 'extrait').map((l) => l.inscription)
  const extraits = await services.db.withTenant(qui.acces, (tx) =>
    lireExtraits(
      services,
      tx,
      recues.map((i) => i.id),
    ),
  )
  if (!extraits) return introuvable()
  return signerEtRemettre(
    services,
    qui,
    'extrait',
    recues.flatMap((i): ARemettre[] => {
      const x = extraits.get(i.id)
      return x?.a && !x.perime
        ? [
            {
              piece: x.id,
              activite: i.activite,
              inscription: i.id,
              nom: x.a.nom,
              courriel: x.a.courriel,
              role: 'client',
              phrase: `L’extrait de présence de {tiers:${i.personne}} est remis au donneur d’ordre par courriel.`,
            },
          ]
        : []
    }),
  )
}
