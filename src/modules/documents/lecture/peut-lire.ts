/** Qui lit quoi : la fiche du genre, le tableau des droits et les relations de la personne, réunis une fois par demande. */
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { listerSignataires, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import {
  type Lecteur,
  type Perimetre,
  perimetreDe,
  peutLire,
  type Siens,
} from '../domain/droit-de-lecture.ts'
import type { Relation } from '../domain/genres.ts'
import type { PrisesDocuments } from '../prises.ts'

/** Ce qu’une personne lit des pièces de sa coopérative. */
export type Lecture = {
  /** Cette pièce se lit-elle ? */
  lit(piece: { readonly genre: string; readonly objet: { readonly id: string } }): boolean
  /** La même règle, pour filtrer une liste dans la base. */
  readonly perimetre: Perimetre
  readonly siens: Siens
}

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
