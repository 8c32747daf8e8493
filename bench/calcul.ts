import type pg from 'pg'
import { dire, noter } from './mesurer.ts'
import { calculDesDescendants } from './serveur.ts'

/** Le calcul que demande un passage, processus et base à part : il dépend peu de la charge de la machine, une durée beaucoup. */
export const calculParPassage = async (
  nom: string,
  admin: Pick<pg.Client, 'query'>,
  fn: () => unknown,
  passages = 20,
): Promise<void> => {
  const { rows } = await admin.query<{ pid: number }>(
    `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`,
  )
  const pid = rows[0]?.pid ?? 0
  const [web, base] = [process.cpuUsage(), calculDesDescendants(pid)]
  for (let i = 0; i < passages; i += 1) await fn()
  const { user, system } = process.cpuUsage(web)
  const calcul = {
    processus: (user + system) / 1000 / passages,
    base: (calculDesDescendants(pid) - base) / passages,
  }
  for (const [ou, ms] of Object.entries(calcul)) noter(`${nom}, calcul ${ou} (ms)`, ms, 'mesures')
  dire(
    `${nom} : ${Math.round(calcul.base)} ms de calcul de la base, ${Math.round(calcul.processus)} ms du processus, par passage`,
  )
}
