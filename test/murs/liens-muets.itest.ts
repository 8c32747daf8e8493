/**
 * Un lien personnel ou une tablette n'écrit que ce dont il parle : toute table que l'application écrit dit ce qu'il y peut, ou porte ici
 * la raison pour laquelle une autre règle le dit déjà. Une table neuve qui l'oublie serait ouverte à qui tient un lien.
 */
import { expect, it } from 'vitest'
import { baseNeuve } from '../base/index.ts'
import { ecrituresLaissees } from './exceptions.ts'

const base = await baseNeuve()

type Trou = { readonly nom: string; readonly manque: string }

it('chaque table que l’application écrit dit ce qu’un lien y peut', async () => {
  const admin = await base.client('admin')
  const { rows } = await admin.query<Trou>(
    `select f.nom, v.manque from app.famille f join pg_class c on c.oid = f.nom::regclass
       cross join lateral (values
         ('lien_ajouter', has_table_privilege('coforme_app', c.oid, 'INSERT') or has_any_column_privilege('coforme_app', c.oid, 'INSERT')),
         ('lien_modifier', has_table_privilege('coforme_app', c.oid, 'UPDATE') or has_any_column_privilege('coforme_app', c.oid, 'UPDATE')),
         ('lien_retirer', has_table_privilege('coforme_app', c.oid, 'DELETE'))) v (manque, permis)
     where f.famille in ('own', 'publie', 'shared', 'collective') and v.permis and split_part(f.nom, '.', 1) <> 'temoin'
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = v.manque and not p.polpermissive)
     order by 1, 2`,
  )
  const trous = rows.map((r) => `${r.nom} ${r.manque}`)
  expect(trous.filter((t) => !(t in ecrituresLaissees))).toEqual([])
  // Une exception qui ne sert plus s'ôte.
  expect(Object.keys(ecrituresLaissees).filter((t) => !trous.includes(t))).toEqual([])
})
