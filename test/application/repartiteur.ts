import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as attendre } from 'node:timers/promises'
import { avecClient } from '#platform/db/roles.ts'
import type { Grappe } from '#platform/postgres/index.ts'
import { portLibre } from '../pannes/outils.ts'

/** Le paquet Debian `pgbouncer` met son programme là, hors du PATH d'un compte ordinaire. */
const programmes = ['/usr/sbin/pgbouncer', '/usr/local/sbin/pgbouncer', '/usr/bin/pgbouncer']

/**
 * PgBouncer en mode transaction devant cette grappe, ou rien s'il n'est pas installé : `adresse` mène à sa base, `arreter` le finit.
 * La grappe d'essai ne connaît que ses comptes du système : elle est d'abord réglée pour croire qui vient par sa prise.
 */
export const repartir = async (grappe: Grappe, base: string) => {
  const programme = programmes.find((p) => spawnSync(p, ['--version']).status === 0)
  if (!programme) return
  const admin = grappe.connexion(grappe.administrateur, base)
  const hba = await avecClient(admin, async (c) => {
    const { rows } = await c.query<{ hba_file: string }>('show hba_file')
    const fichier = rows[0]?.hba_file ?? ''
    writeFileSync(fichier, 'local all all trust\n')
    await c.query('select pg_reload_conf()')
    return fichier
  })
  // PgBouncer refuse d'être root : il prend le compte de la base.
  const { uid, gid } = statSync(hba)
  const dossier = mkdtempSync(path.join(tmpdir(), 'coforme-repartiteur-'))
  chmodSync(dossier, 0o755)
  const port = await portLibre()
  const roles = [grappe.administrateur, 'coforme_web', 'coforme_worker', 'coforme_migrator']
  writeFileSync(path.join(dossier, 'roles.txt'), roles.map((r) => `"${r}" ""\n`).join(''))
  writeFileSync(
    path.join(dossier, 'pgbouncer.ini'),
    `[databases]
* = host=${admin.host} port=${admin.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${dossier}/roles.txt
pool_mode = transaction
max_prepared_statements = 200
default_pool_size = 8
`,
  )
  for (const nom of ['roles.txt', 'pgbouncer.ini']) chownSync(path.join(dossier, nom), uid, gid)
  const soi = process.getuid?.() === 0 ? { uid, gid } : {}
  const lance = spawn(programme, ['-q', path.join(dossier, 'pgbouncer.ini')], { ...soi, stdio: 'ignore' })
  const fin = once(lance, 'exit')
  const repond = () =>
    new Promise<boolean>((dire) => {
      const prise = connect(port, '127.0.0.1', () => {
        prise.destroy()
        dire(true)
      }).on('error', () => dire(false))
    })
  while (!(await repond())) {
    if (lance.exitCode !== null) throw new Error(`PgBouncer s'est arrêté (${lance.exitCode}).`)
    await attendre(50)
  }
  return {
    adresse: `postgres://${grappe.administrateur}@127.0.0.1:${port}/${base}`,
    arreter: async () => {
      lance.kill('SIGTERM')
      await fin
      rmSync(dossier, { recursive: true, force: true })
    },
  }
}
