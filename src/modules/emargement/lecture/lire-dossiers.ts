/** Ce qui décide d’un certificat : lu d’un coup pour toute une session, puis jugé personne par personne. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type DonneesCertificat, etablirCertificat } from '#modules/documents/index.ts'
import { type DemiJournee, motDemiJournee } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { connexionsDe, lireElements, lirePlan } from '../db/a-part.ts'
import {
  feuillesDe,
  type InscriptionLue,
  lireDelegues,
  lireInscription,
  lirePapier,
  lireSession,
  type Papier,
  provenancesDe,
  type SessionLue,
} from '../db/certificats.ts'
import { lireCases, lireDemisDesPieces } from '../db/lectures.ts'
import {
  heuresDe,
  lieuxDe,
  modaliteSuivie,
  modalites,
  suiviesADistance,
} from '../documents/emissions-communes.ts'
import { ajouterAPart, classesVirtuelles, heuresAPart } from '../domain/a-part.ts'
import { animateursDe } from '../domain/animateurs.ts'
import { certifiable } from '../domain/certifiable.ts'
import type { Periode } from '../domain/certificat-periode.ts'
import { choisirSignataire, type FaitsDuCertificat } from '../domain/faits-du-certificat.ts'
import type { HeuresSuivies } from '../domain/heures-suivies.ts'
import type { SessionId } from '../domain/ports.ts'
import { type InscriptionId, tempsDe } from '../domain/signer-demi-journee.ts'

export type Dossier = {
  readonly inscription: InscriptionLue
  readonly session: SessionLue
  readonly heures: HeuresSuivies
  readonly faits: FaitsDuCertificat
  readonly zone: Papier['zone']
  etablir(numero: string): Result<DonneesCertificat, Refus>
}

type Outils = Pick<Services, 'storage' | 'clock'>

/** Les faits d’une session, en trois envois quel que soit le nombre de personnes. */
const lireFaits = async (
  { storage, clock }: Outils,
  tx: TenantTx,
  id: SessionId,
  inscription: InscriptionId | undefined,
) => {
  const session = await lireSession(tx, id)
  if (!session) return undefined
  const [demis, cases, papier, connexions, elements, plan, delegues, feuilles, provenances] =
    await Promise.all([
      lireDemisDesPieces(tx, id),
      lireCases(tx, { session: id, sansPrive: true, ...(inscription ? { inscription } : {}) }),
      lirePapier(tx, storage, session.activite),
      connexionsDe(tx, id),
      lireElements(tx, id),
      lirePlan(tx, id),
      lireDelegues(tx),
      feuillesDe(tx, id),
      provenancesDe(tx, id),
    ])
  return {
    session,
    demis,
    cases: Map.groupBy(cases, (c) => c.inscription),
    papier,
    connexions,
    elements,
    plan,
    delegues,
    feuilles,
    provenances,
    maintenant: clock.now(),
  }
}
type Faits = NonNullable<Awaited<ReturnType<typeof lireFaits>>>

/** Le dossier d’une personne, d’après ces faits ; d’une période, ce qui s’y est tenu et elle seule. */
const juger = (lus: Faits, inscription: InscriptionLue, periode?: Periode): Result<Dossier, Refus> => {
  const { session, papier, plan, feuilles, maintenant } = lus
  const { id } = inscription
  const dedans = (le: DateCivile) => !periode || (le >= periode.debut && le <= periode.fin)
  const demis = lus.demis.filter((x) => dedans(x.seance.date))
  const cases = lus.cases.get(id) ?? []
  const premiere = demis[0]
  const derniere = demis.at(-1)
  if (!premiere || !derniere) return refuser('aucune-seance', 'Cette session n’a pas de séance.')
  const aujourdhui = jourLocal(maintenant, papier.zone)
  const connexions = lus.connexions(id)
  const seances = demis.map((d) => ({ id: d.seance.id, modalite: d.modalite }))
  const distante = suiviesADistance(seances, session, classesVirtuelles(connexions))
  const venue = new Set(cases.filter((c) => c.presence.etat === 'signee').map((c) => c.seance))
  const modalite = modaliteSuivie(
    seances.filter((s) => venue.has(s.id)),
    session,
    distante,
    new Set(connexions.filter((c) => c.rapprochee && !c.sienne).map((c) => c.seance)),
  )
  const elements = lus.elements.filter((e) => dedans(e.le))
  const aPart = heuresAPart(plan, elements, id)
  const heures = ajouterAPart(heuresDe(demis, cases, distante), aPart)
  const attendues = demis
    .filter((x) => cases.some((y) => y.seance === x.seance.id && y.presence.etat === 'attendue'))
    .map((x) => `${formaterDate(x.seance.date, 'court')}, ${motDemiJournee[x.demiJournee as DemiJournee]}`)
  const signataire = choisirSignataire(lus.delegues, 'certificat-realisation', aujourdhui)
  const convention = lus.provenances.get(id)?.pieces[0]
  const action = {
    intitule: session.intitule,
    nature: session.nature,
    debut: periode?.debut ?? premiere.seance.date,
    fin: periode?.fin ?? derniere.seance.date,
    lieu: lieuxDe(demis),
    session: session.numero,
    ...(periode ? { intermediaire: true as const } : {}),
  }
  // Dans une CAE, la coopérative certifie et l’enseigne se dit : qui a animé aussi, là où le registre dit la personne venue.
  const animateurs = papier.organisme.enseigne
    ? animateursDe(demis.filter((d) => venue.has(d.seance.id)))
    : []
  const { prenom, nom, entreprise } = inscription
  return ok({
    inscription,
    session,
    heures,
    zone: papier.zone,
    faits: {
      beneficiaire: { prenom, nom, entreprise },
      // Une part à distance s’écrit en heures : la modalité ne s’écrit que sans elle.
      action: {
        ...action,
        ...(modalite === session.modalite || heures.distanceMin > 0 ? {} : { modalite }),
      },
      heures: {
        suiviMin: heures.suiviMin,
        distanceMin: heures.distanceMin,
        signatures: heures.signatures,
        regularisations: heures.regularisations,
      },
    },
    etablir: (numero) => {
      const droit = certifiable(inscription)
      if (!droit.ok) return droit
      // « Le jour de la fin » ne suffit pas : la dernière demi-journée doit avoir commencé de se signer et être finie.
      const finie = maintenant >= tempsDe(derniere.seance).finitLe
      if (!finie)
        return refuser(
          'action-non-finie',
          `${periode ? 'La période' : 'L’action'} n’est pas finie : un certificat ne se date pas avant sa fin.`,
        )
      if (!signataire)
        return refuser(
          'signataire-sans-pouvoir',
          'Personne n’a le pouvoir de signer un certificat de réalisation à ce jour : nommez un signataire.',
        )
      return etablirCertificat({
        numero,
        emisLe: maintenant,
        aujourdhui,
        organisme: papier.organisme,
        beneficiaire: {
          prenom,
          nom,
          ...(entreprise
            ? { entreprise, ...(inscription.agentPublic ? { agentPublic: true as const } : {}) }
            : {}),
        },
        action: {
          ...action,
          modalite: modalites[modalite] ?? 'présentiel',
          ...(convention ? { convention } : {}),
          ...(animateurs.length > 0 ? { animateurs } : {}),
        },
        heures: { ...heures, estimeMin: aPart.distanceMin, travailMin: aPart.travailMin, attendues },
        justificatifs: { feuilles, signatures: heures.signatures + heures.regularisations },
        cofinancementEuropeen: false,
        ville: papier.ville,
        signataire: { prenom: '', nom: signataire.nom, qualite: signataire.qualite, aPouvoir: true },
      })
    },
  })
}

/** Les dossiers de ces inscriptions d’une même session, dans l’ordre donné ; rien si la session n’est pas de l’organisme. */
export const lireDossiers = async (
  outils: Outils,
  tx: TenantTx,
  session: SessionId,
  inscriptions: readonly InscriptionLue[],
): Promise<readonly Result<Dossier, Refus>[] | undefined> => {
  const lus = await lireFaits(
    outils,
    tx,
    session,
    inscriptions.length === 1 ? inscriptions[0]?.id : undefined,
  )
  return lus && inscriptions.map((i) => juger(lus, i))
}

/** Celui d’une inscription ; d’une période, ce qui s’y est tenu et elle seule. */
export const lireDossier = async (
  outils: Outils,
  tx: TenantTx,
  id: InscriptionId,
  periode?: Periode,
): Promise<Result<Dossier, Refus>> => {
  const inscription = await lireInscription(tx, id)
  const lus = inscription && (await lireFaits(outils, tx, inscription.session, id))
  return inscription && lus
    ? juger(lus, inscription, periode)
    : refuser('introuvable', 'Cette inscription n’existe pas, ou n’est pas la vôtre.')
}
