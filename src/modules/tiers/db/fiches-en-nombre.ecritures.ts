import { type RawBuilder, sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Complement, type EntrepriseNeuve, type PersonneNeuve, parLots } from './fiches-en-nombre.ts'

export const insererPersonnes = async (
  tx: TenantTx,
  activite: ActiviteId,
  neuves: readonly PersonneNeuve[],
  le: Date,
  lecture: string | null,
): Promise<void> => {
  for (const lot of parLots(neuves))
    await sql`insert into tiers.personne (id, activite_id, prenom, nom, courriel, telephone, adresse, code_postal, ville,
        entreprise_id, pli, cree_le, import_id)
      select id, ${activite}, prenom, nom, courriel, telephone, adresse, "codePostal", ville, entreprise, pli, ${le}, ${lecture}::uuid
      from jsonb_to_recordset(${JSON.stringify(lot.map((n) => ({ ...n, pli: plier(`${n.nom} ${n.prenom}`) })))}::jsonb)
        as v (id uuid, prenom text, nom text, courriel text, telephone text, adresse text, "codePostal" text, ville text,
          entreprise uuid, pli text)`.execute(tx)
}

export const insererEntreprises = async (
  tx: TenantTx,
  activite: ActiviteId,
  neuves: readonly EntrepriseNeuve[],
  le: Date,
  lecture: string | null,
): Promise<void> => {
  for (const lot of parLots(neuves))
    await sql`insert into tiers.entreprise (id, activite_id, nom, siren, siret, nda, adresse, code_postal, ville, telephone,
        courriel, est_client, est_of, financeur_genre, pli, cree_le, import_id)
      select id, ${activite}, nom, siren, siret, nda, adresse, "codePostal", ville, telephone, courriel, "estClient", "estOf",
        financeur, pli, ${le}, ${lecture}::uuid
      from jsonb_to_recordset(${JSON.stringify(lot.map((n) => ({ ...n, pli: plier(n.nom) })))}::jsonb)
        as v (id uuid, nom text, siren text, siret text, nda text, adresse text, "codePostal" text, ville text, telephone text,
          courriel text, "estClient" boolean, "estOf" boolean, financeur text, pli text)`.execute(tx)
}

export const completerPersonnes = async (tx: TenantTx, complements: readonly Complement[]): Promise<void> => {
  for (const lot of parLots(complements))
    await sql`update tiers.personne p set courriel = coalesce(p.courriel, v.courriel), telephone = coalesce(p.telephone, v.telephone),
        adresse = coalesce(p.adresse, v.adresse), code_postal = coalesce(p.code_postal, v."codePostal"),
        ville = coalesce(p.ville, v.ville), entreprise_id = coalesce(p.entreprise_id, v.entreprise)
      from jsonb_to_recordset(${JSON.stringify(lot)}::jsonb)
        as v (id uuid, courriel text, telephone text, adresse text, "codePostal" text, ville text, entreprise uuid)
      where p.id = v.id`.execute(tx)
}

export const completerEntreprises = async (
  tx: TenantTx,
  complements: readonly Complement[],
): Promise<void> => {
  for (const lot of parLots(complements))
    await sql`update tiers.entreprise e set courriel = coalesce(e.courriel, v.courriel), telephone = coalesce(e.telephone, v.telephone),
        adresse = coalesce(e.adresse, v.adresse), code_postal = coalesce(e.code_postal, v."codePostal"),
        ville = coalesce(e.ville, v.ville), siret = coalesce(e.siret, v.siret),
        siren = case when coalesce(e.siret, v.siret) is null then coalesce(e.siren, v.siren) end, nda = coalesce(e.nda, v.nda)
      from jsonb_to_recordset(${JSON.stringify(lot)}::jsonb)
        as v (id uuid, courriel text, telephone text, adresse text, "codePostal" text, ville text, siret text, siren text, nda text)
      where e.id = v.id`.execute(tx)
}

type Retirees = { readonly retirees: number; readonly restent: readonly string[] }
type ARetirer = { readonly id: string; readonly libelle: string }

/** Chaque fiche que rien ne cite s’en va ; rend celles qui restent. */
const retirerUneAUne = async (
  tx: TenantTx,
  fiches: readonly ARetirer[],
  oter: (ids: readonly string[]) => Promise<unknown>,
): Promise<Retirees> => {
  const restent: string[] = []
  const retirer = async (lot: readonly ARetirer[]): Promise<void> => {
    await sql`savepoint retirer`.execute(tx)
    try {
      await oter(lot.map((f) => f.id))
      await sql`release savepoint retirer`.execute(tx)
    } catch (faute) {
      await sql`rollback to savepoint retirer`.execute(tx)
      await sql`release savepoint retirer`.execute(tx)
      if ((faute as { code?: string }).code !== '23503') throw faute
      // Une fiche de ce lot est citée ailleurs : la moitié, puis la moitié, jusqu’à elle.
      if (lot.length === 1) return void restent.push(...lot.map((f) => f.libelle))
      await retirer(lot.slice(0, lot.length >> 1))
      await retirer(lot.slice(lot.length >> 1))
    }
  }
  for (const lot of parLots(fiches)) await retirer(lot)
  return { retirees: fiches.length - restent.length, restent }
}

/** Les personnes que cet import a fait naître. */
export const retirerPersonnes = async (tx: TenantTx, lecture: string): Promise<Retirees> => {
  const { rows } = await sql<{ id: string; libelle: string }>`select id, nom || ' ' || prenom as libelle
    from tiers.personne where import_id = ${lecture} order by pli, id`.execute(tx)
  return retirerUneAUne(tx, rows, (ids) =>
    sql`delete from tiers.personne where id = any (${ids}::uuid[])`.execute(tx),
  )
}

/** Les entreprises que cet import a fait naître. */
export const retirerEntreprises = async (tx: TenantTx, lecture: string): Promise<Retirees> => {
  const { rows } = await sql<{ id: string; libelle: string }>`select id, nom as libelle
    from tiers.entreprise where import_id = ${lecture} order by pli, id`.execute(tx)
  return retirerUneAUne(tx, rows, (ids) =>
    sql`delete from tiers.entreprise where id = any (${ids}::uuid[])`.execute(tx),
  )
}

/** Cette colonne, vidée si elle porte encore la valeur que l’import y a mise. */
const reprise = (nom: string, colonne: RawBuilder<unknown>) =>
  sql`case when encode(sha256(convert_to(${colonne}::text, 'UTF8')), 'hex') = v.champs ->> ${nom} then null else ${colonne} end`

type ACompleter = { readonly id: string; readonly champs: Readonly<Record<string, string>> }

/** Ce que l’import avait ajouté à ces personnes s’en va, sauf ce que l’on a changé depuis. */
export const reprendreAuxPersonnes = async (tx: TenantTx, fiches: readonly ACompleter[]): Promise<void> => {
  for (const lot of parLots(fiches))
    await sql`update tiers.personne f set courriel = ${reprise('courriel', sql`f.courriel`)},
        telephone = ${reprise('telephone', sql`f.telephone`)}, adresse = ${reprise('adresse', sql`f.adresse`)},
        code_postal = ${reprise('code_postal', sql`f.code_postal`)}, ville = ${reprise('ville', sql`f.ville`)},
        entreprise_id = ${reprise('entreprise_id', sql`f.entreprise_id`)}
      from jsonb_to_recordset(${JSON.stringify(lot)}::jsonb) as v (id uuid, champs jsonb) where f.id = v.id`.execute(
      tx,
    )
}

/** De même pour des entreprises. */
export const reprendreAuxEntreprises = async (tx: TenantTx, fiches: readonly ACompleter[]): Promise<void> => {
  for (const lot of parLots(fiches))
    await sql`update tiers.entreprise f set courriel = ${reprise('courriel', sql`f.courriel`)},
        telephone = ${reprise('telephone', sql`f.telephone`)}, adresse = ${reprise('adresse', sql`f.adresse`)},
        code_postal = ${reprise('code_postal', sql`f.code_postal`)}, ville = ${reprise('ville', sql`f.ville`)},
        siret = ${reprise('siret', sql`f.siret`)}, siren = ${reprise('siren', sql`f.siren`)}, nda = ${reprise('nda', sql`f.nda`)}
      from jsonb_to_recordset(${JSON.stringify(lot)}::jsonb) as v (id uuid, champs jsonb) where f.id = v.id`.execute(
      tx,
    )
}
