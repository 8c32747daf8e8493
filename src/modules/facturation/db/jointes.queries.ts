/** Ce qu’un courriel de facture dit et joint de plus : le dossier du financeur, le client, les certificats que la pièce cite. */
import { sql } from 'kysely'
import type { PieceId } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type Citee = {
  /** « 26-88310 du 2 novembre 2026 » ; nul : aucun accord. */
  readonly accord: string | null
  /** Le client pour le compte de qui un financeur paie. */
  readonly client: string | null
  /** Les certificats qu’elle nomme, et que la coopérative a émis : leur pièce, son numéro. */
  readonly certificats: readonly { readonly id: PieceId; readonly numero: string }[]
}

export const lireCitee = async (tx: TenantTx, piece: PieceId): Promise<Citee> => {
  const [lue] = (
    await sql<{ accord: string | null; client: string | null; cites: string | null }>`select
        p.donnees::jsonb #>> '{references,accord}' as accord, p.donnees::jsonb #>> '{pourLeCompteDe,nom}' as client,
        (select string_agg(x.s ->> 'certificat', ' ')
          from jsonb_array_elements(p.donnees::jsonb #> '{action,stagiaires}') x(s)) as cites
      from documents.piece p where p.organisme_id = (select app.organisme()) and p.id = ${piece}::uuid`.execute(
      tx,
    )
  ).rows
  const numeros = [...new Set(lue?.cites?.match(/[A-Z]{2,}-\d{4}-\d+/g) ?? [])]
  const certificats =
    numeros.length === 0
      ? []
      : (
          await sql<{ id: PieceId; numero: string }>`select p.id, p.numero from documents.piece p
            where p.organisme_id = (select app.organisme()) and p.genre like 'certificat%'
              and p.numero in (select jsonb_array_elements_text(${JSON.stringify(numeros)}::jsonb))
            order by p.numero`.execute(tx)
        ).rows
  return { accord: lue?.accord ?? null, client: lue?.client ?? null, certificats }
}
