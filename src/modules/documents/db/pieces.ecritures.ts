import { sql } from 'kysely'
import type { Result } from '#kernel/result.ts'
import { plier, tronquer } from '#kernel/texte.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { PieceAAjouter, PortsEmission } from '../domain/piece.ts'

/** Ce que l’émission demande à la base, dans cette transaction. */
export const emissionDans = (
  tx: TenantTx,
): Pick<PortsEmission<never>, 'nouvelId' | 'numeroter' | 'ajouter' | 'toutOuRien'> => ({
  nouvelId: (le) => newId<'Piece'>(le),
  async numeroter(serie, annee) {
    const { rows } = await sql<{ n: number }>`select porte.numeroter(${serie}, ${annee}::int4) as n`.execute(
      tx,
    )
    return rows[0]?.n ?? 0
  },
  async ajouter(p: PieceAAjouter) {
    await sql`insert into documents.piece (id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages,
        libelle, pli, objet_genre, objet_id, remplace_id, complete_id, emise_le, faits)
      values (${p.id}::uuid, ${p.activite}::uuid, ${p.genre}, ${p.numero}, ${p.gabarit}, ${p.donnees},
        ${Buffer.from(p.empreinte, 'hex')}::bytea, ${p.fichier}, ${p.pages}::int4, ${tronquer(p.libelle, 300)},
        ${plier(p.recherche).slice(0, 300)}, ${p.objet.genre}, ${p.objet.id}::uuid, ${p.remplace ?? null}::uuid, ${p.complete ?? null}::uuid,
        ${p.emisLe}::timestamptz, ${p.faits ? Buffer.from(p.faits, 'hex') : null}::bytea)`.execute(tx)
  },
  async toutOuRien<T, E>(work: () => Promise<Result<T, E>>) {
    await sql`savepoint piece`.execute(tx)
    const rendu = await work()
    await (rendu.ok ? sql`release savepoint piece` : sql`rollback to savepoint piece`).execute(tx)
    return rendu
  },
})
