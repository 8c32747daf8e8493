/** Un fichier est unique par empreinte : avant d’en ôter un, toute colonne qui peut le nommer est lue. Une colonne ajoutée tombe sous l’essai le jour même. */
import { expect, it } from 'vitest'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const admin = await base.client('admin')

/** Des empreintes, mais pas d’un fichier que le dépôt garde ; et ce qu’un audit montre d’une pièce ou d’un fichier joint, qui le tiennent. */
const autres = [
  'controles.constat.empreinte',
  'controles.jugement.empreinte',
  'etapes.armement.vu',
  'etapes.reglage.partout_vu',
  'facturation.courrier_lu.message',
  'facturation.depot.empreinte',
  'facturation.recue.empreinte',
  'qualite.audit_piece.fichier',
]

it('toute colonne qui nomme un fichier se lit avant de l’ôter', async () => {
  const { rows } = await admin.query<{ tab: string; col: string }>(
    `select c.conrelid::regclass::text as tab, a.attname::text as col from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'c' and cardinality(c.conkey) = 1 and pg_get_constraintdef(c.oid) like '%^[0-9a-f]{64}$%' order by 1, 2`,
  )
  expect(rows.length).toBeGreaterThan(10)
  const { rows: portes } = await admin.query<{ prosrc: string }>(
    `select prosrc from pg_proc where proname = 'fichiers_sans_emploi'`,
  )
  const clauses = (portes[0]?.prosrc ?? '').split(/(?:where|and) not exists \(select from /)
  const lue = ({ tab, col }: { tab: string; col: string }) =>
    clauses.some((c) => c.startsWith(`${tab} x `) && c.includes(`x.${col} = f`))
  const nom = ({ tab, col }: { tab: string; col: string }) => `${tab}.${col}`
  expect(rows.filter((x) => !lue(x)).map(nom)).toEqual(autres)
})

it('toute porte qui ôte un fichier demande d’abord ce que plus rien n’emploie', async () => {
  const { rows } = await admin.query<{ nom: string; demande: boolean }>(
    `select proname::text as nom, prosrc like '%fichiers_sans_emploi%' as demande from pg_proc where prosrc like '%delete from plateforme.fichier%' order by 1`,
  )
  expect(rows.length).toBeGreaterThan(3)
  expect(rows.filter((x) => !x.demande)).toEqual([])
})
