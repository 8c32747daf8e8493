/** Le certificat de réalisation : les heures que le registre dit, figées en PDF. */
import { asId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import {
  composerEpreuve,
  type DonneesCertificat,
  type EtatDePreuve,
  emettrePieces,
  etatsDesPreuves,
  type PieceId,
} from '#modules/documents/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consignerTous } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import { garderCertificats } from '../db/certificats.ecritures.ts'
import {
  derniersCertificats,
  type InscriptionLue,
  lireCesInscriptions,
  lireInscriptions,
  lireSession,
} from '../db/certificats.ts'
import { verrouillerCasesDe, verrouillerCertificats } from '../db/registre.ecritures.ts'
import { anneeDe, ferme, hacher } from '../documents/emissions-communes.ts'
import { type Delivrable, delivrableDe } from '../domain/certifiable.ts'
import { type Compteurs, compteursDe, type HeuresSuivies } from '../domain/heures-suivies.ts'
import { type CertificatEmis, jugerEmission } from '../domain/juger-emission.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import { compilationDesCertificats, lireJuges } from '../lecture/certificats-qui-valent.ts'
import { type Dossier, lireDossier, lireDossiers } from '../lecture/lire-dossiers.ts'

/** `numero` et `emisLe` sont posés à l’émission : la demande ne les porte pas. */
export const sansNumero = ({ numero: _, emisLe: __, gabarit: ___, ...reste }: DonneesCertificat) => reste

/**
 * Émet les certificats de ces inscriptions d’une même session, d’une transaction : les faits se lisent ensemble, les pièces se composent
 * ensemble, tout s’écrit ou rien. Les mêmes faits rendent la même pièce ; un refus n’arrête pas les autres. Une issue par inscription,
 * dans l’ordre donné. `tous` : ce sont toutes celles de la session, que le fichier de tous réunira.
 */
const emettreDans = async (
  services: Services,
  tx: TenantTx,
  ids: readonly InscriptionId[],
  { tous = false } = {},
): Promise<readonly Result<CertificatEmis, Refus>[]> => {
  await Promise.all([verrouillerCertificats(tx, ids), verrouillerCasesDe(tx, ids)])
  const maintenant = services.clock.now()
  const [trouvees, derniers] = await Promise.all([lireCesInscriptions(tx, ids), derniersCertificats(tx, ids)])
  const lus = trouvees[0] && (await lireDossiers(services, tx, trouvees[0].session, trouvees))
  const jugees = ids.map((id) => {
    const dossier = lus?.[trouvees.findIndex((i) => i.id === id)]
    if (!dossier) return refuser('introuvable', 'Cette inscription n’existe pas, ou n’est pas la vôtre.')
    if (!dossier.ok) return dossier
    const { value: d } = dossier
    const juge = jugerEmission(d.etablir('à émettre'), hacher(d.faits), derniers.get(id))
    return juge.ok ? ok({ ...juge.value, dossier: d }) : juge
  })
  const aEmettre = jugees.flatMap((j) => (j.ok && 'donnees' in j.value ? [j.value] : []))
  const libelleDe = ({ inscription, session }: Dossier) =>
    `${inscription.prenom} ${inscription.nom}, ${session.intitule}`
  const emises = await emettrePieces(services)(
    tx,
    aEmettre.map(({ donnees, remplace, dossier, dossier: { inscription, session, zone } }) => ({
      genre: 'certificat-realisation',
      activite: session.activite,
      gabarit: 'certificat-realisation.v1',
      donnees: sansNumero(donnees),
      libelle: libelleDe(dossier),
      recherche: `${inscription.nom} ${inscription.prenom}`,
      objet: { genre: 'inscription', id: inscription.id },
      ...(remplace ? { remplace } : {}),
      emisLe: maintenant,
      annee: anneeDe(maintenant, zone),
    })),
  )
  const nees = aEmettre.flatMap(({ remplace, faits, dossier }, i) => {
    const r = emises[i]
    return r?.ok ? [{ remplace, faits, dossier, libelle: libelleDe(dossier), ...r.value }] : []
  })
  if (nees.length > 0) {
    const ecrites = Promise.all([
      garderCertificats(
        tx,
        nees.map(({ id, faits, dossier: { inscription, session, heures } }) => ({
          activite: session.activite,
          inscription: inscription.id,
          piece: id,
          minutes: heures.suiviMin,
          faits,
        })),
      ),
      consignerTous(
        tx,
        nees.map(({ numero, remplace, dossier: { inscription, session } }) => ({
          activite: session.activite,
          faitLe: maintenant,
          module: 'emargement',
          geste: 'emettre-certificat',
          objet: { genre: 'inscription', id: inscription.id },
          phrase: `Le certificat ${numero} de {tiers:${inscription.personne}} a été émis${remplace ? '\u202f; il remplace le précédent' : ''}.`,
        })),
      ),
    ])
    // Le fichier de tous se demande aussitôt : les ouvriers le réunissent pendant que la base écrit. Défait, le lot ne laisse rien qui le nomme.
    if (tous && nees.length > 1 && nees.length === ids.length)
      services.pdf.dAvance?.commencer(
        compilationDesCertificats(nees[0]?.dossier.session.numero ?? '', nees),
        nees.map((n) => n.octets),
      )
    await ecrites
  }
  return jugees.map((j): Result<CertificatEmis, Refus> => {
    if (!j.ok) return j
    if (!('donnees' in j.value)) return ok(j.value.deja)
    const r = emises[aEmettre.indexOf(j.value)]
    if (!r) throw new Error('Une pièce demandée n’a pas d’issue.')
    if (!r.ok) return ko(r.error)
    const { id: piece, numero } = r.value
    return ok({ piece, numero, neuf: true, remplace: j.value.remplace !== undefined })
  })
}

export const emettreCertificat = async (
  services: Services,
  acces: Acces,
  id: InscriptionId,
): Promise<Result<CertificatEmis, Refus>> =>
  (await services.db.withTenant(acces, (tx) => emettreDans(services, tx, [id])))?.[0] ?? ferme()

/** L’épreuve d’un certificat de cette session : ce qu’il dirait aujourd’hui, sans numéro ni preuve. */
export const epreuveDuCertificat = async (
  services: Services,
  acces: Acces,
  ou: { readonly session: SessionId; readonly inscription: InscriptionId },
) => {
  const lu = await services.db.withTenant(acces, (tx) => lireDossier(services, tx, ou.inscription))
  if (!lu?.ok) return lu ?? ferme()
  // Le droit sur une session n’en ouvre pas une autre.
  if (lu.value.session.id !== ou.session) return ferme()
  const donnees = lu.value.etablir('Aperçu')
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
    const lus = await lireJuges(services, tx, id)
    if (!lus) return undefined
    const etats = await etatsDesPreuves(
      tx,
      lus.juges.flatMap(({ dernier }) => dernier?.piece ?? []),
    )
    const lignes = lus.juges.map(({ inscription, dossier, dernier, perime }): LigneDeCertificat => {
      const possible = dossier.etablir('à émettre')
      return {
        inscription,
        heures: dossier.heures,
        compteurs: compteursDe(dossier.heures, inscription.prevuMin),
        delivrable: delivrableDe(inscription),
        piece: dernier && { id: dernier.piece, numero: dernier.numero },
        preuve: dernier && etats.get(dernier.piece),
        perime,
        refus: possible.ok ? undefined : possible.error,
      }
    })
    return { session: lus.session, lignes }
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

/** Ce que ces issues font en tout : émis, déjà là, refusés. */
const resumer = (issues: readonly Result<CertificatEmis, Refus>[]): Emission => {
  const emis = issues.filter((r) => r.ok && r.value.neuf).length
  const refuses = issues.flatMap((r) => (r.ok ? [] : [r.error.phrase]))
  return {
    emis,
    deja: issues.length - emis - refuses.length,
    refuses: refuses.length,
    enFile: 0,
    ...(refuses[0] ? { phrase: refuses[0] } : {}),
  }
}

/** Tous les certificats possibles d’une session : sur place jusqu’à douze personnes, chacune jugée une fois ; par des tâches au-delà. */
export const emettreCertificats = async (
  services: Services,
  acces: Acces,
  id: SessionId,
): Promise<Result<Emission, Refus>> => {
  const fait = await services.db.withTenant(acces, async (tx) => {
    const [session, inscriptions] = await Promise.all([lireSession(tx, id), lireInscriptions(tx, id)])
    if (!session) return undefined
    const ids = inscriptions.map((i) => i.id)
    return ids.length <= enLigneMax
      ? resumer(ids.length > 0 ? await emettreDans(services, tx, ids, { tous: true }) : [])
      : ids
  })
  if (!fait) return ferme()
  return 'emis' in fait ? ok(fait) : emettreParTaches(services, acces, id)
}

/** Plus de douze personnes : ce qui reste à émettre tient sur place jusqu’à douze, et part en tâches au-delà. */
const emettreParTaches = async (
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
  if (dus.length <= enLigneMax) {
    const issues = await services.db.withTenant(acces, async (tx) =>
      dus.length === 0
        ? []
        : emettreDans(
            services,
            tx,
            dus.map((l) => l.inscription.id),
          ),
    )
    if (!issues) return ferme()
    const faits = resumer(issues)
    const premier = phrase ?? faits.phrase
    return ok({
      ...faits,
      deja: deja + faits.deja,
      refuses: refuses.length + faits.refuses,
      ...(premier ? { phrase: premier } : {}),
    })
  }
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

export const emettreCertificatEnTache: JobHandler = async (payload, services) => {
  const id = typeof payload.inscription === 'string' ? asId<'Inscription'>(payload.inscription) : undefined
  if (!id) return
  const r = await emettreCertificat(services, { genre: 'tache', organisme: payload.organisme }, id)
  // Un refus est définitif ici : la page le dit. « Occupé » se rejoue.
  if (!r.ok && r.error.code === 'occupe')
    throw new Error('Atelier des documents occupé : la tâche sera rejouée.')
  if (!r.ok) services.log.warn('emargement.certificat-refuse', { code: r.error.code, inscription: id })
}
