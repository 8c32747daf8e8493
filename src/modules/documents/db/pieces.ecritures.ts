import { sql } from 'kysely'
import type { Result } from '#kernel/result.ts'
import { plier, tronquer } from '#kernel/texte.ts'
import { newId, poserEnNombre, type TenantTx } from '#platform/db/index.ts'
import type { PieceAAjouter, PortsEmission } from '../domain/piece.ts'

/** Ce que l’émission demande à la base, dans cette transaction. */
export const emissionDans = (
  tx: TenantTx,
): Pick<PortsEmission<never>, 'nouvelId' | 'numeroter' | 'ajouter' | 'toutOuRien'> => ({
  nouvelId: (le) => newId<'Piece'>(le),
  async numeroter(serie, annee, combien) {
    const { rows } = await sql<{
      n: number
    }>`select porte.numeroter(${serie}, ${annee}::int4) as n from generate_series(1, ${combien}::int4)`.execute(
      tx,
    )
    return rows.map((r) => r.n)
  },
  ajouter: (pieces: readonly PieceAAjouter[]) =>
    poserEnNombre(
      tx,
      pieces.map((p) => ({
        ...p,
        // Coupé au milieu d’un signe, un texte ne se lit plus en JSON.
        libelle: tronquer(p.libelle, 300).toWellFormed(),
        pli: plier(p.recherche).slice(0, 300).toWellFormed(),
        genreDeLObjet: p.objet.genre,
        objet: p.objet.id,
      })),
      (
        json,
      ) => sql`insert into documents.piece (id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages,
          libelle, pli, objet_genre, objet_id, remplace_id, complete_id, emise_le, faits)
        select id, activite, genre, numero, gabarit, donnees, decode(empreinte, 'hex'), fichier, pages,
          libelle, pli, "genreDeLObjet", objet, remplace, complete, "emisLe", decode(faits, 'hex')
        from jsonb_to_recordset(${json}::jsonb) as x (id uuid, activite uuid, genre text, numero text, gabarit text, donnees text,
          empreinte text, fichier text, pages int4, libelle text, pli text, "genreDeLObjet" text, objet uuid, remplace uuid, complete uuid,
          "emisLe" timestamptz, faits text)`,
    ),
  async toutOuRien<T, E>(work: () => Promise<Result<T, E>>) {
    await sql`savepoint piece`.execute(tx)
    const rendu = await work()
    await (rendu.ok ? sql`release savepoint piece` : sql`rollback to savepoint piece`).execute(tx)
    return rendu
  },
})
