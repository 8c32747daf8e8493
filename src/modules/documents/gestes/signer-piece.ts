/**
 * Faire signer une pièce, côté organisme : demander, remettre, déposer un scan, signer par son compte. Chaque geste ouvre sa transaction, verrouille la pièce avant de lire, et rend un refus plutôt que de lever.
 */
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { asZone, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { listerSignataires, peutSigner } from '#modules/organisme/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Services } from '#platform/services.ts'
import { emissionDans } from '../db/pieces.ecritures.ts'
import { garderSignature } from '../db/signatures.ecritures.ts'
import {
  type DemandeDeSignature,
  demandesDe,
  lirePieceASigner,
  maisonDe,
  nouvelleSignature,
  type PieceASigner,
  type Signature,
  signaturesDe,
} from '../db/signatures.ts'
import { autrePartie, delegationDe, estDe, nomDuGenre } from '../domain/genres.ts'
import type { PieceId } from '../domain/piece.ts'
import {
  etatDesDemandes,
  type FaitsDeSignature,
  montantEngage,
  phraseDeConsentement,
  verifierScan,
  verifierSignable,
  verifierVoie,
} from '../domain/signer-piece.ts'
import type { PrisesDocuments } from '../prises.ts'

export const tacheEnvoyerDemande = 'documents.envoyer-demande'
export const tacheExemplaire = 'documents.composer-exemplaire'

/** Un exemplaire qui porte toutes les signatures d’aujourd’hui, composé hors de cette transaction. */
export const faireExemplaire = (tx: TenantTx, organisme: OrganismeId, piece: PieceId): Promise<unknown> =>
  enqueue(tx, tacheExemplaire, { organisme, piece }, { cle: `exemplaire:${piece}` })

export const introuvable = () => refuser('introuvable', 'Cette pièce n’existe pas, ou n’est pas la vôtre.')

/** « la convention CV-2026-0147 » : dans le consentement et les courriels. */
export const nommer = (p: Pick<PieceASigner, 'genre' | 'numero'>): string =>
  `la pièce « ${nomDuGenre(p.genre)} » n° ${p.numero}`

type Dossier = {
  readonly piece: PieceASigner
  readonly signatures: readonly Signature[]
  readonly demandes: readonly DemandeDeSignature[]
  readonly faits: FaitsDeSignature
  readonly motifVisa: string
  /** Le visa est accordé et ne vaut pas encore : ce qui manque, et où le faire. */
  readonly suiteVisa?: { readonly phrase: string; readonly href: string }
}

/** La pièce sous verrou, ses signatures, ses demandes et son visa. */
export const lireDossierDeSignature = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  id: PieceId,
): Promise<Dossier | undefined> => {
  const piece = await lirePieceASigner(tx, id)
  if (!piece) return undefined
  const signatures = await signaturesDe(tx, id)
  const demandes = await demandesDe(tx, id)
  const visa = (await prises.visas.etats(tx, [id])).get(id) ?? { etat: 'sans-objet' as const }
  const perimee = piece.remplacee ? undefined : await prises.perimee?.(tx, piece)
  const signes = signatures.filter((s) => s.acte === 'signature').map((s) => s.role)
  return {
    piece,
    signatures,
    demandes,
    motifVisa: visa.etat === 'refuse' ? visa.motif : '',
    ...(visa.etat === 'attendu' && visa.suite ? { suiteVisa: visa.suite } : {}),
    faits: {
      genre: piece.genre,
      visa: visa.etat,
      signes,
      demande: etatDesDemandes(demandes, signes),
      remplacee: piece.remplacee,
      retractee: signatures.some((s) => s.acte === 'retractation'),
      ...(perimee === undefined ? {} : { perimee }),
    },
  }
}

/** Un scan du papier signé, daté, vérifié à ses octets ; qui l’a déposé est la personne de la transaction. */
export const deposerScan = async (
  { db, clock, storage }: Services,
  prises: PrisesDocuments,
  acces: Acces,
  id: PieceId,
  s: {
    readonly partie: 'client' | 'organisme'
    readonly nom: string
    readonly qualite: string
    readonly dateeDu: DateCivile
    readonly octets: Uint8Array
    readonly type: string
  },
): Promise<Result<undefined, Refus>> => {
  const rendu = await db.withTenant(acces, async (tx, tenant): Promise<Result<undefined, Refus>> => {
    const lu = await lireDossierDeSignature(tx, prises, id)
    if (!lu) return introuvable()
    const voie = verifierVoie(lu.piece.genre)
    if (!voie.ok) return voie
    // Un papier signé avant que les dates changent l’a été : il se garde, et un avenant dit le reste.
    const { perimee: _, ...faits } = lu.faits
    const signable = verifierSignable(faits, s.partie, lu.motifVisa)
    if (!signable.ok) return signable
    const maintenant = clock.now()
    const zone = asZone((await maisonDe(tx)).zone) ?? ZONE_PAR_DEFAUT
    const datable = verifierScan(s.dateeDu, {
      emiseLe: jourLocal(lu.piece.emiseLe, zone),
      aujourdhui: jourLocal(maintenant, zone),
    })
    if (!datable.ok) return datable
    const { empreinte } = await storage.put(tx, s.octets, s.type, {
      sensible: estDe(lu.piece.genre, 'sensible'),
    })
    const garde = await garder(tx, prises, lu, {
      acte: 'signature',
      role: s.partie,
      moyen: 'scan',
      nom: s.nom,
      qualite: s.qualite,
      consentement: 'Signée sur papier ; le scan en est gardé.',
      dateeDu: s.dateeDu,
      scan: empreinte,
      privee: {},
      maintenant,
      demande: null,
    })
    if (garde.ok) await faireExemplaire(tx, tenant.organisme, id)
    return garde
  })
  return rendu ?? introuvable()
}

/** L’organisme signe : la personne connectée, par sa fonction ou sa délégation, dans la limite de son plafond. */
export const signerPourLOrganisme = async (
  { db, clock }: Services,
  prises: PrisesDocuments,
  qui: { readonly acces: Acces; readonly id: PersonneId; readonly ip: string; readonly agent: string },
  id: PieceId,
): Promise<Result<undefined, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx, tenant): Promise<Result<undefined, Refus>> => {
    const lu = await lireDossierDeSignature(tx, prises, id)
    if (!lu) return introuvable()
    const signable = verifierSignable(lu.faits, 'organisme', lu.motifVisa)
    if (!signable.ok) return signable
    const maintenant = clock.now()
    const zone = asZone((await maisonDe(tx)).zone) ?? ZONE_PAR_DEFAUT
    const aujourdhui = jourLocal(maintenant, zone)
    const delegations = await listerSignataires(tx)
    const montant = montantEngage(lu.piece.donnees)
    const sorte = delegationDe(lu.piece.genre)
    const delegation = peutSigner(
      delegations,
      qui.id,
      sorte,
      montant === null ? null : centimes(montant),
      aujourdhui,
    )
    if (!delegation.ok) return delegation
    const signataire = delegations.find((d) => d === delegation.value)
    const garde = await garder(tx, prises, lu, {
      acte: 'signature',
      role: 'organisme',
      moyen: 'compte',
      nom: signataire?.nom ?? '',
      qualite: signataire?.qualite ?? '',
      consentement: phraseDeConsentement('signature', nommer(lu.piece)),
      dateeDu: aujourdhui,
      scan: null,
      privee: { ip: qui.ip, agent: qui.agent },
      maintenant,
      demande: null,
    })
    if (garde.ok) await faireExemplaire(tx, tenant.organisme, id)
    return garde
  })
  return rendu ?? introuvable()
}

type AGarder = {
  readonly acte: 'signature' | 'accuse'
  readonly role: 'client' | 'organisme' | 'stagiaire'
  readonly moyen: 'lien' | 'scan' | 'compte'
  readonly nom: string
  readonly qualite: string
  readonly consentement: string
  readonly dateeDu: string
  readonly scan: string | null
  readonly privee: Readonly<Record<string, string>>
  readonly maintenant: Date
  readonly demande: DemandeDeSignature | null
  readonly debutAnticipe?: boolean
  /** D’un accusé sur papier, la remise qu’il dit reçue : la preuve n’a pas de lien, mais elle a un objet. */
  readonly pour?: DemandeDeSignature
}

/** Garde la preuve, la consigne et la fait suivre ; le refus de qui suit défait tout. Commun au lien, au scan et au compte. */
export const garder = (
  tx: TenantTx,
  prises: PrisesDocuments,
  dossier: Pick<Dossier, 'piece'>,
  s: AGarder,
): Promise<Result<undefined, Refus>> => emissionDans(tx).toutOuRien(() => garderTout(tx, prises, dossier, s))

const garderTout = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  { piece }: Pick<Dossier, 'piece'>,
  s: AGarder,
): Promise<Result<undefined, Refus>> => {
  const neuve = await garderSignature(tx, {
    ...s,
    id: nouvelleSignature(s.maintenant),
    activite: piece.activite,
    piece: piece.id,
    demande: s.demande?.id ?? null,
    empreinte: piece.empreinte,
    signeeLe: s.maintenant,
  })
  if (!neuve) return refuser('deja-signee', 'Cette pièce est déjà signée.')
  const qui = { client: autrePartie(piece.genre), organisme: 'l’organisme', stagiaire: 'la personne' }[s.role]
  await consigner(tx, {
    activite: piece.activite,
    faitLe: s.maintenant,
    module: 'documents',
    geste: s.acte === 'accuse' ? 'accuser-reception' : 'signer-piece',
    objet: { genre: 'piece', id: piece.id },
    phrase:
      s.acte === 'accuse'
        ? `Réception de ${nommer(piece)} accusée.`
        : `Signature de ${nommer(piece)} par ${qui}${s.moyen === 'scan' ? ', sur papier' : ''}.`,
  })
  const suite = await prises.apresSignature(tx, {
    piece: piece.id,
    genre: piece.genre,
    activite: piece.activite,
    acte: s.acte,
    role: s.role,
    moyen: s.moyen,
    signeeLe: s.maintenant,
    dateeDu: s.dateeDu,
    objet: (s.demande ?? s.pour)?.objet ?? piece.objet,
    jointes: (s.demande ?? s.pour)?.jointes ?? [],
    ...(s.debutAnticipe ? { debutAnticipe: true } : {}),
  })
  return suite.ok ? ok(undefined) : suite
}
