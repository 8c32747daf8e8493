import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'

/**
 * Les rôles sont communs à toute la grappe : ils sont créés par du code, avant les migrations, et de façon
 * répétable. Deux administrateurs sont admis : le superutilisateur de la base embarquée, et celui d'une
 * PostgreSQL extérieure qui n'a que CREATEROLE (et la base pour lui). D'où l'absence de BYPASSRLS et de
 * LEAKPROOF, que seul un superutilisateur donne.
 */
const roles = [
  // nom, connexion, ce qu'il est
  ['coforme_owner', false],
  ['coforme_maintenance', false],
  ['coforme_porte', false],
  ['coforme_file', false],
  ['coforme_app', false],
  ['coforme_migrator', true],
  ['coforme_web', true],
  ['coforme_worker', true],
] as const

export type Role = (typeof roles)[number][0]
/** Ceux qui ouvrent une connexion ; sur une base extérieure, chacun a son mot de passe. */
export type RoleDeConnexion = 'coforme_migrator' | 'coforme_web' | 'coforme_worker'

/** `membre` reçoit `role` ; `herite` : ses droits valent sans `set role` ; sinon `set role` seul les donne. */
const appartenances: ReadonlyArray<readonly [role: Role, membre: Role, herite: boolean]> = [
  ['coforme_app', 'coforme_web', true],
  ['coforme_app', 'coforme_worker', true],
  // graphile-worker suppose qu'il possède ses tables (RLS sans règle).
  ['coforme_file', 'coforme_worker', true],
  ['coforme_owner', 'coforme_migrator', false],
  ['coforme_maintenance', 'coforme_migrator', false],
  ['coforme_porte', 'coforme_migrator', false],
  ['coforme_file', 'coforme_migrator', false],
  // Pour donner une porte à son propriétaire ; coforme_owner possède déjà tout le reste.
  ['coforme_porte', 'coforme_owner', false],
]

// Posés sur le rôle : un répartiteur (PgBouncer) refuse ces réglages à la connexion (08P01).
const reglages: ReadonlyArray<readonly [Role, string, string]> = [
  ['coforme_web', 'statement_timeout', '15s'],
  ['coforme_web', 'lock_timeout', '5s'],
  ['coforme_web', 'idle_in_transaction_session_timeout', '30s'],
]

/**
 * Le mot de passe sous la forme que PostgreSQL garde (SCRAM-SHA-256) : il ne passe pas en clair dans un
 * `alter role` que le serveur pourrait journaliser.
 */
export const scram = (motDePasse: string, sel: Uint8Array = randomBytes(16)): string => {
  const sale = pbkdf2Sync(motDePasse, sel, 4096, 32, 'sha256')
  const hmac = (texte: string) => createHmac('sha256', sale).update(texte).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const b64 = Buffer.from(sel).toString('base64')
  return `SCRAM-SHA-256$4096:${b64}$${stored}:${hmac('Server Key').toString('base64')}`
}

/** Une faute de l'installation, dite en une phrase à qui administre. */
export class InstallationError extends Error {
  override name = 'InstallationError'
}

const q = pg.escapeIdentifier

/** Ouvre une connexion d'administration, travaille, referme ; l'arrêt brutal du serveur ne tue pas Node. */
export const avecClient = async <T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Fait un travail pendant qu’aucun autre processus ne fait le même : `nom` est le verrou. Il tient à une transaction qui ne fait
 * rien d’autre : derrière un répartiteur, un verrou de connexion resterait à la connexion d’un autre.
 */
export const seul = <T>(config: pg.ClientConfig, nom: string, work: () => Promise<T>): Promise<T> =>
  avecClient(config, async (client) => {
    await client.query('begin')
    await client.query('set local idle_in_transaction_session_timeout = 0')
    await client.query(`select pg_advisory_xact_lock(hashtext('coforme'), hashtext($1))`, [nom])
    const rendu = await work()
    await client.query('commit')
    return rendu
  })

/**
 * Ôte une base inachevée, sauf si un autre processus y tient le verrou `nom` : il y travaille encore. Rend vrai si elle n'est
 * plus là.
 */
export const oterBase = async (
  admin: (base: string) => pg.ClientConfig,
  base: string,
  nom: string,
): Promise<boolean> => {
  const existe = await avecClient(admin('postgres'), (c) =>
    c.query('select from pg_database where datname = $1', [base]),
  )
  if (!existe.rowCount) return true
  const libre = await avecClient(admin(base), async (c) => {
    const { rows } = await c.query<{ pris: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('coforme'), hashtext($1)) as pris`,
      [nom],
    )
    return rows[0]?.pris === true
  })
  if (!libre) return false
  await avecClient(admin('postgres'), (c) => c.query(`drop database if exists ${q(base)} with (force)`))
  return true
}

export type PreparerOptions = {
  /** La base à préparer ; créée si elle manque (`creer`), sinon elle doit exister. */
  readonly base: string
  readonly creer?: boolean
  /** Base extérieure : le mot de passe de chaque rôle de connexion. Absent : l'hôte authentifie (peer). */
  readonly motDePasse?: (role: RoleDeConnexion) => string
}

/**
 * Crée ou complète les rôles, crée la base si on le demande, et ferme à PUBLIC ce que PostgreSQL lui ouvre.
 * Peut être rejoué à chaque démarrage. `admin(base)` rend la connexion d'un administrateur à cette base-là.
 */
export const preparerBase = async (
  admin: (base: string) => pg.ClientConfig,
  { base, creer = false, motDePasse }: PreparerOptions,
): Promise<void> => {
  if (creer) {
    await avecClient(admin('postgres'), async (client) => {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [base])
      if (!rowCount) await client.query(`create database ${q(base)}`).catch(ignorer('42P04', '23505'))
    })
  }
  for (let essai = 1; ; essai++) {
    try {
      return await avecClient(admin(base), (client) => preparerRoles(client, base, motDePasse))
    } catch (erreur) {
      // Les verrous consultatifs ne couvrent qu'une base : une autre instance de la même grappe peut changer
      // les mêmes rôles (« tuple concurrently updated »). L'attente est faite : on recommence.
      if (codeDe(erreur) !== 'XX000' || essai === 5) throw enPhrase(erreur, base)
    }
  }
}

const preparerRoles = async (client: pg.Client, base: string, motDePasse: PreparerOptions['motDePasse']) => {
  await exigerVersion(client)
  await client.query('begin')
  // Deux processus peuvent démarrer ensemble.
  await client.query(`select pg_advisory_xact_lock(hashtext('coforme'), hashtext('roles'))`)
  await creerRoles(client)
  await donnerAppartenances(client)
  // Un rôle change ses propres réglages sans qu'on puisse l'en empêcher : un intrus y laisserait de quoi durer.
  for (const role of ['coforme_web', 'coforme_worker'] as const) {
    await client.query(`alter role ${q(role)} reset all`)
    await client.query(`alter role ${q(role)} in database ${q(base)} reset all`)
  }
  for (const [role, nom, valeur] of reglages) {
    await client.query(`alter role ${q(role)} set ${nom} = ${pg.escapeLiteral(valeur)}`)
  }
  if (motDePasse) {
    for (const role of ['coforme_migrator', 'coforme_web', 'coforme_worker'] as const) {
      await client.query(`alter role ${q(role)} password ${pg.escapeLiteral(scram(motDePasse(role)))}`)
    }
  }
  await fermerBase(client, base)
  await reserverLeSceau(client)
  await client.query('commit')
}

/**
 * Le réglage où une porte scelle la transaction (porte.poser_le_sceau, ADR 0007) : que coforme_porte l’écrive et le lise, et nul
 * autre rôle d’ici. Seul un superutilisateur donne ces droits ; ailleurs le sceau reste une empreinte à clé.
 */
const reserverLeSceau = async (client: pg.Client) => {
  const { rows } = await client.query<{ peut: boolean }>(
    'select rolsuper as peut from pg_roles where rolname = current_user',
  )
  if (!rows[0]?.peut) return
  await client.query(`
    grant set on parameter session_preload_libraries to coforme_porte;
    grant pg_read_all_settings to coforme_porte`)
}

const exigerVersion = async (client: pg.Client) => {
  const { rows } = await client.query<{ n: number; v: string }>(
    `select current_setting('server_version_num')::int4 as n, current_setting('server_version') as v`,
  )
  if ((rows[0]?.n ?? 0) < 160000) {
    throw new InstallationError(
      `PostgreSQL ${rows[0]?.v} est trop ancienne\u00a0: il faut la version 16 ou une plus récente.`,
    )
  }
}

const creerRoles = async (client: pg.Client) => {
  const { rows } = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any ($1)',
    [roles.map(([nom]) => nom)],
  )
  const presents = new Set(rows.map((r) => r.rolname))
  for (const [nom, connexion] of roles) {
    if (presents.has(nom)) continue
    await client.query(
      `create role ${q(nom)} ${connexion ? 'login' : 'nologin'} nocreatedb nocreaterole inherit`,
    )
  }
}

const donnerAppartenances = async (client: pg.Client) => {
  const { rows } = await client.query<{ role: string; membre: string; herite: boolean; endosse: boolean }>(
    `select r.rolname as role, m.rolname as membre, bool_or(a.inherit_option) as herite, bool_or(a.set_option) as endosse
       from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
      group by 1, 2`,
  )
  const etat = new Map(rows.map((r) => [`${r.role} ${r.membre}`, r]))
  for (const [role, membre, herite] of appartenances) {
    const voulu = etat.get(`${role} ${membre}`)
    if (voulu && voulu.herite === herite && voulu.endosse === !herite) continue
    await client.query(`grant ${q(role)} to ${q(membre)} with inherit ${herite}, set ${!herite}`)
  }
}

/**
 * Ce que PostgreSQL compte, il le dit à tous : lignes ajoutées et lues par table et par transaction, tailles, verrous, journal, instructions
 * préparées d'une connexion. Un voisin s'y suit, et un compte s'y devine. Seul un superutilisateur le retire ; ailleurs, l'ADR 0003 le dit.
 */
const taireLesCompteurs = `
  do $$
  declare f regprocedure; colonnes text;
  begin
    if not (select rolsuper from pg_roles where rolname = current_user) then return; end if;
    for f in select p.oid from pg_proc p where pronamespace = 'pg_catalog'::regnamespace and has_function_privilege('public', p.oid, 'execute')
      and proname ~ '^(pg_stat_get_.*|pg_control_.*|pg_current_wal_.*|pg_(relation|table|indexes|total_relation|database|tablespace)_size|pg_lock_status|pg_prepared_statement|pg_cursor|pg_notification_queue_usage)$'
    loop execute format('revoke execute on function %s from public', f); end loop;
    if has_column_privilege('public', 'pg_class', 'reltuples', 'select') then
      select string_agg(quote_ident(attname), ', ') into colonnes from pg_attribute where attrelid = 'pg_class'::regclass and attnum > 0
        and not attisdropped and attname <> all ('{reltuples,relpages,relallvisible,relallfrozen}');
      revoke select on pg_class from public;
      execute format('grant select (%s) on pg_class to public', colonnes);
      grant select on pg_class to coforme_owner, coforme_maintenance, coforme_migrator;
    end if;
  end $$;`

/**
 * Les droits sur la base elle-même ; une copie de modèle ne les reçoit pas. Les grands objets ne servent pas ici : ils
 * seraient à l'intrus un endroit où écrire. Seul un superutilisateur les ferme ; ailleurs PostgreSQL avertit et passe.
 */
export const fermerBase = async (client: pg.Client, base: string) => {
  await client.query(`
    revoke all on database ${q(base)} from public;
    grant connect on database ${q(base)} to coforme_migrator, coforme_web, coforme_worker;
    grant create on database ${q(base)} to coforme_owner, coforme_file;
    revoke all on schema public from public;
    revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;
    ${taireLesCompteurs}`)
  // Une révocation faite par qui ne possède pas la base ne lève pas d'erreur : on vérifie.
  const { rows } = await client.query<{ ok: boolean }>(
    `select not has_database_privilege('coforme_web', current_database(), 'temporary')
        and not has_database_privilege('coforme_web', current_database(), 'create')
        and has_database_privilege('coforme_owner', current_database(), 'create') as ok`,
  )
  if (!rows[0]?.ok) {
    throw new InstallationError(
      `L’administrateur donné par DATABASE_URL doit posséder la base «\u00a0${base}\u00a0» pour en régler les droits.`,
    )
  }
}

/** Le code SQLSTATE d'une erreur de PostgreSQL ; rien pour une autre. */
export const codeDe = (erreur: unknown): string | undefined =>
  erreur instanceof pg.DatabaseError ? erreur.code : undefined

const ignorer =
  (...codes: string[]) =>
  (erreur: unknown) => {
    if (!codes.includes(codeDe(erreur) ?? '')) throw erreur
  }

const enPhrase = (erreur: unknown, base: string) =>
  codeDe(erreur) === '42501'
    ? new InstallationError(
        `L’administrateur donné n’a pas les droits voulus sur la base «\u00a0${base}\u00a0»\u00a0: il lui faut CREATEROLE, posséder la base, et avoir créé lui-même les rôles coforme_… (${(erreur as Error).message}).`,
        { cause: erreur },
      )
    : erreur
