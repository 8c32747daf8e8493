/** Le certificat de réalisation : les heures que le registre dit, figées en PDF. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type ActiviteId, asId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  composerEpreuve,
  type DonneesCertificat,
  type EtatDePreuve,
  emettrePiece,
  etablirCertificat,
  etatsDesPreuves,
  type PieceId,
} from '#modules/documents/index.ts'
import { type DemiJournee, motDemiJournee } from '#modules/sessions/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import { connexionsDe, lireElements, lirePlan } from '../db/a-part.ts'
import { garderCertificat } from '../db/certificats.ecritures.ts'
import {
  conventionsDe,
  dernierCertificat,
  feuillesDe,
  type InscriptionLue,
  lireDelegues,
  lireInscription,
  lireInscriptions,
  lirePapier,
  lireSession,
  type Papier,
  type SessionLue,
} from '../db/certificats.ts'
import { lireCases, lireDemisDesPieces } from '../db/lectures.ts'
import { verrouillerCasesDe, verrouillerCertificat } from '../db/registre.ecritures.ts'
import {
  anneeDe,
  ferme,
  hacher,
  heuresDe,
  lieuxDe,
  modaliteSuivie,
  modalites,
  suiviesADistance,
} from '../documents/emissions-communes.ts'
import { ajouterAPart, classesVirtuelles, heuresAPart } from '../domain/a-part.ts'
import { certifiable, type Delivrable, delivrableDe } from '../domain/certifiable.ts'
import type { Periode } from '../domain/certificat-periode.ts'
import { choisirSignataire, type FaitsDuCertificat } from '../domain/faits-du-certificat.ts'
import { type Compteurs, compteursDe, type HeuresSuivies } from '../domain/heures-suivies.ts'
import type { SessionId } from '../domain/ports.ts'
import { type InscriptionId, tempsDe } from '../domain/signer-demi-journee.ts'
import { type CertificatEmis, emettreCertificat as emettre } from './emettre-certificat.ts'

type Dossier = {
  readonly inscription: InscriptionLue
  readonly session: SessionLue
  readonly heures: HeuresSuivies
  readonly faits: FaitsDuCertificat
  readonly zone: Papier['zone']
  etablir(numero: string): Result<DonneesCertificat, Refus>
}

/** Tout ce qui décide d’un certificat, lu dans une transaction ; d’une période, ce qui s’y est tenu et elle seule. */
export const lireDossier = async (
  { storage, clock }: Pick<Services, 'storage' | 'clock'>,
  tx: TenantTx,
  id: InscriptionId,
  connu?: Papier,
  periode?: Periode,
): Promise<Result<Dossier, Refus>> => {
  const maintenant = clock.now()
  const inscription = await lireInscription(tx, id)
  const session = inscription && (await lireSession(tx, inscription.session))
  if (!inscription || !session)
    return refuser('introuvable', 'Cette inscription n’existe pas, ou n’est pas la vôtre.')
  const toutes = await lireDemisDesPieces(tx, session.id)
  const dedans = (le: DateCivile) => !periode || (le >= periode.debut && le <= periode.fin)
  const demis = toutes.filter((x) => dedans(x.seance.date))
  const cases = await lireCases(tx, { session: session.id, inscription: id })
  const premiere = demis[0]
  const derniere = demis.at(-1)
  if (!premiere || !derniere) return refuser('aucune-seance', 'Cette session n’a pas de séance.')
  const papier = connu ?? (await lirePapier(tx, storage, session.activite))
  const aujourdhui = jourLocal(maintenant, papier.zone)
  const connexions = await connexionsDe(tx, session.id, id)
  const seances = demis.map((d) => ({ id: d.seance.id, modalite: d.modalite }))
  const distante = suiviesADistance(seances, session, classesVirtuelles(connexions))
  const modalite = modaliteSuivie(
    seances.filter((s) => cases.some((c) => c.seance === s.id && c.presence.etat === 'signee')),
    session,
    distante,
    new Set(connexions.filter((c) => c.rapprochee && !c.sienne).map((c) => c.seance)),
  )
  const elements = (await lireElements(tx, session.id)).filter((e) => dedans(e.le))
  const aPart = heuresAPart(await lirePlan(tx, session.id), elements, id)
  const heures = ajouterAPart(heuresDe(demis, cases, distante), aPart)
  const attendues = demis
    .filter((x) => cases.some((y) => y.seance === x.seance.id && y.presence.etat === 'attendue'))
    .map((x) => `${formaterDate(x.seance.date, 'court')}, ${motDemiJournee[x.demiJournee as DemiJournee]}`)
  const signataire = choisirSignataire(await lireDelegues(tx), 'certificat-realisation', aujourdhui)
  const feuilles = await feuillesDe(tx, session.id)
  const [convention] = await conventionsDe(tx, { session: session.id, inscription: id })
  const action = {
    intitule: session.intitule,
    nature: session.nature,
    debut: periode?.debut ?? premiere.seance.date,
    fin: periode?.fin ?? derniere.seance.date,
    lieu: lieuxDe(demis),
    session: session.numero,
    ...(periode ? { intermediaire: true as const } : {}),
  }
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

/** `numero` et `emisLe` sont posés à l’émission : la demande ne les porte pas. */
export const sansNumero = ({ numero: _, emisLe: __, gabarit: ___, ...reste }: DonneesCertificat) => reste

/** Émet le certificat d’une inscription, dans la transaction donnée. Les mêmes faits rendent la même pièce. */
const emettreDans = async (
  services: Services,
  tx: TenantTx,
  id: InscriptionId,
): Promise<Result<CertificatEmis, Refus>> => {
  await verrouillerCertificat(tx, id)
  await verrouillerCasesDe(tx, [id])
  const maintenant = services.clock.now()
  const dossier = await lireDossier(services, tx, id)
  if (!dossier.ok) return dossier
  const { inscription, session, heures, faits, zone } = dossier.value
  const activite: ActiviteId = session.activite
  const emis = await emettre<DonneesCertificat, Refus>({
    etablir: () => dossier.value.etablir('à émettre'),
    faits,
    empreinteDe: hacher,
    dernier: () => dernierCertificat(tx, id),
    emettre: (donnees, remplace) =>
      emettrePiece(services)(tx, {
        genre: 'certificat-realisation',
        activite,
        gabarit: 'certificat-realisation.v1',
        donnees: sansNumero(donnees),
        libelle: `${inscription.prenom} ${inscription.nom}, ${session.intitule}`,
        recherche: `${inscription.nom} ${inscription.prenom}`,
        objet: { genre: 'inscription', id },
        ...(remplace ? { remplace } : {}),
        emisLe: maintenant,
        annee: anneeDe(maintenant, zone),
      }),
    garder: (piece, empreinte) =>
      garderCertificat(tx, { activite, inscription: id, piece, minutes: heures.suiviMin, faits: empreinte }),
  })
  if (emis.ok && emis.value.neuf)
    await consigner(tx, {
      activite,
      faitLe: maintenant,
      module: 'emargement',
      geste: 'emettre-certificat',
      objet: { genre: 'inscription', id },
      phrase: `Le certificat ${emis.value.numero} de {tiers:${inscription.personne}} a été émis${emis.value.remplace ? '\u202f; il remplace le précédent' : ''}.`,
    })
  return emis
}

export const emettreCertificat = async (
  services: Services,
  acces: Acces,
  id: InscriptionId,
): Promise<Result<CertificatEmis, Refus>> =>
  (await services.db.withTenant(acces, (tx) => emettreDans(services, tx, id))) ?? ferme()

/** L’épreuve d’un certificat : ce qu’il dirait aujourd’hui, sans numéro ni preuve. */
export const epreuveDuCertificat = async (services: Services, acces: Acces, id: InscriptionId) => {
  const lu = await services.db.withTenant(acces, (tx) => lireDossier(services, tx, id))
  if (!lu?.ok) return lu ?? ferme()
  const donnees = lu.value.etablir('Épreuve')
  if (!donnees.ok) return donnees
  return composerEpreuve(services)({
    gabarit: 'certificat-realisation.v1',
    donnees: sansNumero(donnees.value),
    emisLe: services.clock.now(),
  })
}

export type LigneDeCertificat = {
  readonly inscription: InscriptionLue
  readonly heures: HeuresSuivies
  readonly compteurs: Compteurs
  /** Un stagiaire reçu d’un autre organisme reçoit un extrait, jamais un certificat. */
  readonly delivrable: Delivrable
  readonly piece: { readonly id: PieceId; readonly numero: string } | undefined
  /** Ce que la pièce a reçu : signature de l’organisme, remise, accusé. */
  readonly preuve: EtatDePreuve | undefined
  /** Vrai : les faits ont changé depuis, une nouvelle pièce remplacerait celle-ci. */
  readonly perime: boolean
  readonly refus: Refus | undefined
}

export const lireCertificats = (services: Services, acces: Acces, id: SessionId) =>
  services.db.withTenant(acces, async (tx) => {
    const session = await lireSession(tx, id)
    if (!session) return undefined
    const papier = await lirePapier(tx, services.storage, session.activite)
    const lignes: LigneDeCertificat[] = []
    for (const inscription of await lireInscriptions(tx, id)) {
      const dossier = await lireDossier(services, tx, inscription.id, papier)
      const dernier = await dernierCertificat(tx, inscription.id)
      if (!dossier.ok) continue
      const possible = dossier.value.etablir('à émettre')
      lignes.push({
        inscription,
        heures: dossier.value.heures,
        compteurs: compteursDe(dossier.value.heures, inscription.prevuMin),
        delivrable: delivrableDe(inscription),
        piece: dernier && { id: dernier.piece, numero: dernier.numero },
        preuve: undefined,
        perime: dernier !== undefined && dernier.faits !== hacher(dossier.value.faits),
        refus: possible.ok ? undefined : possible.error,
      })
    }
    const etats = await etatsDesPreuves(
      tx,
      lignes.flatMap((l) => (l.piece ? [l.piece.id] : [])),
    )
    return { session, lignes: lignes.map((l) => (l.piece ? { ...l, preuve: etats.get(l.piece.id) } : l)) }
  })

export const tacheCertificat = 'emargement.emettre-certificat'
/** Au-delà, les certificats se font en arrière-plan : une page n’attend pas trente compositions. */
export const enLigneMax = 12

export type Emission = {
  readonly emis: number
  readonly deja: number
  readonly refuses: number
  readonly enFile: number
  readonly phrase?: string
}

/** Tous les certificats possibles d’une session : sur place jusqu’à douze, par des tâches au-delà. */
export const emettreCertificats = async (
  services: Services,
  acces: Acces,
  id: SessionId,
): Promise<Result<Emission, Refus>> => {
  const lues = await lireCertificats(services, acces, id)
  if (!lues) return ferme()
  const dus = lues.lignes.filter((l) => !l.refus && (!l.piece || l.perime))
  const refuses = lues.lignes.filter((l) => l.refus)
  const deja = lues.lignes.length - dus.length - refuses.length
  const phrase = refuses[0]?.refus?.phrase
  if (dus.length > enLigneMax) {
    await services.db.withTenant(acces, async (tx, tenant) => {
      for (const l of dus)
        await enqueue(
          tx,
          tacheCertificat,
          { organisme: tenant.organisme, inscription: l.inscription.id },
          { cle: `certificat:${l.inscription.id}` },
        )
    })
    return ok({ emis: 0, deja, refuses: refuses.length, enFile: dus.length, ...(phrase ? { phrase } : {}) })
  }
  let emis = 0
  let premier: string | undefined = phrase
  for (const l of dus) {
    const r = await emettreCertificat(services, acces, l.inscription.id)
    if (r.ok) emis += 1
    else premier ??= r.error.phrase
  }
  return ok({
    emis,
    deja,
    refuses: lues.lignes.length - deja - emis,
    enFile: 0,
    ...(premier ? { phrase: premier } : {}),
  })
}

export const emettreCertificatEnTache: JobHandler = async (payload, services) => {
  const id = typeof payload.inscription === 'string' ? asId<'Inscription'>(payload.inscription) : undefined
  if (!id) return
  const r = await emettreCertificat(services, { genre: 'tache', organisme: payload.organisme }, id)
  // Un refus est définitif ici : la page le dit. « Occupé » se rejoue.
  if (!r.ok && r.error.code === 'occupe')
    throw new Error('Atelier des documents occupé : la tâche sera rejouée.')
  if (!r.ok) services.log.warn('emargement.certificat-refuse', { code: r.error.code, inscription: id })
}
