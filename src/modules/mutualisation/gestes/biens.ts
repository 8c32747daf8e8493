/** Ce qui se fait d’un bien prêté. La base dit qui le peut ; chaque geste se lit au journal de sa coopérative. */
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { PoleId } from '#modules/pole/index.ts'
import { sansChevauchement } from '#modules/sessions/index.ts'
import { derive } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { reduireImage } from '#platform/images/reduire.ts'
import type { Services } from '#platform/services.ts'
import {
  annulerReservation,
  type BienADemander,
  type BienAPreter,
  demanderBien,
  demanderBiens,
  oterPhoto,
  photographierBien,
  preterBien,
  repondreReservation,
  retirerBien,
} from '../db/biens-portes.ts'
import {
  type Bien,
  type BienId,
  direEmpechements,
  direRefusDeBien,
  duDe,
  type PhotoId,
  type Reservation,
  type ReservationId,
  toutesTaxes,
} from '../domain/biens.ts'
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
    Promise.resolve(['option', 'ferme'].find((m) => mots.includes(m)) ?? 'deja'),
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
export const annuler = (i: Ici, r: ReservationId, motif: string): Fait =>
  conclure(
    i,
    'annuler-reservation',
    'Une réservation d’un bien prêté est annulée.',
    annulerReservation(i.tx, r, motif, i.le),
  )

/** L’écriture naît de la réservation : le même fait ne se propose qu’une fois. Toutes taxes comprises, comme la pièce. */
export const compterReservation = (i: Ici, b: Pick<Bien, 'salle' | 'titre'>, r: Reservation): Fait =>
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
