import type pg from 'pg'
import type { DossierDb, Fichier, FichierDePorte } from '#platform/db/dossier-db.ts'
import { InstallationError } from '#platform/db/roles.ts'

/** Ce que PostgreSQL répond quand `create or replace` ne sait pas remplacer : type rendu, propriétaire, nom porté deux fois. */
const demandeUnRetrait = new Set(['42P13', '42501', '42725'])

const enPhrase = (f: Fichier, erreur: unknown, avant = 0): InstallationError => {
  const cause = erreur as pg.DatabaseError
  const ligne = cause.position
    ? ` (ligne ${f.texte.slice(0, Number(cause.position) - avant).split('\n').length})`
    : ''
  const conseil =
    f.chemin.startsWith('portes/') && demandeUnRetrait.has(cause.code ?? '')
      ? ' Une porte dont la signature, le type rendu ou le propriétaire change se retire d’abord par une migration (drop function).'
      : ''
  return new InstallationError(
    `«\u00a0${f.chemin}\u00a0» a échoué${ligne}\u00a0: ${cause.message}.${conseil}`,
    { cause },
  )
}

/** Joue un fichier sous `coforme_owner`, dans la transaction en cours, ou lève une phrase. */
export const jouer = async (client: pg.Client, f: Fichier): Promise<void> => {
  // Le fichier d'avant a pu changer de rôle.
  const debut = 'set local role coforme_owner;\n'
  await client.query(debut + f.texte).catch((erreur: unknown) => {
    throw enPhrase(f, erreur, debut.length)
  })
}

/**
 * Joue des fichiers dont l'ordre n'est écrit nulle part : celui qui en attend un autre est repris, tant que l'un au moins passe.
 * Rend ceux qui ne passent pas, avec la phrase qui dit pourquoi.
 */
const jouerParReprises = async <F extends Fichier>(
  client: pg.Client,
  fichiers: readonly F[],
): Promise<ReadonlyMap<F, InstallationError>> => {
  let dus: readonly F[] = fichiers
  for (;;) {
    const refus = new Map<F, InstallationError>()
    for (const f of dus) {
      const debut = 'savepoint reprise; set local role coforme_owner;\n'
      try {
        await client.query(`${debut}${f.texte}\n;release savepoint reprise`)
      } catch (erreur) {
        refus.set(f, enPhrase(f, erreur, debut.length))
        await client.query('rollback to savepoint reprise; release savepoint reprise')
      }
    }
    if (refus.size === 0 || refus.size === dus.length) return refus
    dus = [...refus.keys()]
  }
}

/** Une table vient après celles qu'elle cite. L'ordre épargne des reprises, il ne les remplace pas. */
const parCitations = (schema: readonly Fichier[]): readonly Fichier[] => {
  const ranges = new Set<Fichier>()
  const ranger = (f: Fichier, enCours: readonly Fichier[]) => {
    if (ranges.has(f) || enCours.includes(f)) return
    for (const [, cite] of f.texte.matchAll(/\breferences (\w+)\./g)) {
      const autre = schema.find((x) => x.chemin === `schema/${cite}.sql`)
      if (autre) ranger(autre, [...enCours, f])
    }
    ranges.add(f)
  }
  for (const f of schema) ranger(f, [])
  return [...ranges]
}

const exigerTout = (refus: ReadonlyMap<Fichier, InstallationError>) => {
  for (const phrase of refus.values()) throw phrase
}

/** Une porte de `coforme_file` ou de `coforme_maintenance` naît dans un schéma qui n'est pas à eux : on le leur prête. */
const preterPortes = async <T>(client: pg.Client, work: () => Promise<T>): Promise<T> => {
  const aQui = 'coforme_file, coforme_maintenance'
  await client.query(`set local role coforme_porte; grant create on schema porte to ${aQui}`)
  const rendu = await work()
  await client.query(`set local role coforme_porte; revoke create on schema porte from ${aQui}`)
  return rendu
}

const noter = (client: pg.Client, portes: readonly FichierDePorte[]) =>
  client.query(
    `insert into app.porte (nom, empreinte) select * from unnest($1::text[], $2::text[])
     on conflict (nom) do update set empreinte = excluded.empreinte`,
    [portes.map((p) => p.nom), portes.map((p) => p.empreinte)],
  )

/** Pose une base vide, dans la transaction en cours. L'ordre est celui des dossiers ; dans un dossier, celui des reprises. */
export const poserBase = async (client: pg.Client, db: DossierDb): Promise<readonly string[]> => {
  for (const f of db.ouvrir) await jouer(client, f)
  await preterPortes(client, async () => {
    // Des colonnes ont pour défaut une fonction du socle : il vient avant les tables, autant qu'il le peut.
    const [socle, autres] = [
      db.portes.filter((p) => /^portes\/(app|porte)\//.test(p.chemin)),
      db.portes.filter((p) => !/^portes\/(app|porte)\//.test(p.chemin)),
    ]
    const enAttente = await jouerParReprises(client, socle)
    exigerTout(await jouerParReprises(client, parCitations(db.schema)))
    exigerTout(await jouerParReprises(client, db.liens))
    exigerTout(await jouerParReprises(client, [...enAttente.keys(), ...autres]))
  })
  exigerTout(await jouerParReprises(client, db.murs))
  for (const f of db.graines) await jouer(client, f)
  await client.query('set local role coforme_owner')
  await exigerUneDefinition(client, db.portes, [])
  await noter(client, db.portes)
  return [...db.portes.map((p) => p.nom), ...(await poserVues(client, db.vues))]
}

/** Les portes dont le texte a changé depuis leur pose, et les noms que plus aucun fichier ne définit. */
export const portesAReposer = async (
  client: pg.Client,
  db: DossierDb,
): Promise<{ changees: readonly FichierDePorte[]; vues: boolean; parties: readonly string[] }> => {
  const { rows } = await client.query<{ nom: string; empreinte: string }>(
    'select nom, empreinte from app.porte',
  )
  const posees = new Map(rows.map((r) => [r.nom, r.empreinte]))
  const changee = (p: FichierDePorte) => posees.get(p.nom) !== p.empreinte
  const connus = new Set([...db.portes, ...db.vues].map((p) => p.nom))
  const { rows: vues } = await client.query<{ nom: string }>(`select nom from (${lesVues}) v`)
  const parties = rows.map((r) => r.nom).filter((nom) => !connus.has(nom))
  const estVue = new Set(vues.map((v) => v.nom))
  return {
    changees: db.portes.filter(changee),
    vues: db.vues.some(changee) || parties.some((nom) => estVue.has(nom)),
    parties,
  }
}

/**
 * Repose des portes sur une base qui les a déjà. `create or replace` garde les droits et la phrase d'avant : ils sont ôtés d'abord,
 * et le fichier les redit. Rend celles qui attendent encore une migration.
 */
export const reposerPortes = async (
  client: pg.Client,
  portes: readonly FichierDePorte[],
): Promise<ReadonlyMap<FichierDePorte, InstallationError>> => {
  if (portes.length === 0) return new Map()
  const refus = await preterPortes(client, async () => {
    await oterDroits(client, portes)
    return jouerParReprises(client, portes)
  })
  await client.query('set local role coforme_owner')
  await noter(
    client,
    portes.filter((p) => !refus.has(p)),
  )
  return refus
}

const oterDroits = async (client: pg.Client, portes: readonly FichierDePorte[]) => {
  const { rows } = await client.query<{ texte: string }>(
    `select format('set local role %I; comment on %s %s is null;', p.proowner::regrole, g.genre, p.oid::regprocedure)
        || coalesce((select format('revoke all on %s %s from %s;', g.genre, p.oid::regprocedure, string_agg(distinct coalesce(quote_ident(r.rolname), 'public'), ', '))
             from aclexplode(p.proacl) a left join pg_roles r on r.oid = a.grantee where a.grantee <> p.proowner having count(*) > 0), '') as texte
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
         lateral (select case p.prokind when 'p' then 'procedure' else 'function' end as genre) g
      where n.nspname || '.' || p.proname = any ($1)`,
    [portes.map((p) => p.nom)],
  )
  if (rows.length > 0) await client.query(rows.map((r) => r.texte).join('\n'))
}

/**
 * Chaque fichier définit la fonction dont il porte le nom, une seule fois ; ce que plus aucun fichier ne définit n'existe plus.
 * Rien ne se retire en silence : une migration numérotée le dit.
 */
export const exigerUneDefinition = async (
  client: pg.Client,
  portes: readonly FichierDePorte[],
  parties: readonly string[],
): Promise<void> => {
  const { rows } = await client.query<{ nom: string; n: number; signatures: string }>(
    `select n.nspname || '.' || p.proname as nom, count(*)::int4 as n, string_agg(p.oid::regprocedure::text, ', ' order by p.oid) as signatures
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname || '.' || p.proname = any ($1) group by 1`,
    [[...portes.map((p) => p.nom), ...parties]],
  )
  const trouvees = new Map(rows.map((r) => [r.nom, r]))
  for (const p of portes) {
    const t = trouvees.get(p.nom)
    if (!t)
      throw new InstallationError(
        `«\u00a0${p.chemin}\u00a0» ne définit pas ${p.nom}\u00a0: un fichier porte le nom de sa fonction.`,
      )
    if (t.n > 1)
      throw new InstallationError(
        `${p.nom} a changé de signature\u00a0: la base garde ${t.signatures}. Écrire une migration qui retire l’ancienne (drop function).`,
      )
  }
  for (const nom of parties) {
    const t = trouvees.get(nom)
    if (t)
      throw new InstallationError(
        `Aucun fichier de db/portes ne définit plus ${nom}, que la base a encore\u00a0: écrire une migration qui la retire (drop function ${t.signatures}).`,
      )
  }
  if (parties.length > 0) await client.query('delete from app.porte where nom = any ($1)', [parties])
}

const lesVues = `select n.nspname || '.' || c.relname as nom, format('%I.%I', n.nspname, c.relname) as ident
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'v' and c.relowner = 'coforme_owner'::regrole`

/**
 * Retire toutes les vues en une instruction, sans « cascade » : si une fonction ou une règle en lit une, c'est un refus visible et
 * non une règle perdue. Les vues vivent donc toutes dans `db/portes`.
 */
export const retirerVues = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ nom: string; ident: string }>(lesVues)
  if (rows.length > 0) await client.query(`drop view ${rows.map((r) => r.ident).join(', ')}`)
  await client.query('delete from app.porte where nom = any ($1)', [rows.map((r) => r.nom)])
}

/** Pose toutes les vues, par reprises : une vue peut en lire une autre, et `create or replace view` ne sait pas retirer une colonne. */
export const poserVues = async (client: pg.Client, vues: readonly FichierDePorte[]): Promise<string[]> => {
  exigerTout(await jouerParReprises(client, vues))
  await client.query('set local role coforme_owner')
  await noter(client, vues)
  return vues.map((v) => v.nom)
}
