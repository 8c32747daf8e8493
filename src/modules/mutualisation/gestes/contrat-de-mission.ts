/** Le contrat d’une mission et l’avenant d’un prêt : une pièce figée, que chaque partie signe par le lien qu’elle reçoit. */
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  demanderDansLaTransaction,
  emettrePiece,
  type GenrePiece,
  lirePapierAEnTete,
  type PieceId,
  type SignatureRecueillie,
  sansPrises,
} from '#modules/documents/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { type SignataireDeMission, signatairesDeMission } from '../db/appels.ts'
import { garderAvenant, redigerMission, signerMission } from '../db/appels-portes.ts'
import type { ActeDeMissionV1 } from '../documents/acte-de-mission.v1.ts'
import {
  type ArticleDActe,
  articleDuContrat,
  articlesDeLAvenant,
  articlesDuContrat,
  type PrecisionsDuContrat,
  partiesDe,
  redigerContrat,
  titreDuContrat,
  verifierPrecisions,
} from '../domain/contrat-de-mission.ts'
import { direRefusDeMission, joursDe, type Mission } from '../domain/missions.ts'
import type { Ici } from './vivier.ts'

type Acte = {
  readonly genre: GenrePiece
  readonly titre: string
  readonly article: string | undefined
  readonly parties: ActeDeMissionV1['parties']
  readonly articles: readonly ArticleDActe[]
  readonly cases: ActeDeMissionV1['cases']
  /** Qui signe pour ici, et pour l’autre partie. */
  readonly ici: SignataireDeMission
  readonly autre: SignataireDeMission
  readonly remplace: string | null
}

const enSignataire = (s: SignataireDeMission) => ({ prenom: '', nom: s.nom, qualite: s.qualite })

/** Fige l’acte, le fait garder par la mission, puis demande les deux signatures : tout, ou rien. */
const figer = async (
  services: Services,
  { tx, visiteur, le }: Ici,
  m: Mission,
  a: Acte,
  garder: (piece: PieceId) => Promise<string>,
): Promise<Result<string, Refus>> => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  const organisme = visiteur.organisme?.id
  if (!enseigne || !organisme) return ko(direRefusDeMission('refuse') as Refus)
  const papier = await lirePapierAEnTete(tx, services.storage)
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const jours = joursDe(m)
  const donnees: ActeDeMissionV1 = {
    organisme: papier,
    titre: a.titre,
    ...(a.article ? { article: a.article } : {}),
    action: { debut: jours[0] ?? jour, fin: jours.at(-1) ?? jour },
    parties: a.parties,
    articles: a.articles,
    fait: { ville: papier.adresse.ville, le: jour },
    cases: a.cases,
    signataires: { organisme: enSignataire(a.ici), client: enSignataire(a.autre) },
  }
  const emise = await emettrePiece(services)(tx, {
    genre: a.genre,
    activite: enseigne.id,
    gabarit: 'acte-de-mission.v1',
    donnees,
    libelle: `${a.titre}, ${m.objet}, ${m.nom}`.slice(0, 300),
    recherche: `${m.famille} ${m.prenom}`,
    objet: { genre: 'mission', id: m.mission },
    ...(a.remplace ? { remplace: a.remplace as PieceId } : {}),
    emisLe: le,
    annee: Number(jour.slice(0, 4)),
  })
  if (!emise.ok) return ko(refus(emise.error.code, emise.error.phrase))
  const dit = await garder(emise.value.id)
  const non = direRefusDeMission(dit)
  if (non) return ko(non)
  for (const [qui, partie] of [
    [a.autre, 'client'],
    [a.ici, 'organisme'],
  ] as const) {
    const demande = await demanderDansLaTransaction(
      services,
      // Ses deux visas sont ceux de la mission : la pièce n’en attend pas d’autre.
      sansPrises,
      tx,
      organisme,
      emise.value.id,
      { nom: qui.nom, qualite: qui.qualite, courriel: qui.courriel },
      partie,
    )
    if (!demande.ok) return demande
  }
  await consigner(tx, {
    activite: enseigne.id,
    faitLe: le,
    module: 'mutualisation',
    geste: a.genre === 'avenant-de-pret' ? 'etablir-avenant' : 'etablir-contrat',
    objet: { genre: 'piece', id: emise.value.id },
    phrase: `${a.titre} ${emise.value.numero} établi pour une mission ; les liens pour signer partent.`,
  })
  return ok(dit)
}

const sansSignataire = (coop: string): Refus =>
  refus(
    'sans-signataire',
    `Personne ne peut aujourd’hui signer ce contrat pour ${coop} : sa direction s’inscrit parmi ses signataires, puis le contrat s’établit.`,
  )

/** Chez qui reçoit. Rétabli avant toute signature, il remplace le précédent, dont les liens ne valent plus. */
export const etablirContrat = async (
  services: Services,
  i: Ici,
  m: Mission,
  dites: PrecisionsDuContrat,
): Promise<Result<string, Refus>> => {
  const precisions = verifierPrecisions(m, dites)
  if (!precisions.ok) return precisions
  const qui = await signatairesDeMission(i.tx, m.mission, 'contrat')
  const [recoit, envoie] = [qui.find((s) => s.cote === 'recoit'), qui.find((s) => s.cote === 'envoie')]
  if (
    m.moi !== 'recoit' ||
    m.signeRecoitLe ||
    m.signeEnvoieLe ||
    m.visaCoopLe === null ||
    m.aViser ||
    m.etat !== 'option'
  )
    return ko(direRefusDeMission('introuvable') as Refus)
  if (!recoit || !envoie) return ko(sansSignataire(recoit ? m.envoyeur : m.receveur))
  const parties = partiesDe(m)
  return figer(
    services,
    i,
    m,
    {
      genre: 'contrat-de-mission',
      titre: titreDuContrat(m),
      article: articleDuContrat(m),
      parties: [
        { role: 'qui reçoit', nom: parties.recoit },
        { role: 'qui envoie', nom: parties.envoie },
      ],
      articles: articlesDuContrat(m, precisions.value),
      cases: { organisme: `Pour ${m.receveur}`, client: `Pour ${m.envoyeur}` },
      ici: recoit,
      autre: envoie,
      remplace: m.piece,
    },
    (piece) => redigerMission(i.tx, m.mission, redigerContrat(m, precisions.value), piece, i.le),
  )
}

/** Chez l’employeur, le contrat établi : l’avenant que la personne et lui signent. */
export const etablirAvenant = async (
  services: Services,
  i: Ici,
  m: Mission,
): Promise<Result<string, Refus>> => {
  const qui = await signatairesDeMission(i.tx, m.mission, 'avenant')
  const [envoie, personne] = [qui.find((s) => s.cote === 'envoie'), qui.find((s) => s.cote === 'personne')]
  if (m.moi !== 'envoie' || m.avenantSigneLe || m.contrat === null || !personne)
    return ko(direRefusDeMission('introuvable') as Refus)
  if (!envoie) return ko(sansSignataire(m.envoyeur))
  return figer(
    services,
    i,
    m,
    {
      genre: 'avenant-de-pret',
      titre: 'Avenant au contrat de travail',
      article: 'L8241-2',
      parties: [
        { role: 'l’employeur', nom: partiesDe(m).envoie },
        { role: 'la personne prêtée', nom: m.nom },
      ],
      articles: articlesDeLAvenant(m),
      cases: { organisme: `Pour ${m.envoyeur}`, client: 'La personne' },
      ici: envoie,
      autre: personne,
      remplace: m.avenant,
    },
    (piece) => garderAvenant(i.tx, m.mission, piece),
  )
}

/** La mission apprend qu’une de ses pièces est signée ; un refus défait la signature. */
export const suivreSignatureDeMission = async (
  tx: TenantTx,
  s: SignatureRecueillie,
): Promise<Result<unknown, Refus>> => {
  if (s.acte !== 'signature' || s.objet.genre !== 'mission') return ok(undefined)
  const non = direRefusDeMission(await signerMission(tx, s.piece, s.signeeLe))
  return non ? ko(non) : ok(undefined)
}
