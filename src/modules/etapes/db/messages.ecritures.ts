import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Voulu } from './messages.ts'

const empreindre = (cle: string): Buffer => createHash('sha256').update(cle).digest()

/** Dépose ; rend l’identifiant s’il est neuf, rien s’il existait. */
export const deposer = async (tx: TenantTx, m: Voulu, le: Date): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`insert into etapes.message
      (id, activite_id, session_id, code, ecrit_id, cle, adresse_cle, personne_id, inscription_id, nom, courriel, depose_le)
    values (${newId(le)}::uuid, ${m.activite}::uuid, ${m.session}::uuid, ${m.code}, ${m.ecrit}::uuid, ${empreindre(m.cle)}, ${m.adresseCle},
      ${m.personne}::uuid, ${m.inscription}::uuid, ${m.nom}, ${m.courriel}, ${le})
    on conflict (organisme_id, cle) do nothing returning id`.execute(tx)
  return rows[0]?.id
}
