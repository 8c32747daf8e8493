import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { canoniser, sha256 } from '#platform/json/canonique.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { type JalonRecu, jugerJalon, type RaisonDeRefus } from '../domain/juger-jalon.ts'
import { hexa } from '../domain/maillon.ts'
import { lireJalon } from '../domain/registre.ts'
import { verificateur } from './registre.ts'
import { cleDeTemoin } from './temoins.ts'

/** Juge, puis contresigne ou refuse, tout ce que cet organisme garde de l’autre sans l’avoir encore jugé. */
export const contresigner = async (
  tx: TenantTx,
  keys: Pick<Keys, 'signataire' | 'publicKey'>,
  g: { readonly temoin: OrganismeId; readonly organisme: OrganismeId; readonly le: Date },
): Promise<{ numero: number; raison: RaisonDeRefus | undefined }[]> => {
  const verifier = verificateur(keys.publicKey)
  const cle = cleDeTemoin(keys, g.temoin)
  const { rows } = await sql<{
    jalon: Buffer
    numero: number
    contenu: string
    signature: Buffer
    juge: boolean
  }>`
    select j.jalon, j.numero, j.contenu, j.signature, exists (select from emargement.contreseing c
      where c.organisme_id = j.organisme_id and c.de_organisme_id = j.de_organisme_id and c.jalon = j.jalon) as juge
    from emargement.jalon_garde j where j.organisme_id = (select app.organisme()) and j.de_organisme_id = ${g.organisme}::uuid
    order by j.numero, j.recu_le`.execute(tx)
  const recus = rows.map(
    (r): JalonRecu => ({
      empreinte: r.jalon.toString('hex'),
      contenu: lireJalon(r.contenu),
      signe: verifier(Buffer.from(r.contenu), r.signature),
    }),
  )
  const juges: { numero: number; raison: RaisonDeRefus | undefined }[] = []
  for (const [i, r] of rows.entries()) {
    const recu = recus[i]
    if (r.juge || !recu) continue
    const raison = jugerJalon(g.organisme, recus, recu)
    const contenu = canoniser({
      format: 'coforme-contresignature/1',
      jalon: recu.empreinte,
      organisme: g.organisme,
      temoin: g.temoin,
      date: g.le.toISOString(),
    })
    const oui = raison === undefined
    await sql`insert into emargement.contreseing (de_organisme_id, jalon, vaut, raison, contenu, signature, cle, le)
      values (${g.organisme}::uuid, ${r.jalon}::bytea, ${oui}::bool, ${raison ?? null}, ${oui ? contenu : null},
        ${oui ? Buffer.from(cle.sign(Buffer.from(contenu))) : null}::bytea, ${oui ? Buffer.from(cle.publicKey) : null}::bytea, ${g.le}::timestamptz)
      on conflict do nothing`.execute(tx)
    juges.push({ numero: r.numero, raison })
  }
  return juges
}

/** Pose un jalon sur la dernière entrée, si aucun ne la couvre ; rend son texte et sa signature. */
export const jalonner = async (tx: TenantTx, keys: Pick<Keys, 'sign'>, le: Date): Promise<boolean> => {
  await sql`select pg_advisory_xact_lock(4812, hashtext(app.organisme()::text))`.execute(tx)
  const { rows } = await sql<{
    organisme: string
    numero: number | null
    empreinte: string | null
    couvert: number | null
    avant: string | null
  }>`select app.organisme() as organisme, m.numero, encode(m.empreinte, 'hex') as empreinte, j.numero as couvert, j.contenu as avant
    from (select 1) un
    left join lateral (select numero, empreinte from emargement.maillon where organisme_id = (select app.organisme()) order by numero desc limit 1) m on true
    left join lateral (select numero, contenu from emargement.jalon where organisme_id = (select app.organisme()) order by numero desc limit 1) j on true`.execute(
    tx,
  )
  const r = rows[0]
  if (!r || r.numero === null || (r.couvert ?? 0) >= r.numero) return false
  const contenu = canoniser({
    format: 'coforme-jalon/1',
    organisme: r.organisme,
    numero: r.numero,
    empreinte: r.empreinte,
    date: le.toISOString(),
    jalonPrecedent: r.avant === null ? null : hexa(sha256(Buffer.from(r.avant))),
  })
  await sql`insert into emargement.jalon (numero, contenu, signature, pose_le)
    values (${r.numero}::int8, ${contenu}, ${Buffer.from(keys.sign(Buffer.from(contenu)))}::bytea, ${le}::timestamptz)`.execute(
    tx,
  )
  return true
}
