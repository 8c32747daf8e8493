/**
 * Le jeu de mesure : des coopératives, leurs sessions, leurs inscrits et leurs signatures chaînées, dans une PostgreSQL
 * embarquée ordinaire (`fsync` en marche), sous un dossier temporaire effacé à la fin.
 */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { derivePassword, parametresArgon2 } from '#platform/auth/password.ts'
import type { Grappe } from '#platform/postgres/index.ts'
import { ouvrirGrappe, ouvrirInstance } from '../src/app/instance.ts'
import { lireConfig } from '../src/app/lire-config.ts'

/** Nombre de signatures ; dix inscrits et cinq demi-journées par session, cent sessions par organisme en moyenne. */
export const tailles = [10_000, 100_000, 1_000_000] as const

export const motDePasseDuJeu = 'banc-de-mesure-1234'

export type Jeu = {
  readonly signatures: number
  readonly organismes: number
  readonly dossier: string
  readonly grappe: Grappe
  /** Quelques sessions d'un organisme, au hasard de son calendrier ; le premier organisme est le grand. */
  sessionsDe(organisme: number, nombre: number): Promise<string[]>
  inscriptionsDe(session: string): Promise<string[]>
  /** Le père des processus de PostgreSQL, pour en lire le temps de calcul. */
  postmaster(): number
  /** Ferme la connexion de qui mesure : elle porte ce que charger le jeu lui a laissé, que l’instance mesurée ne porte pas. */
  lacher(): Promise<void>
  fermer(): Promise<void>
}

/** Les deux nombres, et le mot de passe, prennent leur place ; `:nom` est un nombre, `:'nom'` un texte. */
const completer = (texte: string, valeurs: Readonly<Record<string, string | number>>): string =>
  Object.entries(valeurs).reduce(
    (t, [nom, v]) =>
      t
        .replaceAll(`:'${nom}'`, pg.escapeLiteral(String(v)))
        .replace(new RegExp(`(?<!:):${nom}\\b`, 'g'), String(v)),
    texte,
  )

const charger = async (client: pg.Client, valeurs: Readonly<Record<string, string | number>>) => {
  await client.query(`set work_mem = '256MB'; set maintenance_work_mem = '256MB'; set temp_buffers = '64MB'`)
  await client.query(completer(readFileSync(join(import.meta.dirname, 'jeu.sql'), 'utf8'), valeurs))
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

/** Clés étrangères au repos pendant le chargement : la chaîne et les renvois se revérifient ici. */
const verifier = async (client: pg.Client, signatures: number) => {
  const { rows } = await client.query<{ signatures: number; chaine: number; orphelines: number }>(`
    select (select count(*)::int from emargement.signature) as signatures,
      (select count(*)::int from (select numero, objet, contenu, empreinte,
          lag(empreinte) over (partition by organisme_id order by numero) as precedente, organisme_id from emargement.maillon) m
        where empreinte <> sha256(coalesce(precedente, sha256(convert_to('coforme-registre/1 ' || organisme_id, 'UTF8')))
          || int8send(numero) || objet || sha256(convert_to(contenu, 'UTF8')))) as chaine,
      (select count(*)::int from emargement.signature s where not exists (select from inscriptions.inscription i
          where i.organisme_id = s.organisme_id and i.id = s.inscription_id)
        or not exists (select from emargement.maillon m where m.organisme_id = s.organisme_id and m.id = s.maillon_id)) as orphelines`)
  const vu = rows[0]
  if (vu?.signatures !== signatures || vu.chaine !== 0 || vu.orphelines !== 0)
    throw new Error(`Le jeu est faux : ${JSON.stringify(vu)}`)
}

/**
 * Monte le jeu. `garder` : un dossier à reprendre tel quel d'un passage à l'autre, quand on mesure dix fois de suite
 * (`BANC_DOSSIER`) ; il n'est alors pas effacé.
 */
export const monterJeu = async (signatures: number, garder = process.env.BANC_DOSSIER): Promise<Jeu> => {
  const dossier = garder ? join(garder, String(signatures)) : await mkdtemp(join(tmpdir(), 'coforme-banc-'))
  await mkdir(dossier, { recursive: true })
  await chmod(dossier, 0o711)
  if (garder) await chmod(garder, 0o711)
  const lue = lireConfig()
  if (!lue.ok) throw new Error(lue.error.phrase)
  const { databaseUrl: _, ...reste } = lue.value
  const config = { ...reste, donnees: dossier, demo: false, pool: 2 }
  const sessions = signatures / 50
  const organismes = Math.max(2, Math.round(sessions / 100))

  const grappe = await ouvrirGrappe(config)
  const instance = await ouvrirInstance(config, grappe, { niveau: 'silent' })
  const client = new pg.Client(grappe.connexion(grappe.administrateur, 'coforme'))
  client.on('error', () => {})
  await client.connect()
  if (!existsSync(join(dossier, 'jeu-charge'))) {
    const sel = randomBytes(16)
    const derivee = createHash('sha256')
      .update(await derivePassword(instance.services.keys, motDePasseDuJeu, sel))
      .digest('hex')
    await charger(client, {
      organismes,
      sessions,
      sel: sel.toString('hex'),
      parametres: parametresArgon2,
      derivee,
    })
    await verifier(client, signatures)
    await writeFile(join(dossier, 'jeu-charge'), '')
  }
  // Le serveur mesuré est un autre processus : celui-ci ne garde que la grappe et une connexion.
  await instance.fermer()
  return {
    signatures,
    organismes,
    dossier,
    grappe,
    async sessionsDe(organisme, nombre) {
      const { rows } = await client.query<{ id: string }>(
        `select s.id from sessions.session s join organisme.organisme o using (organisme_id)
          where o.code = $1 order by sha256(convert_to(s.id::text, 'UTF8')) limit $2`,
        [`mesure-${organisme}`, nombre],
      )
      return rows.map((r) => r.id)
    },
    async inscriptionsDe(session) {
      const { rows } = await client.query<{ id: string }>(
        'select id from inscriptions.inscription where session_id = $1 order by id',
        [session],
      )
      return rows.map((r) => r.id)
    },
    postmaster: () => Number(readFileSync(join(dossier, 'base', 'postmaster.pid'), 'utf8').split('\n')[0]),
    lacher: () => client.end(),
    async fermer() {
      await client.end()
      await grappe.arreter()
      if (garder) return
      // Sous root, la base vit à part et `base` n'est qu'un lien.
      const base = realpathSync(join(dossier, 'base'))
      if (base.startsWith('/var/lib/coforme/')) await rm(dirname(base), { recursive: true, force: true })
      await rm(dossier, { recursive: true, force: true })
    },
  }
}
