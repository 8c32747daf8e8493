/**
 * L’attestation de fin de formation : les heures du certificat, et ce que l’évaluation a montré, objectif par objectif.
 * Rien d’évalué : « non évalués », jamais une réussite supposée.
 */
import { asId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import {
  choisirSignataire,
  emettrePiece,
  type PieceCourante,
  type PieceId,
  piecesCourantes,
} from '#modules/documents/index.ts'
import {
  actionDe,
  lireDossier as lireClient,
  lireFaitsDePiece,
  lireInscription,
  modaliteDite,
} from '#modules/inscriptions/index.ts'
import { lireSession } from '#modules/sessions/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import { lireElements, lirePlan } from '../db/a-part.ts'
import { verrouillerCertificat } from '../db/registre.ecritures.ts'
import { ferme, hacher } from '../documents/emissions-communes.ts'
import type { Resultat } from '../domain/acquis.ts'
import { evaluationDe, evaluationsNotees, resultatsDe } from '../domain/acquis.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import { lireDossier } from '../lecture/lire-dossiers.ts'
import { type Emission, enLigneMax } from './emettre-certificats.ts'

/** `resultats` dans l’ordre des objectifs ; absents, ceux de la dernière attestation, à défaut « non évalués ». */
export type AcquisSaisis = { readonly resultats: readonly Resultat[]; readonly evaluation: string }

type Figee = {
  readonly resultats?: readonly { objectif: string; resultat: Resultat }[]
  readonly evaluation?: string
}
const figee = (p: PieceCourante | undefined): Figee => (p ? (JSON.parse(p.donnees) as Figee) : {})

/** Ce que dirait l’attestation aujourd’hui, et ce que dit la dernière. */
const preparer = async (
  services: Services,
  tx: TenantTx,
  {
    session: idSession,
    inscription: id,
  }: { readonly session: SessionId; readonly inscription: InscriptionId },
  saisie?: AcquisSaisis,
) => {
  const certificat = await lireDossier(services, tx, id)
  if (!certificat.ok) return certificat
  // Les mêmes gardes que le certificat : finie, statuée, suivie, certifiable ici.
  const possible = certificat.value.etablir('à émettre')
  if (!possible.ok) return possible
  const session = await lireSession(tx, idSession)
  const inscription = await lireInscription(tx, idSession, id)
  if (!session || !inscription) return ferme()
  const faits = await lireFaitsDePiece(services, tx, session)
  if (!faits)
    return refuser('sans-version', 'L’offre de cette session n’a pas de version figée : validez-la d’abord.')
  const signataire = await choisirSignataire(tx, 'certificat-realisation', faits.aujourdhui)
  if (!signataire)
    return refuser('signataire-sans-pouvoir', 'Personne n’a le pouvoir de signer cette pièce à ce jour.')
  const client = inscription.dossier ? await lireClient(tx, idSession, inscription.dossier) : undefined
  const action = actionDe(faits, 1, client?.objectif)
  const [derniere] = await piecesCourantes(tx, { genre: 'attestation', objet: id })
  const avant = figee(derniere)
  const resultats = resultatsDe(action.objectifs, saisie?.resultats, avant.resultats)
  const { prenom, nom } = inscription
  const elements = await lireElements(tx, idSession)
  const evaluations = evaluationsNotees(elements, id)
  // Ce qui se suit hors des demi-journées est prévu comme elles : la convention le compte, et le nomme.
  const plan = await lirePlan(tx, idSession)
  const aPart = plan.reduce((n, p) => n + p.minutes, 0)
  const auTravail = elements.filter((x) => x.genre === 'afest-formateur').map((x) => x.intitule)
  const dit = {
    stagiaire: { prenom, nom },
    references: { session: session.numero },
    action: {
      intitule: action.intitule,
      nature: action.nature,
      objectif: action.objectif,
      debut: action.debut,
      fin: action.fin,
      modalite: modaliteDite(faits.session, plan),
      lieu: certificat.value.faits.action.lieu,
      minutesSuivies: certificat.value.heures.suiviMin,
      minutes: action.minutes + aPart,
      formateurs: action.formateurs.map((f) => ({ prenom: f.prenom, nom: f.nom })),
      ...(auTravail.length > 0 ? { auTravail } : {}),
    },
    resultats,
    evaluation: evaluationDe(resultats, saisie?.evaluation ?? avant.evaluation ?? '', action.evaluation),
    // Absentes plutôt que vides : une attestation déjà émise dit les mêmes faits.
    ...(evaluations.length > 0 ? { evaluations } : {}),
  }
  return ok({
    session,
    inscription,
    derniere,
    faits: hacher(dit),
    annee: faits.annee,
    objectifs: action.objectifs,
    donnees: {
      organisme: faits.organisme,
      ...dit,
      ...(faits.organisme.nda === '' ? { premiere: true } : {}),
      fait: { ville: faits.organisme.adresse.ville, le: faits.aujourdhui },
      signataires: { organisme: signataire },
    },
  })
}

export type AttestationEmise = { readonly piece: PieceId; readonly numero: string; readonly neuve: boolean }

/** Mêmes faits, même pièce ; un résultat changé en fait une qui remplace la précédente. */
export const emettreAttestation = async (
  services: Services,
  acces: Acces,
  ou: { readonly session: SessionId; readonly inscription: InscriptionId },
  saisie?: AcquisSaisis,
): Promise<Result<AttestationEmise, Refus>> =>
  (await services.db.withTenant(acces, async (tx): Promise<Result<AttestationEmise, Refus>> => {
    await verrouillerCertificat(tx, ou.inscription)
    const prete = await preparer(services, tx, ou, saisie)
    if (!prete.ok) return prete
    const { session, inscription, derniere, faits, donnees, annee } = prete.value
    if (derniere?.faits === faits) return ok({ piece: derniere.id, numero: derniere.numero, neuve: false })
    const maintenant = services.clock.now()
    const emise = await emettrePiece(services)(tx, {
      genre: 'attestation',
      activite: session.activite,
      gabarit: 'attestation.v1',
      donnees,
      faits,
      ...(derniere ? { remplace: derniere.id } : {}),
      libelle: `${inscription.prenom} ${inscription.nom}, ${session.intitule}`,
      recherche: `${inscription.nom} ${inscription.prenom}`,
      objet: { genre: 'inscription', id: ou.inscription },
      emisLe: maintenant,
      annee,
      multilignes: ['objectif'],
    })
    if (!emise.ok) return emise
    await consigner(tx, {
      activite: session.activite,
      faitLe: maintenant,
      module: 'emargement',
      geste: 'emettre-attestation',
      objet: { genre: 'inscription', id: ou.inscription },
      phrase: `L’attestation ${emise.value.numero} de {tiers:${inscription.personne}} a été émise${derniere ? '\u202f; elle remplace la précédente' : ''}.`,
    })
    return ok({ piece: emise.value.id, numero: emise.value.numero, neuve: true })
  })) ?? ferme()

export type LigneDAttestation = {
  readonly piece: { readonly id: PieceId; readonly numero: string } | undefined
  readonly perimee: boolean
  readonly refus: Refus | undefined
  readonly objectifs: readonly string[]
  readonly resultats: readonly Resultat[]
  readonly evaluation: string
}

/** L’état de l’attestation d’une inscription ; ses objectifs, et ce qui en a été évalué. */
export const lireAttestation = async (
  services: Services,
  tx: TenantTx,
  ou: { readonly session: SessionId; readonly inscription: InscriptionId },
): Promise<LigneDAttestation> => {
  const prete = await preparer(services, tx, ou)
  if (!prete.ok)
    return {
      piece: undefined,
      perimee: false,
      refus: prete.error,
      objectifs: [],
      resultats: [],
      evaluation: '',
    }
  const { derniere, faits, objectifs, donnees } = prete.value
  return {
    piece: derniere && { id: derniere.id, numero: derniere.numero },
    perimee: derniere !== undefined && derniere.faits !== faits,
    refus: undefined,
    objectifs,
    resultats: donnees.resultats.map((r) => r.resultat),
    evaluation: donnees.evaluation,
  }
}

export const tacheAttestation = 'emargement.emettre-attestation'

/** Toutes celles qui se peuvent : sur place jusqu’à douze, par des tâches au-delà. */
export const emettreAttestations = async (
  services: Services,
  acces: Acces,
  session: SessionId,
  dues: readonly InscriptionId[],
): Promise<Emission> => {
  if (dues.length > enLigneMax) {
    await services.db.withTenant(acces, async (tx, tenant) => {
      for (const inscription of dues)
        await enqueue(
          tx,
          tacheAttestation,
          { organisme: tenant.organisme, session, inscription },
          { cle: `attestation:${inscription}` },
        )
    })
    return { emis: 0, deja: 0, refuses: 0, enFile: dues.length }
  }
  let [emis, deja, refuses] = [0, 0, 0]
  let phrase: string | undefined
  for (const inscription of dues) {
    const r = await emettreAttestation(services, acces, { session, inscription })
    if (!r.ok) {
      refuses += 1
      phrase ??= r.error.phrase
    } else if (r.value.neuve) emis += 1
    else deja += 1
  }
  return { emis, deja, refuses, enFile: 0, ...(phrase ? { phrase } : {}) }
}

export const emettreAttestationEnTache: JobHandler = async (payload, services) => {
  const [session, inscription] = [
    asId<'Session'>(String(payload.session)),
    asId<'Inscription'>(String(payload.inscription)),
  ]
  if (!session || !inscription) return
  const r = await emettreAttestation(
    services,
    { genre: 'tache', organisme: payload.organisme },
    { session, inscription },
  )
  if (!r.ok && r.error.code === 'occupe')
    throw new Error('Atelier des documents occupé : la tâche sera rejouée.')
  if (!r.ok) services.log.warn('emargement.attestation-refusee', { code: r.error.code, inscription })
}
