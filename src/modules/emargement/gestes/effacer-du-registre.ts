/** Effacer ce que le registre garde d’une personne, sans rompre la chaîne : le module `donnees` l’appelle. */
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { ditLaSante, SANS_SANTE } from '#kernel/sante.ts'
import type { Acces } from '#platform/db/access.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { effacerParts, partsDeLaPersonne } from '../db/effacement.ts'
import { composer } from '../db/registre.ecritures.ts'
import { type Fondement, fondements } from '../domain/entree.ts'

export type DemandeDEffacement = {
  readonly personne: PersonneId
  /** Avec les fiches qui lui sont réunies ; à défaut la sienne seule. */
  readonly fiches?: readonly PersonneId[]
  readonly fondement: Fondement
  /** Au journal, que lisent la direction et la personne déléguée. */
  readonly motif: string
  /** Ces sessions seulement : les autres se gardent encore. Absent : toutes. */
  readonly sessions?: readonly string[]
}

/**
 * Dans la transaction donnée : une entrée par session, qui nomme les numéros, les parts et le fondement ; parts et sels sont
 * ôtés. Rend les numéros de ces entrées. La base refuse (42501) qui n’est ni délégué ni responsable.
 */
export const effacerDuRegistreDans = async (
  tx: TenantTx,
  g: DemandeDEffacement,
  le: Date,
): Promise<Result<{ readonly entrees: readonly number[]; readonly parts: number }, Refus>> => {
  if (g.motif.trim().length < 3)
    return refuser('motif', 'Écrivez pourquoi\u00a0: un effacement ne se défait pas.')
  if (ditLaSante(g.motif)) return refuser('motif-de-sante', SANS_SANTE)
  const sessions = (await partsDeLaPersonne(tx, g.fiches ?? [g.personne])).filter(
    (s) => g.sessions?.includes(s.session) ?? true,
  )
  if (sessions.length === 0) return refuser('rien', 'Le registre ne garde plus rien de cette personne.')
  const entrees: number[] = []
  let parts = 0
  for (const s of sessions) {
    const id = newId(le)
    const { texte } = composer(
      {
        genre: 'effacement',
        id,
        faitLe: le,
        recuLe: le,
        vise: s.numeros,
        effacement: { fondement: g.fondement, parts: s.parts },
      },
      {},
    )
    await consigner(tx, {
      activite: s.activite,
      faitLe: le,
      module: 'emargement',
      geste: 'effacer-du-registre',
      objet: { genre: 'session', id: s.session },
      phrase: `Les parts de {tiers:${g.personne}} au registre de {session:${s.session}} sont effacées\u00a0: ${fondements[g.fondement]}.`,
      details: { motif: g.motif.trim().slice(0, 300), numeros: [...s.numeros] },
    })
    const fait = await effacerParts(tx, { ...s, id, contenu: texte })
    entrees.push(fait.numero)
    parts += fait.effacees
  }
  return ok({ entrees, parts })
}

export const effacerDuRegistre = async (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  acces: Acces,
  g: DemandeDEffacement,
): Promise<Result<{ readonly entrees: readonly number[]; readonly parts: number }, Refus>> =>
  (await db.withTenant(acces, (tx) => effacerDuRegistreDans(tx, g, clock.now()))) ??
  refuser('introuvable', 'Cette personne n’existe pas, ou n’est pas de votre organisme.')
