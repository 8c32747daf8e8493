/**
 * Lire, signer, accuser ou refuser une pièce par un lien personnel, sans compte. Le lien signe une fois et relit jusqu’à
 * son terme : que la pièce soit signée se sait par la preuve gardée, jamais par le lien.
 */

import { randomInt } from 'node:crypto'
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { RetractationEnLigne } from '#kernel/retractation-en-ligne.ts'
import { majuscule } from '#kernel/texte.ts'
import { asZone, jourLocal, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { compterEssai, noterOuverture, noterRefus, poserCode } from '../db/signatures.ecritures.ts'
import {
  annexesDe,
  type DemandeDeSignature,
  type DemandeDeSignatureId,
  demandeDuLien,
  dernierExemplaire,
  garderLeLien,
  lireDemande,
  lirePieceASigner,
  maisonDe,
  type PieceASigner,
  type Signature,
} from '../db/signatures.ts'
import { ecrireCode } from '../domain/dire-envoi.ts'
import { autrePartie } from '../domain/genres.ts'
import {
  phraseDeConsentement,
  verifierCode,
  verifierEnvoiDeCode,
  verifierSignable,
} from '../domain/signer-piece.ts'
import { joursDuLien } from '../domain/terme-du-lien.ts'
import type { PrisesDocuments } from '../prises.ts'
import { faireExemplaire, garder, lireDossierDeSignature, nommer } from './signer-piece.ts'

export type VueDeDemande = {
  readonly organisme: string
  /** Le fuseau de l’organisme : ses dates et ses heures sont à sa pendule. */
  readonly zone: Zone
  readonly demande: DemandeDeSignature
  readonly piece: PieceASigner
  readonly jointes: readonly PieceASigner[]
  readonly consentement: string
  /** La demande facultative de commencer avant la fin du délai de rétractation, s’il y a lieu. */
  readonly debutAnticipe: string | undefined
  /** Ce que la personne peut, ou pourra, de ce contrat par ce même lien ; rien d’une autre pièce. */
  readonly retractation: RetractationEnLigne | undefined
  /** Ce que cette demande a déjà recueilli. */
  readonly signature: Signature | undefined
  /** La rétractation déclarée par ce lien même ; absente si elle est arrivée autrement. */
  readonly declaree: Signature | undefined
  /** Rien, ou pourquoi cette pièce ne se signe pas (ou plus). */
  readonly obstacle: Refus | undefined
}

/** Sous verrou de la pièce, puis de la demande. */
export const lireVue = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  jeton: string,
  maintenant: Date,
): Promise<VueDeDemande | undefined> => {
  const id = await demandeDuLien(tx, jeton)
  const connue = id && (await lireDemande(tx, id))
  // La pièce d’abord, la demande ensuite : même ordre que qui la retire, ou la refait, de l’autre côté.
  const lu = connue && (await lireDossierDeSignature(tx, prises, connue.piece))
  const demande = lu && (await lireDemande(tx, connue.id, { verrou: true }))
  if (!lu || !demande || demande.retireeLe) return undefined
  // Une demande d’avant que les annexes s’y gardent : la pièce dit ce qui lui est joint.
  const jointes: PieceASigner[] =
    demande.acte === 'signature' && demande.jointes.length === 0 ? await annexesDe(tx, lu.piece) : []
  for (const j of demande.jointes) {
    const p = await lirePieceASigner(tx, j)
    if (p) jointes.push(p)
  }
  const maison = await maisonDe(tx)
  const signable =
    demande.acte === 'accuse'
      ? ok(undefined)
      : verifierSignable(lu.faits, demande.role === 'organisme' ? 'organisme' : 'client', lu.motifVisa)
  const gardee = (acte: Signature['acte']) =>
    lu.signatures.find((s) => s.demande === demande.id && s.acte === acte)
  const signature = gardee(demande.acte)
  return {
    organisme: maison.nom,
    zone: asZone(maison.zone) ?? ZONE_PAR_DEFAUT,
    demande,
    piece: lu.piece,
    jointes,
    consentement: phraseDeConsentement(demande.acte, nommer(lu.piece), jointes.length),
    debutAnticipe:
      demande.acte === 'signature' && !signature && signable.ok
        ? await prises.debutAnticipe?.(tx, lu.piece, maintenant)
        : undefined,
    retractation:
      demande.acte === 'signature' ? await prises.retractation?.(tx, lu.piece, maintenant) : undefined,
    signature,
    declaree: gardee('retractation'),
    obstacle: signable.ok ? undefined : signable.error,
  }
}

export const lireDemandeParLien = (
  { db, clock }: Services,
  prises: PrisesDocuments,
  jeton: string,
): Promise<VueDeDemande | undefined> =>
  db.withTenant({ genre: 'lien', jeton }, async (tx) => {
    const vue = await lireVue(tx, prises, jeton, clock.now())
    if (vue) await noterOuverture(tx, vue.demande.id, clock.now())
    return vue
  })

/** Le PDF d’un lien : la pièce (0), ou une jointe (1…) ; celle qui est signée, par son exemplaire signé : mêmes données, même empreinte. */
export const lirePdfParLien = (
  { db, storage, clock }: Services,
  prises: PrisesDocuments,
  jeton: string,
  rang: number,
): Promise<{ readonly numero: string; readonly octets: Uint8Array } | undefined> =>
  db.withTenant({ genre: 'lien', jeton }, async (tx) => {
    const vue = await lireVue(tx, prises, jeton, clock.now())
    const piece = vue && [vue.piece, ...vue.jointes][rang]
    if (!vue || !piece) return undefined
    const lu = await storage.get(tx, (await dernierExemplaire(tx, piece.id))?.fichier ?? piece.fichier)
    return lu && { numero: piece.numero, octets: lu.octets }
  })

const empreinteDuCode = (services: Services, demande: DemandeDeSignatureId, code: string): string =>
  services.keys.digest('documents.code', `${demande}:${code}`).toString('hex')

/** Ce qu’un geste par lien rend : la vue, et le refus ou ce qui fut fait. Rien : le lien ne vaut plus. */
export type IssueParLien = {
  readonly vue: VueDeDemande
  readonly refus?: Refus
  readonly fait?: 'code' | 'signe' | 'refuse'
}

const parLien = (
  services: Services,
  prises: PrisesDocuments,
  jeton: string,
  geste: (
    tx: TenantTx,
    vue: VueDeDemande,
    organisme: OrganismeId,
  ) => Promise<Result<IssueParLien['fait'] & string, Refus>>,
): Promise<IssueParLien | undefined> =>
  services.db.withTenant({ genre: 'lien', jeton }, async (tx, tenant) => {
    const vue = await lireVue(tx, prises, jeton, services.clock.now())
    if (!vue) return undefined
    if (vue.signature)
      return { vue, refus: { code: 'deja-signee', phrase: 'Vous avez déjà signé cette pièce.' } }
    if (vue.demande.refuseeLe)
      return {
        vue,
        refus: {
          code: 'refusee',
          phrase: 'Vous avez refusé cette pièce : écrivez à l’organisme pour en reparler.',
        },
      }
    if (vue.obstacle) return { vue, refus: vue.obstacle }
    const fait = await geste(tx, vue, tenant.organisme)
    return fait.ok
      ? { vue: (await lireVue(tx, prises, jeton, services.clock.now())) ?? vue, fait: fait.value }
      : { vue, refus: fait.error }
  })

/** Fait partir un code de six chiffres à l’adresse de la demande, et à elle seule. */
export const envoyerCode = (services: Services, prises: PrisesDocuments, jeton: string) =>
  parLien(services, prises, jeton, async (tx, { demande, piece, organisme }) => {
    const maintenant = services.clock.now()
    const permis = verifierEnvoiDeCode(demande, maintenant)
    if (!permis.ok) return permis
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    await poserCode(tx, demande.id, empreinteDuCode(services, demande.id, code), maintenant)
    await sendLater(tx, services, {
      a: demande.courriel,
      deLaPart: organisme,
      ...ecrireCode({ nom: demande.nom, quoi: `${nommer(piece)}, émise par ${organisme}`, code }),
    })
    return ok('code')
  })

export const signerParLien = (
  services: Services,
  prises: PrisesDocuments,
  jeton: string,
  s: {
    readonly nom: string
    readonly qualite: string
    readonly code: string
    readonly ip: string
    readonly agent: string
    /** La case de la demande de commencer, cochée. */
    readonly anticipe?: boolean
  },
) =>
  parLien(services, prises, jeton, async (tx, vue, organisme): Promise<Result<'signe', Refus>> => {
    const { demande, piece } = vue
    const maintenant = services.clock.now()
    if (demande.acte === 'signature') {
      const juste = verifierCode(demande, empreinteDuCode(services, demande.id, s.code), maintenant)
      if (!juste.ok) {
        if (juste.error.code === 'code-faux') await compterEssai(tx, demande.id)
        return juste
      }
    }
    // Gardée avec le consentement, dans les mots mêmes que la personne a lus.
    const anticipe = s.anticipe ? vue.debutAnticipe : undefined
    const garde = await garder(
      tx,
      prises,
      { piece },
      {
        acte: demande.acte,
        role: demande.role,
        moyen: 'lien',
        nom: s.nom,
        qualite: s.qualite,
        consentement: [vue.consentement, ...(anticipe ? [anticipe] : [])].join(' '),
        debutAnticipe: anticipe !== undefined,
        dateeDu: jourLocal(maintenant, vue.zone),
        scan: null,
        privee: {
          courriel: demande.courriel,
          ip: s.ip,
          agent: s.agent,
          ...(demande.acte === 'signature' && demande.codeLe
            ? { codeEnvoyeLe: demande.codeLe.toISOString() }
            : {}),
        },
        maintenant,
        demande,
      },
    )
    if (!garde.ok) return garde
    if (demande.acte === 'signature') {
      // Envoyé la veille de son terme, le lien s’éteindrait avant la fin du délai de rétractation.
      await garderLeLien(tx, jeton, new Date(maintenant.getTime() + joursDuLien * 86_400_000))
      await faireExemplaire(tx, organisme, piece.id)
    }
    return ok('signe')
  })

export const refuserParLien = (services: Services, prises: PrisesDocuments, jeton: string, motif: string) =>
  parLien(services, prises, jeton, async (tx, { demande, piece }): Promise<Result<'refuse', Refus>> => {
    if (demande.acte === 'accuse')
      return refuser('accuse', 'Un accusé de réception ne se refuse pas : écrivez à l’organisme.')
    const maintenant = services.clock.now()
    await noterRefus(tx, demande.id, motif, maintenant)
    await consigner(tx, {
      activite: piece.activite,
      faitLe: maintenant,
      module: 'documents',
      geste: 'refuser-piece',
      objet: { genre: 'piece', id: piece.id },
      phrase: `${majuscule(demande.role === 'organisme' ? 'la direction' : autrePartie(piece.genre))} a refusé ${nommer(piece)}.`,
    })
    return ok('refuse')
  })
