/** Ce qui se fait d’un bien prêté. La base dit qui le peut ; chaque geste se lit au journal de sa coopérative. */
import { formaterDate } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireConditions } from '#modules/documents/index.ts'
import { preparerConstatee, tauxDUnConstat } from '#modules/facturation/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { PoleId } from '#modules/pole/index.ts'
import { type SessionId, sansChevauchement } from '#modules/sessions/index.ts'
import { type EntrepriseId, resoudreEntreprises } from '#modules/tiers/index.ts'
import { derive, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { reduireImage } from '#platform/images/reduire.ts'
import type { Services } from '#platform/services.ts'
import {
  type Annulation,
  annulerReservation,
  type BienADemander,
  type BienAPreter,
  corrigerBien,
  demanderBien,
  demanderBiens,
  type FicheDuBien,
  oterPhoto,
  photographierBien,
  planifierReservation,
  preterBien,
  repondreReservation,
  reserverPourUnTiers,
  retirerBien,
} from '../db/biens-portes.ts'
import {
  type Bien,
  type BienId,
  direEmpechements,
  direHeures,
  direRefusDeBien,
  duDe,
  type PhotoId,
  type Reservation,
  type ReservationId,
  tauxPermis,
  toutesTaxes,
} from '../domain/biens.ts'
import { factureDe } from '../lecture/facture-de-mission.ts'
import { noterUnEchange } from './courant.ts'
import type { Ici } from './vivier.ts'

type Fait = Promise<Result<string, Refus>>

const conclure = async (
  { tx, visiteur, le }: Ici,
  geste: string,
  phrase: string | ((mot: string) => string),
  reponse: Promise<string>,
): Fait => {
  const mot = await reponse
  const refus = direRefusDeBien(mot)
  if (refus) return ko(refus)
  const enseigne = mot === 'deja' ? undefined : await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'mutualisation',
      geste,
      phrase: typeof phrase === 'string' ? phrase : phrase(mot),
    })
  return ok(mot)
}

export const preter = async (i: Ici, b: BienAPreter): Promise<Result<BienId, Refus>> => {
  const fait = await conclure(
    i,
    'preter-bien',
    'Une salle, ou du matériel, est prêté aux coopératives d’un pôle.',
    preterBien(i.tx, i.cle as BienId, b, i.le),
  )
  return fait.ok ? ok(i.cle as BienId) : fait
}
/** Ce qui est déjà demandé, ou réservé, garde son prix, son taux, son barème et sa configuration. */
export const corriger = (i: Ici, b: Pick<Bien, 'bien'>, version: number, fiche: FicheDuBien): Fait =>
  conclure(
    i,
    'corriger-bien',
    'La fiche d’un bien prêté est corrigée.',
    corrigerBien(i.tx, b.bien, version, fiche).then((mot) => (mot === 'relire' ? 'corrigee-depuis' : mot)),
  )
export const retirerDuPret = (i: Ici, b: Bien): Fait =>
  conclure(i, 'retirer-bien', 'Un bien n’est plus prêté.', retirerBien(i.tx, b.bien, i.le))
export const demander = (i: Ici, b: Bien, d: BienADemander): Fait =>
  conclure(
    i,
    'demander-bien',
    'Un bien d’une autre coopérative est demandé.',
    demanderBien(i.tx, i.cle as ReservationId, b.bien, d, i.le),
  )
/** Tout, ou rien. Un second envoi retombe sur les mêmes réservations : leurs identifiants viennent du jeton du formulaire. */
export const demanderEnsemble = async (
  i: Ici,
  objet: string,
  voulues: readonly (Omit<BienADemander, 'objet'> & Pick<Bien, 'bien' | 'titre'>)[],
): Fait => {
  // Une séance qui prend les mêmes salles au même instant peut la bloquer : elle recommence, comme une séance.
  const dits = await sansChevauchement(i.tx, () =>
    demanderBiens(
      i.tx,
      objet,
      voulues.map((v) => ({
        ...v,
        id: derive<'Reservation'>(i.cle, `${v.bien} ${v.debut.toISOString()} ${v.fin.toISOString()}`, 0),
      })),
      i.le,
    ),
  )
  const mots = dits.ok ? dits.value : voulues.map(() => 'en-file')
  const refus = direEmpechements(voulues, mots)
  if (refus) return ko(refus)
  return conclure(
    i,
    'demander-biens',
    'Plusieurs biens d’autres coopératives sont demandés d’un geste.',
    Promise.resolve(['a-viser', 'option', 'ferme'].find((m) => mots.includes(m)) ?? 'deja'),
  )
}
export const repondreALaDemande = (
  i: Ici,
  r: ReservationId,
  dit: { readonly oui: boolean; readonly motif: string },
): Fait =>
  conclure(
    i,
    'repondre-reservation',
    (mot) =>
      mot === 'dit'
        ? `Une demande d’un bien prêté est ${dit.oui ? 'acceptée' : 'refusée'}.`
        : `Un visa est donné à une demande d’un bien prêté, qui ${mot === 'a-deux' ? 'attend le second' : 'attend que ses conditions soient remplies'}.`,
    repondreReservation(i.tx, r, dit, i.le),
  )
/** Qui prête le note pour une structure de son carnet : au prix « à d’autres », sous la même contrainte que toutes ; ferme, ou en option tant qu’un visa l’attend. */
export const reserverPour = (i: Ici, b: Bien, tiers: EntrepriseId, d: BienADemander): Fait =>
  conclure(
    i,
    'reserver-pour-un-tiers',
    (mot) =>
      mot === 'a-viser'
        ? 'La location d’un bien prêté, à une structure du carnet, attend un visa.'
        : 'Un bien prêté est réservé pour une structure du carnet.',
    reserverPourUnTiers(i.tx, i.cle as ReservationId, b.bien, tiers, d, i.le),
  )
export const planifier = (i: Ici, r: ReservationId, session: SessionId, tient: boolean): Fait =>
  conclure(
    i,
    'planifier-reservation',
    tient
      ? 'Une session est dite tenue dans une salle réservée.'
      : 'Une session n’est plus dite tenue dans une salle réservée.',
    planifierReservation(i.tx, r, session, tient),
  )
/** Une session vient d’être planifiée d’une réservation ; faux : ses heures n’y sont plus, ou qui planifie ne tient pas les salles. */
export const retenirSallePlanifiee = async (
  tx: TenantTx,
  reservation: string,
  session: SessionId,
): Promise<boolean> => {
  const id = asId<'Reservation'>(reservation) as ReservationId | undefined
  return id !== undefined && ['prevue', 'deja'].includes(await planifierReservation(tx, id, session))
}
export const annuler = (i: Ici, r: ReservationId, dit: Annulation): Fait =>
  conclure(
    i,
    'annuler-reservation',
    'Une réservation d’un bien prêté est annulée.',
    annulerReservation(i.tx, r, dit, i.le),
  )

/** L’écriture naît de la réservation : le même fait ne se propose qu’une fois. Toutes taxes comprises, au taux que l’autre a lu en demandant. */
export const compterReservation = async (
  i: Ici,
  b: Pick<Bien, 'salle' | 'titre'>,
  r: Reservation & { readonly recoit: OrganismeId },
): Fait =>
  noterUnEchange(
    { ...i, pole: r.pole as PoleId, cle: r.reservation },
    {
      avec: r.recoit,
      jeDois: false,
      genre: 'directe',
      montant: toutesTaxes(duDe(r), r.taux),
      fait: b.salle ? 'salle' : 'materiel',
      faitLe: jourLocal(r.debut, ZONE_PAR_DEFAUT),
      libelle: b.titre,
      piece: `${r.etat === 'annulee' ? 'retenue d’annulation' : 'réservation'}, toutes taxes`,
      expireLe: null,
    },
  )

/** La facture d’une location à qui n’est pas du pôle, ou de ce qui reste dû d’elle : hors formation. Rien ne se retape. */
export const facturerReservation = async (
  { tx, visiteur, le }: Ici,
  b: Pick<Bien, 'titre'>,
  r: Reservation & { readonly tiers: EntrepriseId },
): Promise<Result<string, Refus>> => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (!enseigne) return ko(refus('rien-a-facturer', 'Aucune enseigne d’ici ne peut facturer cette location.'))
  const jour = jourLocal(r.debut, ZONE_PAR_DEFAUT)
  const du = duDe(r)
  // Le régime a pu changer depuis la demande : au taux de la fiche, la facture ne s’émettrait plus.
  const taux = tauxPermis(await tauxDUnConstat(tx, false, le), r.taux)
  return preparerConstatee(
    tx,
    {
      id: (await factureDe(tx, r.reservation)).projet,
      activite: enseigne.id,
      payeurEntreprise: (await resoudreEntreprises(tx, [r.tiers])).get(r.tiers) ?? r.tiers,
      periode: { du: jour, au: jour },
      reference: `${b.titre}, ${formaterDate(jour)}`.slice(0, 100),
      delaiJours: (await lireConditions(tx)).conditions.delaiReglementJours,
      formation: false,
      lignes: [
        {
          libelle: `${r.etat === 'annulee' ? 'Annulation de la location' : 'Location'} : ${b.titre}${r.configuration ? `, ${r.configuration}` : ''}, ${direHeures(r)}`,
          montant: du,
          taux,
        },
      ],
    },
    le,
  )
}

/** L’image est refaite : ni lieu, ni appareil, ni auteur ne partent avec elle. Le fichier est rangé chez sa coopérative. */
export const photographier = async (
  { storage }: Pick<Services, 'storage'>,
  i: Ici,
  bien: BienId,
  p: { readonly legende: string; readonly octets: Uint8Array },
): Fait => {
  const refaite = await reduireImage(p.octets)
  if (!refaite.ok) return refaite
  const type = 'image/webp'
  const { empreinte } = await storage.put(i.tx, refaite.value.grande, type)
  return conclure(
    i,
    'photographier-bien',
    'Une photographie est ajoutée à un bien prêté.',
    photographierBien(
      i.tx,
      { id: i.cle as PhotoId, bien, legende: p.legende, fichier: empreinte, type },
      i.le,
    ),
  )
}
export const oterUnePhoto = (i: Ici, photo: PhotoId): Fait =>
  conclure(i, 'oter-photo', 'Une photographie d’un bien prêté est ôtée.', oterPhoto(i.tx, photo, i.le))
