/** Qui lit quoi : la fiche du genre, le tableau des droits et les relations de la personne, réunis une fois par demande. */
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { listerSignataires, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import type { PieceRangee } from '../db/pieces.ts'
import {
  type Lecteur,
  type Perimetre,
  perimetreDe,
  peutLire,
  type Siens,
} from '../domain/droit-de-lecture.ts'
import { estDe, type Relation } from '../domain/genres.ts'
import type { PrisesDocuments } from '../prises.ts'

/** Ce qu’une personne lit des pièces de sa coopérative. */
export type Lecture = {
  /** Cette pièce se lit-elle ? */
  lit(piece: { readonly genre: string; readonly objet: { readonly id: string } }): boolean
  /** La même règle, pour filtrer une liste dans la base. */
  readonly perimetre: Perimetre
  readonly siens: Siens
}

/** Une commande de qui tient la machine : elle n’a les yeux de personne, et lit ce que la base et les clés lui donnent. */
export const toutLire: Pick<Lecture, 'lit'> = { lit: () => true }

const rienDeSien: Siens = { anime: new Set(), suit: new Set(), enseigne: new Set() }

/** Ses délégations qui valent ce jour-là disent ce qu’elle signe, donc ce qu’elle lit. */
const lecteurDe = async (tx: TenantTx, v: Visiteur, le: Date): Promise<Lecteur> => {
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const tenues = (await listerSignataires(tx)).filter(
    (s) =>
      s.personne === v.personneId &&
      s.debut <= jour &&
      (s.fin === null || jour <= s.fin) &&
      (s.revoqueeLe === null || jour < s.revoqueeLe),
  )
  return {
    peut: (droit, objet) => peutVisiteur(v, droit, objet),
    signe: (piece) =>
      !v.assistance &&
      tenues.some((s) => s.pieces === '*' || (s.pieces as readonly string[]).includes(piece)),
  }
}

/**
 * Consigne qu’une pièce sensible vient d’être ouverte, ou emportée : qui, laquelle, quand ; jamais ce qu’elle dit. Rien des autres.
 */
export const consignerLecture = async (
  tx: TenantTx,
  p: Pick<PieceRangee, 'id' | 'activite' | 'genre' | 'numero'>,
  quoi: 'page' | 'fichier' | 'archive',
  le: Date,
): Promise<void> => {
  if (!estDe(p.genre, 'sensible')) return
  await consigner(tx, {
    activite: p.activite,
    faitLe: le,
    module: 'documents',
    geste: 'lire-piece-sensible',
    objet: { genre: 'piece', id: p.id },
    phrase: `La pièce sensible ${p.numero} est lue.`,
    details: { sensible: true, quoi },
  })
}

/** Lit les relations de la personne seulement si un de ses droits se limite à ce qui est sien. */
export const lectureDe = async (
  tx: TenantTx,
  prises: Pick<PrisesDocuments, 'siens'>,
  v: Visiteur,
  le: Date,
): Promise<Lecture> => {
  const lecteur = await lecteurDe(tx, v, le)
  const perimetre = perimetreDe(lecteur)
  const limite = Object.values(perimetre.siens).some((g) => g.length > 0)
  const siens = limite ? await prises.siens(tx, v) : rienDeSien
  const relationsDe = (objet: string): ReadonlySet<Relation> =>
    new Set((Object.keys(siens) as Relation[]).filter((r) => siens[r].has(objet)))
  return { perimetre, siens, lit: (p) => peutLire(p.genre, lecteur, relationsDe(p.objet.id)) }
}
