/**
 * Ce qui n’est qu’à une enseigne, et qui a le droit de le lire : lu dans la base, pour juger un courriel ou une nouvelle.
 * Une table, une adresse ou une personne de plus y entre d’elle-même.
 */
import type { Client } from 'pg'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import { sansInsecables } from '../monde/naviguer.ts'

export type Secret = {
  readonly sorte: 'nom' | 'numéro' | 'intitulé' | 'montant'
  readonly texte: string
  readonly organisme: string
  readonly activite: string
}
type Ligne = { readonly organisme: string; readonly activite: string }

/** Un nom, un intitulé, un montant que deux enseignes portent ne dit pas de laquelle on parle : il n’y est pas. */
const lireSecrets = async (base: Client): Promise<readonly Secret[]> => {
  const { rows } = await base.query<{
    sorte: Secret['sorte']
    texte: string
    organisme: string
    activite: string
  }>(
    `with vus as (
        select 'nom' as sorte, nom as texte, organisme_id, activite_id from tiers.entreprise
        union all select 'nom', prenom || ' ' || nom, organisme_id, activite_id from tiers.personne
        union all select 'numéro', numero, organisme_id, activite_id from documents.piece
        union all select 'intitulé', intitule, organisme_id, activite_id from sessions.session
        union all select 'intitulé', intitule, organisme_id, activite_id from catalogue.version
        -- Une veille transmise est aussi à qui la reçoit.
        union all select 'intitulé', titre, organisme_id, activite_id from qualite.registre r
          where not exists (select from qualite.diffusion d where d.organisme_id = r.organisme_id and d.ligne_id = r.id)
        union all select 'montant', total_ttc_centimes::text, organisme_id, activite_id from facturation.facture where total_ttc_centimes >= 10000
        union all select 'montant', prix_centimes::text, organisme_id, activite_id from inscriptions.dossier where prix_centimes >= 10000)
      select sorte, texte, min(organisme_id::text) as organisme, min(activite_id::text) as activite from vus v
       where length(texte) > 4
         -- Sur le fil, au pôle, ce nom est à tous.
         and not exists (select from organisme.organisme o where o.nom = v.texte)
         and not exists (select from organisme.activite a where a.nom = v.texte)
         and not exists (select from compte.compte c where c.prenom || ' ' || c.nom = v.texte)
       group by sorte, texte having count(distinct (organisme_id, activite_id)) = 1`,
  )
  return rows.map((r) => ({
    ...r,
    texte: sansInsecables(r.sorte === 'montant' ? formaterMontant(centimes(Number(r.texte))) : r.texte),
  }))
}

/** De chaque ligne qui porte une enseigne, laquelle : une adresse de page nomme une ligne. */
const lireLignes = async (base: Client): Promise<ReadonlyMap<string, Ligne>> => {
  const lignes = new Map<string, Ligne>()
  const { rows } = await base.query<{ nom: string }>(
    `select f.nom from app.famille f where 3 = (select count(*) from pg_attribute p where p.attrelid = f.nom::regclass
        and not p.attisdropped and p.attname = any (array['organisme_id', 'activite_id', 'id']))`,
  )
  for (const { nom } of rows) {
    const lues = await base.query<Ligne & { id: string }>(
      `select organisme_id::text as organisme, activite_id::text as activite, id::text as id from ${nom}`,
    )
    for (const { id, ...l } of lues.rows) lignes.set(id, l)
  }
  return lignes
}

/** À qui est cette adresse : membre (de toute la coopérative, ou de ses enseignes), ou du dehors, de l’enseigne qui la connaît. */
const lireDroits = async (base: Client) => {
  const { rows } = await base.query<{ courriel: string; organisme: string; activite: string | null }>(
    `select lower(c.courriel) as courriel, d.organisme_id::text as organisme, null as activite
       from compte.adhesion d join compte.compte c on c.id = d.compte_id where d.toutes
     union select lower(c.courriel), d.organisme_id::text, unnest(d.activites)::text
       from compte.adhesion d join compte.compte c on c.id = d.compte_id where not d.toutes
     union select lower(courriel), organisme_id::text, null from organisme.organisme where courriel is not null
     union select lower(courriel), organisme_id::text, activite_id::text from tiers.personne where courriel is not null
     union select lower(courriel), organisme_id::text, activite_id::text from tiers.entreprise where courriel is not null
     -- Partie à une pièce, qu’on lui a demandé de signer ou qu’on lui a remise.
     union select lower(courriel), organisme_id::text, activite_id::text from documents.demande`,
  )
  const toute = new Set<string>()
  const siennes = new Set<string>()
  for (const r of rows)
    if (r.activite === null) toute.add(`${r.courriel} ${r.organisme}`)
    else siennes.add(`${r.courriel} ${r.activite}`)
  return (a: string, { organisme, activite }: Ligne) =>
    toute.has(`${a.toLowerCase()} ${organisme}`) || siennes.has(`${a.toLowerCase()} ${activite}`)
}

export type Ecrit = { readonly a: string; readonly texte: string; readonly genre: string }
type Sorte = Secret['sorte'] | 'adresse' | 'lien'

/**
 * Chaque écrit, contre ce que son destinataire a le droit de lire. `fuites` : ce qui passe le mur ; `lus` : combien de fois chaque sorte
 * de secret fut dite à qui le peut, sans quoi ne rien trouver ne dirait rien.
 */
export const juger = async (base: Client, ecrits: readonly Ecrit[]) => {
  const [secrets, lignes, peut] = [await lireSecrets(base), await lireLignes(base), await lireDroits(base)]
  const { rows } = await base.query<{ jeton: string } & Ligne>(
    `select encode(jeton, 'hex') as jeton, organisme_id::text as organisme, activite_id::text as activite
       from compte.lien where activite_id is not null`,
  )
  const recues = await base.query<{ courriel: string; ligne: string }>(
    `select lower(c.courriel) as courriel, d.ligne_id::text as ligne from qualite.diffusion d join compte.compte c on c.id = d.compte_id`,
  )
  const transmises = new Set(recues.rows.map((r) => `${r.courriel} ${r.ligne}`))
  const liens = new Map(rows.map(({ jeton, ...l }) => [jeton, l]))
  const fuites = new Set<string>()
  const lus = new Map<Sorte, number>()
  const dire = (e: Ecrit, sorte: Sorte, quoi: string, ou: Ligne | undefined) => {
    if (!ou) return
    if (peut(e.a, ou)) lus.set(sorte, (lus.get(sorte) ?? 0) + 1)
    else fuites.add(`${e.genre} → ${e.a} : ${sorte} ${quoi}`)
  }
  for (const e of ecrits) {
    const texte = sansInsecables(e.texte)
    for (const s of secrets) if (texte.includes(s.texte)) dire(e, s.sorte, s.texte, s)
    for (const [id] of texte.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))
      if (!transmises.has(`${e.a.toLowerCase()} ${id}`)) dire(e, 'adresse', id, lignes.get(id))
    for (const [, jeton = ''] of texte.matchAll(/\/([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/g))
      dire(e, 'lien', jeton, liens.get(tokenDigest(jeton).toString('hex')))
  }
  return { fuites: [...fuites].toSorted(), lus, secrets: secrets.length }
}
